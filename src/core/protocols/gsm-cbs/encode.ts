import { concatBytes } from '../../base/bytes.ts';
import { packSeptets } from '../../base/gsm-alphabet.ts';
import { Writer } from '../../codec/codec.ts';
import { contentEnd, PAGE_OCTETS } from './coding.ts';

/** What the pages of a cell broadcast message have in common (TS 23.041 9.4.1.2). */
export interface BroadcastDraft {
  /** Geographical scope, 0 to 3. */
  readonly scope?: number;
  /** Message code, 0 to 1023. */
  readonly code: number;
  /** Update number, 0 to 15. */
  readonly update?: number;
  readonly identifier: number;
  /** Data coding scheme; 0x95 (octets with a user data header) when left out. */
  readonly dcs?: number;
}

const MOST_PAGES = 15;
const CARRIAGE_RETURN = 0x0d;
const SEPTETS = 93;

function page(draft: BroadcastDraft, number: number, total: number, content: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(2, draft.scope ?? 0);
  out.bits(10, draft.code);
  out.bits(4, draft.update ?? 0);
  out.bits(16, draft.identifier);
  out.bits(8, draft.dcs ?? 0x95);
  out.bits(4, number);
  out.bits(4, total);
  out.octets(content);
  return out.done();
}

function pagesOf(draft: BroadcastDraft, contents: readonly Uint8Array[]): readonly Uint8Array[] {
  if (contents.length > MOST_PAGES) throw new RangeError(`${contents.length} pages are more than 15`);
  return contents.map((content, i) => page(draft, i + 1, contents.length, content));
}

/** Fill values and how many of them readers take for fill (`contentEnd`). */
const FILLS = [
  { value: 0x2b, least: 2 },
  { value: 0x00, least: 4 },
  { value: 0xff, least: 4 },
] as const;

/** Content filled up to whole pages so that readers, who are not told where it ends, find its end. */
function filled(content: Uint8Array): Uint8Array {
  const last = content.at(-1);
  const needed = Math.max(1, Math.ceil(content.length / PAGE_OCTETS)) * PAGE_OCTETS - content.length;
  const looksFull = needed === 0 && contentEnd(content, 0, content.length) === content.length;
  if (looksFull) return content;
  const fill = FILLS.find(({ value, least }) => value !== last && needed >= least);
  const count = fill === undefined ? needed + PAGE_OCTETS : needed;
  const value = fill?.value ?? (last === FILLS[0].value ? 0xff : FILLS[0].value);
  return concatBytes(content, new Uint8Array(count).fill(value));
}

/**
 * Pages of 88 octets with binary content, the last one filled up; one more page where the fill would be too short to be told apart.
 * @throws RangeError when 15 pages do not hold it (1230 octets)
 */
export function broadcastPages(draft: BroadcastDraft, content: Uint8Array): readonly Uint8Array[] {
  const whole = filled(content);
  const contents: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += PAGE_OCTETS) contents.push(whole.subarray(at, at + PAGE_OCTETS));
  return pagesOf(draft, contents);
}

/**
 * Pages of 7-bit text, the last one filled up with carriage returns; data coding scheme 0x0F unless the draft says another.
 * @throws RangeError when 15 pages do not hold it (1395 septets)
 */
export function broadcastText(draft: BroadcastDraft, septets: Uint8Array): readonly Uint8Array[] {
  const contents: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < septets.length; at += SEPTETS) {
    const piece = new Uint8Array(SEPTETS).fill(CARRIAGE_RETURN);
    piece.set(septets.subarray(at, at + SEPTETS));
    contents.push(packSeptets(piece));
  }
  return pagesOf({ dcs: 0x0f, ...draft }, contents);
}
