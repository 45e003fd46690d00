import { isSemiOctets, swappedDecimal } from '../../base/semi-octets.ts';
import { codingOf, userDataOctets } from './coding.ts';

export type Direction = 'to-mobile' | 'to-network';

export type TpduKind =
  | 'deliver'
  | 'deliver-report'
  | 'submit'
  | 'submit-report'
  | 'status-report'
  | 'command'
  | 'reserved';

/** Where the parts of a TPDU lie: what pass 1 needs, and what guesses are judged by. Octet positions; -1 for none. */
export interface Scan {
  readonly kind: TpduKind;
  readonly addressAt: number;
  readonly hasHeader: boolean;
  readonly dcs: number;
  /** TP-UDL. */
  readonly length: number;
  readonly userDataAt: number;
  /** Octets that TP-UDL asks for. */
  readonly userDataOctets: number;
  /** Octet behind the last field; beyond the end when fields are missing. */
  readonly end: number;
  /** How likely the octets are such a TPDU, 0 to 1, leaving aside where they end. */
  readonly likely: number;
}

const KINDS: Readonly<Record<Direction, readonly TpduKind[]>> = {
  'to-mobile': ['deliver', 'submit-report', 'status-report', 'reserved'],
  'to-network': ['deliver-report', 'submit', 'command', 'reserved'],
};
const ABSOLUTE_OCTETS = 7;
const VALIDITY_OCTETS = [0, ABSOLUTE_OCTETS, 1, ABSOLUTE_OCTETS];
const MAX_DIGITS = 20;
const MAX_ALPHANUMERIC = 20;
const ALPHANUMERIC = 5;
const PI_MORE = 0x80;
const PI_LENGTH = 4;
const PI_DCS = 2;
const PI_PID = 1;
const FIRST_FAILURE = 0x80;

export function kindOf(octet: number, direction: Direction): TpduKind {
  return KINDS[direction][octet & 3]!;
}

/** Octet behind the address at `at`. */
export function addressEnd(bytes: Uint8Array, at: number): number {
  return at + 2 + Math.ceil((bytes[at] ?? 0) / 2);
}

/** True when a report names its failure cause: RP-ERROR says so, else the octet that no parameter indicator has. */
export function hasFailureCause(bytes: Uint8Array, start: number, end: number, isError: boolean | undefined): boolean {
  return isError ?? (end - start >= 2 && bytes[start + 1]! >= FIRST_FAILURE);
}

function addressLikely(bytes: Uint8Array, at: number, end: number): boolean {
  const stop = addressEnd(bytes, at);
  if (at + 2 > end || stop > end) return false;
  const digits = bytes[at]!;
  const type = bytes[at + 1]!;
  const numberType = (type >>> 4) & 7;
  if ((type & 0x80) === 0 || numberType === 7) return false;
  if (numberType === ALPHANUMERIC) return digits >= 2 && digits <= MAX_ALPHANUMERIC;
  if (digits < 1 || digits > MAX_DIGITS) return false;
  const odd = digits % 2 === 1;
  const filled = bytes[stop - 1]! >>> 4 === 15;
  return isSemiOctets(bytes, at + 2, stop) && odd === filled;
}

/** True when 7 octets are a time of the calendar. */
export function timeLikely(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + ABSOLUTE_OCTETS > end) return false;
  const part = (i: number) => swappedDecimal(bytes[at + i]!) ?? 100;
  const zone = swappedDecimal(bytes[at + 6]! & 0xf7) ?? 100;
  const month = part(1);
  const day = part(2);
  return (
    part(0) < 100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    part(3) < 24 &&
    part(4) < 60 &&
    part(5) < 60 &&
    zone <= 56
  );
}

