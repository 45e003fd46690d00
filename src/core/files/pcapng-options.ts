import { read16, read32, read64 } from './byte-order.ts';
import { Clock, type Moment, momentText } from './timestamp.ts';

// Octets that are no UTF-8 become U+FFFD; a byte order mark is what the file says, so it stays.
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of octets of a file: UTF-8 with replacement, control characters as they are. */
export function fileText(bytes: Uint8Array): string {
  return lenientUtf8.decode(bytes);
}

/** Text of an interface option: some writers end it with a NUL, which is no part of a name. */
export function nameText(bytes: Uint8Array): string {
  return fileText(bytes).replace(/\0+$/, '');
}

export interface Option {
  readonly code: number;
  /** Octets as the file says, at most what is there. */
  readonly value: Uint8Array;
}

export const OPTION_COMMENT = 1;

/** Options from octet `at` to `end`; ends at the end option, at the end, or where an option does not fit. */
export function* options(bytes: Uint8Array, at: number, end: number, little: boolean): Generator<Option> {
  while (at + 4 <= end) {
    const code = read16(bytes, at, little);
    const length = read16(bytes, at + 2, little);
    if (code === 0 || at + 4 + length > end) return;
    yield { code, value: bytes.subarray(at + 4, at + 4 + length) };
    at += 4 + length + (-length & 3);
  }
}

/** What the walker wants of a packet's options. Reused for every packet, so that none allocates. */
export interface PacketOptions {
  /** Value of option 2, 0 when there is none. */
  flags: number;
  commented: boolean;
}

/** Sets `out` from the options of a packet block. */
export function scanPacketOptions(
  bytes: Uint8Array,
  at: number,
  end: number,
  little: boolean,
  out: PacketOptions,
): void {
  out.flags = 0;
  out.commented = false;
  while (at + 4 <= end) {
    const code = read16(bytes, at, little);
    const length = read16(bytes, at + 2, little);
    if (code === 0 || at + 4 + length > end) return;
    if (code === 2 && length === 4) out.flags = read32(bytes, at + 4, little);
    else if (code === OPTION_COMMENT) out.commented = true;
    at += 4 + length + (-length & 3);
  }
}

/** Options of an interface that are shown as they are; the others have places of their own. */
export function interfaceDetail(
  { code, value }: Option,
  little: boolean,
): { readonly label: string; readonly value: string } | undefined {
  switch (code) {
    case OPTION_COMMENT:
      return { label: 'Comment', value: fileText(value) };
    case 4:
      return value.length === 8
        ? { label: 'IPv4 address', value: `${ipv4(value)} mask ${ipv4(value.subarray(4))}` }
        : undefined;
    case 5:
      return value.length === 17 ? { label: 'IPv6 address', value: `${ipv6(value)}/${value[16]}` } : undefined;
    case 6:
      return { label: 'MAC address', value: colons(value) };
    case 7:
      return { label: 'EUI address', value: colons(value) };
    case 8:
      return number64('Speed', value, little, ' bit/s');
    case 10:
      return value.length === 4
        ? { label: 'Time zone', value: `${read32(value, 0, little) | 0} s (not applied)` }
        : undefined;
    case 11:
      if (value.length === 0) return undefined;
      return {
        label: 'Capture filter',
        value: value[0] === 0 ? fileText(value.subarray(1)) : `kind ${value[0]}, ${value.length - 1} octets`,
      };
    case 12:
      return { label: 'Operating system', value: fileText(value) };
    case 15:
      return { label: 'Hardware', value: fileText(value) };
    case 16:
      return number64('Transmit speed', value, little, ' bit/s');
    case 17:
      return number64('Receive speed', value, little, ' bit/s');
    case 18:
      return { label: 'Time zone', value: `${fileText(value)} (not applied)` };
    default:
      return undefined;
  }
}

const COUNTS: ReadonlyMap<number, string> = new Map([
  [4, 'received'],
  [5, 'dropped by the interface'],
  [6, 'accepted by the filter'],
  [7, 'dropped by the system'],
  [8, 'delivered'],
]);

const MICROSECONDS = new Clock(6, 0);
const YEAR_1973 = 1e8;
const YEAR_2100 = 4_102_444_800;

/** Statistics of an interface as one line for people. */
export function statisticsText(bytes: Uint8Array, at: number, end: number, little: boolean, clock: Clock): string {
  const parts: string[] = [];
  const moment: Moment = { seconds: 0, nanos: 0 };
  const micros: Moment = { seconds: 0, nanos: 0 };
  for (const { code, value } of options(bytes, at, end, little)) {
    if (code === OPTION_COMMENT) parts.push(`comment: ${fileText(value)}`);
    if (value.length !== 8) continue;
    const name = COUNTS.get(code);
    if (name !== undefined) parts.push(`${name} ${read64(value, 0, little)}`);
    if (code !== 2 && code !== 3) continue;
    const high = read32(value, 0, little);
    const low = read32(value, 4, little);
    clock.read(high, low, moment);
    let note = '';
    if (moment.seconds < YEAR_1973) {
      // dumpcap writes these in microseconds whatever the interface's resolution is.
      MICROSECONDS.read(high, low, micros);
      if (micros.seconds >= YEAR_1973 && micros.seconds < YEAR_2100) {
        Object.assign(moment, micros);
        note = ' (taken as microseconds)';
      }
    }
    parts.push(`${code === 2 ? 'since' : 'until'} ${momentText(moment)}${note}`);
  }
  return parts.join(', ');
}

function number64(label: string, value: Uint8Array, little: boolean, unit: string) {
  return value.length === 8 ? { label, value: `${read64(value, 0, little)}${unit}` } : undefined;
}

/** Dotted form of the first 4 octets. */
export function ipv4(bytes: Uint8Array): string {
  return bytes.subarray(0, 4).join('.');
}

/** RFC 5952 form of the first 16 octets: lower case, the longest run of two or more zero groups as `::`. */
export function ipv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => read16(bytes, 2 * i, false).toString(16));
  let best = 0;
  let bestLength = 1;
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (groups[from + length] === '0') length++;
    if (length > bestLength) {
      best = from;
      bestLength = length;
    }
  }
  if (bestLength === 1) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + bestLength).join(':')}`;
}

/** `02:00:5e:10:00:01`. */
export function colons(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}
