import { fromUtf8 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { ALL_FORMS, checkDigest, type Outcome } from './check-digest.ts';
import { f } from './fields.ts';
import { type Formula, formulas20 } from './formulas.ts';
import { countOptions, OPTIONS_20, type PlacedOption, type PlacedOptions, readOptions } from './options.ts';
import { ABSENT, NOT_VERIFIABLE, openReading, type Placed, type Reading, unlessCut } from './reading.ts';
import { header20, type Notification20 } from './v20.ts';

export const SIGNATURE_OCTETS = 36;

export interface Reading20 extends Reading {
  readonly header: Partial<Omit<Notification20, 'options'>>;
  readonly headerEnd: number;
  /** Undefined when the header is cut. */
  readonly options: PlacedOptions | undefined;
  /** Octets behind the counted options. */
  readonly trailing: Placed | undefined;
  /** True when those octets are whole options themselves. */
  readonly trailingOptions: boolean;
}

export function read20(cursor: Cursor): Reading20 {
  // Spread objects would take longer than all the rest of the reading.
  const { source, start, end, octets, cut } = openReading(cursor);
  const { value: header, whole } = header20.readFitting(cursor);
  const headerEnd = cursor.bit;
  const options = whole ? readOptions(cursor, header.optionCount ?? 0, OPTIONS_20) : undefined;
  const isLeft = options !== undefined && options.fault === undefined && cursor.octetsLeft > 0;
  const trailing = isLeft ? readTrailing(cursor) : undefined;
  const trailingOptions = trailing !== undefined && countOptions(trailing.octets, 0, trailing.octets.length) > 0;
  return { source, start, end, octets, cut, header, headerEnd, options, trailing, trailingOptions };
}

function readTrailing(cursor: Cursor): Placed {
  const start = cursor.bit;
  const octets = cursor.octets(f.trailing, cursor.octetsLeft);
  return { start, end: cursor.bit, octets };
}

/** The first SHA256-DIGEST option. */
export function signature20(reading: Reading20): PlacedOption | undefined {
  return reading.options?.options.find(({ number }) => number === 5);
}

/** Where the 32 digest octets are; undefined when there are none of the right size. */
export function digest20(reading: Reading20): Placed | undefined {
  const option = signature20(reading);
  if (option === undefined || !option.whole || option.length !== SIGNATURE_OCTETS) return undefined;
  return { start: option.valueStart + 32, end: option.valueEnd, octets: option.octets.subarray(4) };
}

export function serverId20(reading: Reading20): Uint8Array | undefined {
  return reading.options?.options.find(({ number, whole }) => number === 1 && whole)?.octets;
}

/** Checks the digest of a package. An unsigned package is legal. */
export function verify20(reading: Reading20, secrets: readonly Secret[]): Outcome {
  const { options, octets, start } = reading;
  if (options === undefined) return NOT_VERIFIABLE;
  if (signature20(reading) === undefined) {
    return options.fault !== undefined || signedBehind(reading) ? NOT_VERIFIABLE : ABSENT;
  }
  const digest = digest20(reading);
  if (digest === undefined) return NOT_VERIFIABLE;
  let formulas: readonly Formula[] | undefined;
  const formulasFor = (): readonly Formula[] => {
    formulas ??= formulas20({ message: octets, digestAt: (digest.start - start) / 8 });
    return formulas;
  };
  const serverId = serverId20(reading);
  const name = serverId && fromUtf8(serverId);
  return unlessCut(checkDigest(digest.octets, secrets, name, formulasFor, ALL_FORMS), reading);
}

/** True when a digest option stands among options that the count leaves out. */
function signedBehind({ trailing, trailingOptions, options }: Reading20): boolean {
  if (trailing === undefined || !trailingOptions) return false;
  let number = options?.options.at(-1)?.number ?? 0;
  const { octets } = trailing;
  for (let at = 0; at + 2 <= octets.length; ) {
    const first = octets[at]!;
    number += first >>> 4;
    if (number === 5) return true;
    at += 2 + (((first & 0xf) << 8) | octets[at + 1]!);
  }
  return false;
}
