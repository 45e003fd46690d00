import { unpackSeptets } from '../../base/gsm-alphabet.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { Cursor as NewCursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { missingParts, type PartSet } from '../../dissect/part-sets.ts';
import type { ShortMessage } from '../../dissect/short-message.ts';
import { f } from './fields.ts';
import { type Header, isPart } from './header.ts';
import { RULES } from './rules.ts';
import { firstTextBit, textSeptets } from './text.ts';

export const KIND = 'sms';
/** Parts may come hours apart: the SMS centre tries for days. */
export const KEEP_SECONDS = 86_400;

/** The part of a longer message that user data are. */
export interface PartOf {
  readonly key: string;
  readonly reference: number;
  readonly total: number;
  readonly number: number;
}

/** What the user data are a part of; undefined for a message of its own. */
export function partOf(message: ShortMessage, header: Header): PartOf | undefined {
  const { segment, thread } = message;
  if (segment !== undefined) {
    const { reference, total, number } = segment;
    if (total < 2 || number < 1 || number > total) return undefined;
    return { key: `${thread}/sar/${reference}/${total}`, reference, total, number };
  }
  if (header.total < 2 || !isPart(header)) return undefined;
  const { reference, referenceBits, total, number } = header;
  return { key: `${thread}/${referenceBits}/${reference}/${total}`, reference, total, number };
}

/** Both ports as one number, to be kept with a part; undefined without ports. */
export function portsTag(destination: number, originator: number): number | undefined {
  return destination < 0 ? undefined : destination * 0x10000 + originator;
}

/** Ports of the first part that has some. */
export function firstTag(set: PartSet): number | undefined {
  let best: { readonly number: number; readonly tag: number } | undefined;
  for (const { number, tag } of set.parts) {
    if (tag !== undefined && number < (best?.number ?? Number.POSITIVE_INFINITY)) best = { number, tag };
  }
  return best?.tag;
}

/** The content of a part as it is joined: packed characters one per octet, all else as it stands. */
export function partContent(
  bytes: Uint8Array,
  start: number,
  end: number,
  message: ShortMessage,
  header: Header,
): Uint8Array {
  const body = bytes.subarray(start + header.octets, end);
  if (message.coding !== 'septets') return body;
  const count = textSeptets(message.septets, header.octets, end - start);
  return unpackSeptets(bytes, start, firstTextBit(header.octets), count);
}

/** Rows that link the packets of a message, and findings about its parts. */
export function linkParts(cursor: Cursor, context: Context, set: PartSet, part: PartOf, start: number): void {
  const { joined } = set;
  const frame = context.frame.number - 1;
  judgeParts(cursor, set, part, frame, start);
  if (joined === undefined) {
    const missing = missingParts(set);
    const message = `part ${missing.join(', ')} of ${part.total} ${missing.length === 1 ? 'is' : 'are'} not in the capture`;
    if (missing.length > 0) cursor.find(RULES['SMS-027'], message, start, cursor.bit);
    return;
  }
  if (joined.frame !== frame || set.completedBy !== part.number) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.fragments);
  const first = set.parts.filter(({ arrival }) => arrival === 'first').sort((a, b) => a.number - b.number);
  for (const { frame: other, size, number } of first) {
    const link = cursor.generated(f.fragment, other + 1);
    cursor.tree.setNote(link, `part ${number}, ${size} octets`);
  }
  cursor.generated(f.fragmentCount, first.length);
  cursor.generated(f.reassembledLength, joined.size);
  cursor.close(row);
  cursor.tree.setNote(row, `${first.length} parts, ${joined.size} octets`);
}

function judgeParts(cursor: Cursor, set: PartSet, part: PartOf, frame: number, start: number): void {
  const own = set.parts.find((other) => other.frame === frame && other.number === part.number);
  if (own?.arrival === 'different') {
    const message = `part ${part.number} came before with other content: the first one is used`;
    cursor.find(RULES['SMS-025'], message, start, cursor.bit);
  }
  const tag = firstTag(set);
  if (own?.tag !== undefined && tag !== undefined && own.tag !== tag) {
    const message = `this part names ports ${portsText(own.tag)}, the first one with ports ${portsText(tag)}`;
    cursor.find(RULES['SMS-026'], message, start, cursor.bit);
  }
}

export function portsText(tag: number): string {
  return `${tag % 0x10000} → ${Math.floor(tag / 0x10000)}`;
}

/** A cursor over the joined message when this part completed it; undefined otherwise. */
export function joinedCursor(cursor: Cursor, context: Context, set: PartSet, part: PartOf): NewCursor | undefined {
  const { joined } = set;
  if (joined === undefined || joined.frame !== context.frame.number - 1 || set.completedBy !== part.number) {
    return undefined;
  }
  const bytes = context.joinedBytes(joined);
  if (bytes === undefined) return undefined;
  return new NewCursor(cursor.tree, cursor.tree.addSource({ label: 'Reassembled short message', bytes, cut: false }));
}
