import { adler32, inflateAll, isZlib, takeUpTo } from '../base/deflate.ts';
import { fromPercent, fromQuotedPrintable, type Unescaped } from '../base/escapes.ts';
import { unpackSeptets } from '../base/gsm-alphabet.ts';
import { Gunzip } from '../files/gzip.ts';
import { digitsOf, fromBase64Text, fromHexText, rot13 } from './codings.ts';

/** What is done to octets. */
export type StepKind =
  | 'base64'
  | 'hex'
  | 'percent'
  | 'quoted-printable'
  | 'zlib'
  | 'gzip'
  | 'deflate'
  | 'septets'
  | 'semi-octets'
  | 'rot13'
  | 'skip';

export interface OctetStep {
  readonly kind: StepKind;
  /** Octets to cut off (`skip`), or fill bits in front of the first septet (`septets`); no other step has one. */
  readonly count: number;
}

/** What does not fit. */
export interface StepProblem {
  /** For people, without a place. */
  readonly message: string;
  /** Octet of what the step was given; undefined where it is about all of it. */
  readonly at: number | undefined;
}

/** What came of a step. */
export interface StepOutcome {
  readonly octets: number;
  readonly problem: StepProblem | undefined;
}

/** Octets that a step gives at most: a few kilobytes may be packed gigabytes. */
export const MOST_OCTETS = 8 * 1024 * 1024;

interface Done {
  readonly bytes: Uint8Array;
  readonly problem?: StepProblem | undefined;
}

/** Does the steps one behind the other; each gets what the one before gave, as far as it came. */
export function takeSteps(
  bytes: Uint8Array,
  steps: readonly OctetStep[],
): { readonly bytes: Uint8Array; readonly outcomes: readonly StepOutcome[] } {
  const outcomes: StepOutcome[] = [];
  let now = bytes;
  for (const step of steps) {
    const done = take(now, step);
    const isOver = done.bytes.length > MOST_OCTETS;
    now = isOver ? done.bytes.subarray(0, MOST_OCTETS) : done.bytes;
    outcomes.push({ octets: now.length, problem: done.problem ?? (isOver ? OVER : undefined) });
  }
  return { bytes: now, outcomes };
}

const OVER: StepProblem = { message: `only the first ${MOST_OCTETS / 1024 / 1024} MiB are unpacked`, at: undefined };

function take(bytes: Uint8Array, { kind, count }: OctetStep): Done {
  switch (kind) {
    case 'base64':
      return fromBase64Text(bytes);
    case 'hex':
      return fromHexText(bytes);
    case 'percent':
      return escapes(fromPercent(bytes), '%');
    case 'quoted-printable':
      return escapes(fromQuotedPrintable(bytes), '=');
    case 'zlib':
      return unzlib(bytes);
    case 'gzip':
      return gunzip(bytes);
    case 'deflate':
      return inflate(bytes, 0, 0);
    case 'septets':
      return septets(bytes, count);
    case 'semi-octets':
      return digitsOf(bytes);
    case 'rot13':
      return { bytes: rot13(bytes) };
    case 'skip':
      return skip(bytes, count);
  }
}

function escapes({ bytes, wrong, firstWrong }: Unescaped, sign: string): Done {
  if (wrong === 0) return { bytes };
  const which = wrong === 1 ? `a "${sign}" is` : `${wrong} "${sign}" are`;
  return {
    bytes,
    problem: { message: `${which} followed by no two hexadecimal digits and left as found`, at: firstWrong },
  };
}

/** @param trailer octets that belong to the packed data behind the stream */
function inflate(bytes: Uint8Array, header: number, trailer: number): Done & { readonly next: number } {
  const { bytes: unpacked, end, used } = inflateAll(bytes.subarray(header), MOST_OCTETS);
  const next = header + used;
  const done = (message: string, at: number | undefined) => ({ bytes: unpacked, next, problem: { message, at } });
  if (end === 'over') return done(OVER.message, undefined);
  if (end === 'damaged') return done('the packed data are damaged', next);
  if (end === 'cut') return done('the packed data end too early', bytes.length);
  const rest = bytes.length - next - trailer;
  if (rest > 0)
    return done(`${rest} ${rest === 1 ? 'octet follows' : 'octets follow'} the packed data`, next + trailer);
  return { bytes: unpacked, next };
}

/** RFC 1950. */
function unzlib(bytes: Uint8Array): Done {
  if (!isZlib(bytes)) return { bytes: NOTHING, problem: { message: 'this does not begin as zlib does', at: 0 } };
  const done = inflate(bytes, 2, 4);
  const check = bytes.subarray(done.next, done.next + 4);
  const isWhole = done.problem === undefined || done.problem.at === done.next + 4;
  if (!isWhole) return done;
  if (check.length < 4) return { ...done, problem: { message: 'the check value is cut off', at: bytes.length } };
  const stated = new DataView(check.buffer, check.byteOffset).getUint32(0);
  if (stated === adler32(done.bytes)) return done;
  return { ...done, problem: { message: 'the unpacked octets do not agree with their check value', at: done.next } };
}

/** RFC 1952, member after member. */
function gunzip(bytes: Uint8Array): Done {
  let problem: StepProblem | undefined;
  const unpacker = new Gunzip(({ packedAt, message }) => {
    problem ??= { message, at: packedAt };
  });
  const { bytes: unpacked, isOver } = takeUpTo(unpacker.push(bytes, true), MOST_OCTETS);
  if (bytes.length === 0) problem = { message: 'this is no gzip', at: 0 };
  return { bytes: unpacked, problem: isOver ? OVER : problem };
}

/** Septets of 3GPP TS 23.038 6.1.2.1, one an octet. */
function septets(bytes: Uint8Array, fillBits: number): Done {
  const first = Math.min(Math.max(0, Math.trunc(fillBits)), 6);
  return { bytes: unpackSeptets(bytes, 0, first, Math.max(0, Math.floor((bytes.length * 8 - first) / 7))) };
}

function skip(bytes: Uint8Array, octets: number): Done {
  const from = Math.max(0, Math.trunc(octets));
  if (from <= bytes.length) return { bytes: bytes.subarray(from) };
  return { bytes: NOTHING, problem: { message: `there are only ${bytes.length} octets to cut off`, at: bytes.length } };
}

const NOTHING = new Uint8Array(0);