/** @param isError whether an RP-ERROR carries the TPDU; undefined when unknown */
export function scanTpdu(
  bytes: Uint8Array,
  start: number,
  end: number,
  direction: Direction,
  isError: boolean | undefined,
): Scan {
  const first = bytes[start] ?? 3;
  const kind = kindOf(first, direction);
  const out = {
    kind,
    addressAt: -1,
    hasHeader: (first & 0x40) !== 0,
    dcs: 0,
    length: 0,
    userDataAt: -1,
    userDataOctets: 0,
    end: start + 1,
    likely: 0,
  };
  let at = start + 1;
  const optional = (): void => {
    let indicator = bytes[at] ?? 0;
    const first = indicator;
    while (at < end && (indicator & PI_MORE) !== 0) indicator = bytes[++at] ?? 0;
    at++;
    if ((first & PI_PID) !== 0) at++;
    if ((first & PI_DCS) !== 0) out.dcs = bytes[at++] ?? 0;
    if ((first & PI_LENGTH) !== 0) userData();
  };
  const userData = (): void => {
    out.length = bytes[at] ?? 0;
    out.userDataAt = at + 1;
    out.userDataOctets = userDataOctets(codingOf(out.dcs), out.length);
    at = out.userDataAt + out.userDataOctets;
  };
  switch (kind) {
    case 'deliver':
      out.addressAt = at;
      at = addressEnd(bytes, at);
      out.dcs = bytes[at + 1] ?? 0;
      at += 2 + ABSOLUTE_OCTETS;
      if ((first & 0x10) === 0 && addressLikely(bytes, out.addressAt, end) && timeLikely(bytes, at - 7, end))
        out.likely = 0.9;
      userData();
      break;
    case 'submit': {
      const validity = VALIDITY_OCTETS[(first >>> 3) & 3]!;
      out.addressAt = at + 1;
      at = addressEnd(bytes, out.addressAt);
      out.dcs = bytes[at + 1] ?? 0;
      at += 2 + validity;
      if (addressLikely(bytes, out.addressAt, end) && ((first & 0x18) !== 0x18 || timeLikely(bytes, at - 7, end)))
        out.likely = 0.85;
      userData();
      break;
    }
    case 'status-report':
      out.addressAt = at + 1;
      at = addressEnd(bytes, out.addressAt) + 2 * ABSOLUTE_OCTETS + 1;
      if (
        (first & 0x90) === 0 &&
        addressLikely(bytes, out.addressAt, end) &&
        timeLikely(bytes, at - 15, end) &&
        timeLikely(bytes, at - 8, end)
      )
        out.likely = 0.9;
      if (at < end) optional();
      break;
    case 'command':
      out.addressAt = at + 4;
      at = addressEnd(bytes, out.addressAt);
      if ((first & 0x9c) === 0 && addressLikely(bytes, out.addressAt, end)) out.likely = 0.6;
      at += 1 + (bytes[at] ?? 0);
      break;
    case 'deliver-report':
    case 'submit-report': {
      if (hasFailureCause(bytes, start, end, isError)) at++;
      if (kind === 'submit-report') {
        const indicator = at;
        const time = timeLikely(bytes, at + 1, end);
        scanSubmitReport();
        if ((first & 0xbc) === 0 && time && (bytes[indicator]! & 0xf8) === 0) out.likely = 0.7;
      } else {
        if ((first & 0xbc) === 0 && ((bytes[at] ?? 0x08) & 0x78) === 0) out.likely = 0.2;
        optional();
      }
      break;
    }
    case 'reserved':
      break;
  }
  out.end = at;
  return out;

  /** TP-SCTS stands between the parameter indicator and the parameters. */
  function scanSubmitReport(): void {
    const indicator = bytes[at] ?? 0;
    let last = indicator;
    while (at < end && (last & PI_MORE) !== 0) last = bytes[++at] ?? 0;
    at += 1 + ABSOLUTE_OCTETS;
    if ((indicator & PI_PID) !== 0) at++;
    if ((indicator & PI_DCS) !== 0) out.dcs = bytes[at++] ?? 0;
    if ((indicator & PI_LENGTH) !== 0) userData();
  }
}

/** How likely the octets are exactly one TPDU, 0 to 1. */
export function likelyTpdu(bytes: Uint8Array, start: number, end: number, direction: Direction): number {
  if (end - start < 2) return 0;
  const scan = scanTpdu(bytes, start, end, direction, undefined);
  if (scan.likely === 0 || scan.end !== end) return 0;
  if (scan.hasHeader) {
    // A header without user data, or one that is longer than they are, is no header.
    if (scan.userDataAt < 0 || scan.userDataAt >= end) return 0;
    if (scan.userDataAt + 1 + bytes[scan.userDataAt]! > end) return 0;
    return scan.likely;
  }
  // Without user data there is less to be sure of.
  return scan.kind === 'submit' && scan.length === 0 ? Math.min(scan.likely, 0.6) : scan.likely;
}

/** The direction that fits the octets better. */
export function guessDirection(bytes: Uint8Array, start: number, end: number): Direction {
  const mobile = likelyTpdu(bytes, start, end, 'to-mobile');
  const network = likelyTpdu(bytes, start, end, 'to-network');
  if (mobile !== network) return network > mobile ? 'to-network' : 'to-mobile';
  // Neither is exact: fields that are as they should be count for more than an end that fits.
  const score = (direction: Direction): number => {
    const scan = scanTpdu(bytes, start, end, direction, undefined);
    return scan.likely + (scan.end === end ? 0.5 : 0);
  };
  return score('to-network') > score('to-mobile') ? 'to-network' : 'to-mobile';
}
