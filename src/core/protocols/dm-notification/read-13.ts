import { fromUtf8 } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { ALL_FORMS, checkDigest, type Outcome } from './check-digest.ts';
import { f } from './fields.ts';
import { DIGEST_13, HEADER_13 } from './formats.ts';
import { type Formula, formulas13 } from './formulas.ts';
import { countOptions, OPTIONS_13, type PlacedOptions, readOptions } from './options.ts';
import { ABSENT, NOT_VERIFIABLE, openReading, type Placed, type Reading, unlessCut } from './reading.ts';
import { header13, type Notification13 } from './v13.ts';

export interface Reading13 extends Reading {
  /** The fields that fit whole. */
  readonly header: Partial<Omit<Notification13, 'options'>>;
  /** Bit where the header stops, or its reading had to. */
  readonly headerEnd: number;
  /** Undefined when the header is cut. */
  readonly options: PlacedOptions | undefined;
  /** Digest octets as far as they go; undefined when reading stopped before them. */
  readonly digest: Placed | undefined;
  readonly trailing: Placed | undefined;
}

/** Reads a message in the strict order: header, as many options as counted (`count` stands in for OPC in a second reading), digest. */
export function read13(cursor: Cursor, count?: number): Reading13 {
  // Spread objects would take longer than all the rest of the reading.
  const { source, start, end, octets, cut } = openReading(cursor);
  const { value: header, whole } = header13.readFitting(cursor);
  const headerEnd = cursor.bit;
  const options = whole ? readOptions(cursor, count ?? header.optionCount ?? 0, OPTIONS_13) : undefined;
  const goesOn = options !== undefined && options.fault === undefined;
  const digest = goesOn ? take(cursor, Math.min(DIGEST_13, cursor.octetsLeft), f.digest) : undefined;
  const trailing = goesOn && cursor.octetsLeft > 0 ? take(cursor, cursor.octetsLeft, f.trailing) : undefined;
  return { source, start, end, octets, cut, header, headerEnd, options, digest, trailing };
}

function take(cursor: Cursor, octets: number, field: typeof f.digest): Placed {
  const start = cursor.bit;
  const view = octets === 0 ? cursor.bytes.subarray(0, 0) : cursor.octets(field, octets);
  return { start, end: cursor.bit, octets: view };
}

/** True when the strict reading found a fault that a wrong option count would explain. */
function isBroken(reading: Reading13): boolean {
  const { options, digest, trailing } = reading;
  return options?.fault !== undefined || digest?.octets.length !== DIGEST_13 || trailing !== undefined;
}

/**
 * The number of options that fill the octets between the header and the last 32 octets exactly, when the strict reading
 * is broken and that number is not the one counted; undefined otherwise.
 */
export function repairedCount(reading: Reading13): number | undefined {
  const { octets, header, cut } = reading;
  if (cut || octets.length < HEADER_13 + DIGEST_13 || !isBroken(reading)) return undefined;
  const options = countOptions(octets, HEADER_13, octets.length - DIGEST_13);
  return options < 0 || options === header.optionCount ? undefined : options;
}

/** Reads the message again, out of a copy of its octets, with another option count. */
export function readAgain13(cursor: Cursor, reading: Reading13, options: number): Reading13 {
  const { tree } = cursor;
  const label = `Second reading: ${options} option${options === 1 ? '' : 's'}, digest at the end`;
  const source = tree.addSource({ label, bytes: reading.octets.slice(), cut: false, alternative: true });
  const row = tree.open(f.secondReading, source, 0);
  const inner = new Cursor(tree, source);
  const second = read13(inner, options);
  tree.close(row, inner.bit);
  tree.setNote(row, `${options} option${options === 1 ? '' : 's'}, digest in the last 32 octets`);
  return second;
}

/** The first Server-ID that is whole. */
export function serverId13(reading: Reading13): Uint8Array | undefined {
  return reading.options?.options.find(({ number, whole }) => number === 1 && whole)?.octets;
}

/** Checks the digest of a reading. */
export function verify13(reading: Reading13, secrets: readonly Secret[]): Outcome {
  const { digest, options, octets, start, headerEnd, cut } = reading;
  if (digest === undefined || options === undefined) return NOT_VERIFIABLE;
  if (digest.octets.length === 0 && !cut) return ABSENT;
  if (digest.octets.length < DIGEST_13) return NOT_VERIFIABLE;
  const serverId = serverId13(reading);
  // Made only where a secret is at hand.
  let formulas: readonly Formula[] | undefined;
  const formulasFor = (): readonly Formula[] => {
    formulas ??= formulas13({
      header: octets.subarray(0, HEADER_13),
      options: octets.subarray((headerEnd - start) / 8, (options.end - start) / 8),
      serverId: serverId ?? new Uint8Array(0),
    });
    return formulas;
  };
  const name = serverId && fromUtf8(serverId);
  return unlessCut(checkDigest(digest.octets, secrets, name, formulasFor, ALL_FORMS), reading);
}
