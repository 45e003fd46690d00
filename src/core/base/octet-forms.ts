import { fromLatin1, toBase64, toHex } from './bytes.ts';

/** Octets as text for people and programs: dumps, arrays, strings. */

/** Octets of a line of a dump. */
export const DUMP_OCTETS = 16;
const HALF = DUMP_OCTETS / 2;
/** Octets of a line of an array. */
export const ARRAY_OCTETS = 12;
/** Octets of a line of base64 that is 76 characters long, as MIME and YAML writers wrap it. */
export const YAML_OCTETS = 57;

/** Printable ASCII, a dot for anything else. */
export function asciiOf(bytes: Uint8Array): string {
  return fromLatin1(bytes.map((octet) => (octet >= 0x20 && octet < 0x7f ? octet : 0x2e)));
}

/** Digits of up to 16 octets in two halves, as `hexdump -C` lays them out, without blanks at the end. */
function dumpDigits(octets: Uint8Array): string {
  const left = toHex(octets.subarray(0, HALF), ' ');
  return octets.length <= HALF ? left : `${left}  ${toHex(octets.subarray(HALF), ' ')}`;
}

/** The line of a dump without its offset: digits in two halves, printable ASCII. */
export function dumpLine(octets: Uint8Array): string {
  return `${dumpDigits(octets).padEnd(48)}  |${asciiOf(octets)}|`;
}

/** Column of the digits of octet `i` in such a line, and that of its character. */
export const digitsColumn = (i: number): number => 3 * i + (i >= HALF ? 1 : 0);
export const characterColumn = (i: number): number => 51 + i;

function dump(bytes: Uint8Array, at: number, line: (octets: Uint8Array) => string): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += DUMP_OCTETS)
    lines.push(`${(at + i).toString(16).padStart(8, '0')}  ${line(bytes.subarray(i, i + DUMP_OCTETS))}`);
  return lines.join('\n');
}

/** As `hexdump -C` lays it out: offset, octets, printable ASCII. `at` is the offset of the first octet. */
export function hexDump(bytes: Uint8Array, at = 0): string {
  return dump(bytes, at, dumpLine);
}

/** Offsets and octets alone. */
export function plainDump(bytes: Uint8Array, at = 0): string {
  return dump(bytes, at, dumpDigits);
}

/** The first and the last line of a C array; between them are lines of `arrayLine`. */
export const arrayHead = (octets: number, name: string): string => `const uint8_t ${name}[${octets}] = {`;
export const ARRAY_FOOT = '};';

export function arrayLine(octets: Uint8Array): string {
  return `  ${Array.from(octets, (octet) => `0x${octet.toString(16).padStart(2, '0')},`).join(' ')}`;
}

export function cArray(bytes: Uint8Array, name = 'packet'): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += ARRAY_OCTETS) lines.push(arrayLine(bytes.subarray(i, i + ARRAY_OCTETS)));
  return `${arrayHead(bytes.length, name)}\n${lines.join('\n')}\n${ARRAY_FOOT}`;
}

/** A string of C, Java or Python, each octet as `\x06`. */
export function escapedString(octets: Uint8Array): string {
  return octets.length === 0 ? '""' : `"\\x${toHex(octets, '\\x')}"`;
}

/** A YAML document's binary scalar (YAML 1.1 `!!binary`): its head, and lines of `yamlLine` below. */
export const YAML_HEAD = '!!binary |';

export function yamlLine(octets: Uint8Array): string {
  return `  ${toBase64(octets)}`;
}

export function yamlBinary(bytes: Uint8Array): string {
  const lines = [YAML_HEAD];
  for (let i = 0; i < bytes.length; i += YAML_OCTETS) lines.push(yamlLine(bytes.subarray(i, i + YAML_OCTETS)));
  return lines.join('\n');
}

/** Printable ASCII and white space alone; what is neither is left out, as Wireshark copies printable text. */
export function printableText(bytes: Uint8Array): string {
  return fromLatin1(bytes.filter((octet) => (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d)));
}
