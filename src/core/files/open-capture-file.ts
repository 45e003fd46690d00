import { read32 } from './byte-order.ts';
import { PcapWalker } from './pcap.ts';
import { isPcap } from './pcap-header.ts';
import { PcapngWalker } from './pcapng.ts';
import type { RecordWalker } from './record-walker.ts';

/** What the first octets of a file say. */
export type Recognised =
  | { readonly kind: 'pcap' }
  | { readonly kind: 'pcapng' }
  /** Unpack it and look again. */
  | { readonly kind: 'gzip' }
  /** No capture, but text that may hold a hex dump: hand it to the reader of pastes. */
  | { readonly kind: 'text'; readonly message: string }
  /** Nothing that can be read, and why. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Octets of the file's head that recognition and the walkers want to see (fewer when the file is shorter). */
export const HEAD_OCTETS = 64 * 1024;

interface Signature {
  /** Octets at `at`, big-endian as they stand. */
  readonly octets: readonly number[];
  readonly at?: number;
  readonly message: string;
}

const packed = (name: string, tool: string) => `this file is packed with ${name}: unpack it first (${tool})`;
const other = (what: string) => `this is ${what}: save it as pcap or pcapng first`;

const UNREADABLE: readonly Signature[] = [
  { octets: [0x28, 0xb5, 0x2f, 0xfd], message: packed('zstd', 'zstd -d') },
  { octets: [0x04, 0x22, 0x4d, 0x18], message: packed('LZ4', 'lz4 -d') },
  { octets: [0xfd, 0x37, 0x7a, 0x58, 0x5a], message: packed('xz', 'xz -d') },
  { octets: [0x42, 0x5a, 0x68], message: packed('bzip2', 'bzip2 -d') },
  { octets: [0x50, 0x4b, 0x03, 0x04], message: packed('zip', 'unzip') },
  { octets: [0x37, 0x7a, 0xbc, 0xaf], message: packed('7-Zip', '7z x') },
  { octets: [0x75, 0x73, 0x74, 0x61, 0x72], at: 257, message: packed('tar', 'tar -x') },
  { octets: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00], message: other('a snoop capture') },
  { octets: [0x58, 0x43, 0x50, 0x00], message: other('a NetXRay capture') },
  { octets: [0x47, 0x4d, 0x42, 0x55], message: other('a Microsoft Network Monitor capture') },
  { octets: [0x52, 0x54, 0x53, 0x53], message: other('a Microsoft Network Monitor 1 capture') },
  { octets: [0x62, 0x74, 0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00], message: other('a Bluetooth btsnoop log') },
  { octets: [0x54, 0x52, 0x53, 0x4e, 0x49, 0x46, 0x46], message: other('a Sniffer capture') },
  // What a text-mode transfer makes of `0a 0d 0d 0a`.
  { octets: [0x0a, 0x0d, 0x0a], message: damagedByText() },
  { octets: [0x0a, 0x0a], message: damagedByText() },
  { octets: [0x0d, 0x0a, 0x0d], message: damagedByText() },
];

function damagedByText(): string {
  return 'this may be a pcapng file that a transfer in text mode has damaged: transfer it again in binary mode';
}

/** Says what a file is by its first octets; 512 are enough. */
export function recogniseCapture(head: Uint8Array): Recognised {
  if (isPcap(head)) return { kind: 'pcap' };
  if (head.length >= 4 && read32(head, 0, false) === 0x0a0d0d0a) return { kind: 'pcapng' };
  if (head[0] === 0x1f && head[1] === 0x8b) return { kind: 'gzip' };
  if (head.length === 0) return { kind: 'unreadable', message: 'this file is empty' };
  if (looksLikeText(head)) {
    return { kind: 'text', message: 'this is text, no capture: it may hold a hex dump, which can be pasted' };
  }
  const found = UNREADABLE.find(({ octets, at = 0 }) => octets.every((octet, i) => head[at + i] === octet));
  const begin = Array.from(head.subarray(0, 8), (octet) => octet.toString(16).padStart(2, '0')).join(' ');
  const message = found?.message ?? `this is no capture file that is known here; it begins with ${begin}`;
  return { kind: 'unreadable', message };
}

/**
 * Walker for a (unpacked) capture.
 * @param head the file's first octets, `HEAD_OCTETS` where there are
 * @param whole true when `head` is the whole file
 * @returns undefined when the file is neither pcap nor pcapng; `recogniseCapture` says why
 */
export function createWalker(head: Uint8Array, whole: boolean): RecordWalker | undefined {
  const { kind } = recogniseCapture(head);
  if (kind === 'pcap') return new PcapWalker(head, whole);
  return kind === 'pcapng' ? new PcapngWalker() : undefined;
}

const TEXT_LOOKED_AT = 4096;

/** No control characters but blanks in the first octets, in UTF-8 or UTF-16 with its byte order mark. */
function looksLikeText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const end = Math.min(head.length, TEXT_LOOKED_AT);
  let printable = 0;
  for (let i = 0; i < end; i++) {
    const octet = head[i]!;
    if (octet > 0x20 && octet < 0x7f) printable++;
    else if (octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d && octet !== 0x0c) return false;
    else if (octet === 0x7f) return false;
  }
  return printable > 0;
}
