import { joinBytes, toBase64, toHex } from '../../base/bytes.ts';
import { asciiOf } from '../../base/octet-forms.ts';
import type { FormatItem } from './item.ts';

/** Octets of a line of a dump. */
const LINE = 16;

/** All octets, one packet behind the other. */
export function asRaw(items: readonly FormatItem[]): Uint8Array {
  return joinBytes(items.map(({ bytes }) => bytes));
}

/** Hexadecimal digits, one packet a line. */
export function asHex(items: readonly FormatItem[]): string {
  return items.map(({ bytes }) => `${toHex(bytes)}\n`).join('');
}

/** Base64, one packet a line. */
export function asBase64(items: readonly FormatItem[]): string {
  return items.map(({ bytes }) => `${toBase64(bytes)}\n`).join('');
}

function lines(bytes: Uint8Array, line: (at: number, octets: Uint8Array) => string): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += LINE) out += `${line(at, bytes.subarray(at, at + LINE))}\n`;
  return out;
}

/** Dump that text2pcap reads: offset, octets, text; each packet begins at offset 0. */
export function asHexDump(items: readonly FormatItem[]): string {
  return items
    .map(({ bytes }) =>
      lines(bytes, (at, octets) => {
        const digits = toHex(octets, ' ').padEnd(LINE * 3 - 1);
        return `${at.toString(16).padStart(6, '0')}  ${digits}   ${asciiOf(octets)}`;
      }),
    )
    .join('\n');
}

/** Dump as xxd writes it and reads it back: pairs of octets. */
export function asXxd(items: readonly FormatItem[]): string {
  return items
    .map(({ bytes }) =>
      lines(bytes, (at, octets) => {
        const pairs = toHex(octets).replace(/(.{4})(?=.)/g, '$1 ');
        return `${at.toString(16).padStart(8, '0')}: ${pairs.padEnd((LINE / 2) * 5 - 1)}  ${asciiOf(octets)}`;
      }),
    )
    .join('\n');
}
