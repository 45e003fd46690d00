import { gsmText, ucs2Text, unpackSeptets } from '../../base/gsm-alphabet.ts';
import type { UserDataCoding } from '../../dissect/short-message.ts';

/** Octets of content in a page, and the characters that they hold. */
export const PAGE_OCTETS = 82;
const CARRIAGE_RETURN = 0x0d;
/** Values that fill up pages of octets; how many in a row are taken for fill. */
const LINK_FILL = 0x2b;
const FILLS: ReadonlyMap<number, number> = new Map([
  [LINK_FILL, 2],
  [0x00, 4],
  [0x0d, 4],
  [0xff, 4],
]);

export interface PageCoding {
  readonly coding: UserDataCoding;
  /** True when the content begins with a user data header. */
  readonly hasHeader: boolean;
  /** Characters (or octets, in UCS2) in front of the text that name its language. */
  readonly languageUnits: number;
  readonly reserved: boolean;
}

const of = (coding: UserDataCoding, more: Partial<PageCoding> = {}): PageCoding => ({
  coding,
  hasHeader: false,
  languageUnits: 0,
  reserved: false,
  ...more,
});
const ALPHABETS: readonly UserDataCoding[] = ['septets', 'octets', 'ucs2', 'septets'];

/** How the data coding scheme of a cell broadcast codes the content (TS 23.038 5); it differs from that of a short message. */
export function pageCoding(dcs: number): PageCoding {
  const group = dcs >>> 4;
  if (group === 1) {
    if (dcs === 0x10) return of('septets', { languageUnits: 3 });
    return dcs === 0x11 ? of('ucs2', { languageUnits: 2 }) : of('septets', { reserved: true });
  }
  if (group < 4) return of('septets', { reserved: group === 3 || (group === 2 && (dcs & 15) > 4) });
  if (group < 8) {
    const alphabet = (dcs >>> 2) & 3;
    return of((dcs & 0x20) !== 0 ? 'compressed' : ALPHABETS[alphabet]!, { reserved: alphabet === 3 });
  }
  if (group === 9) {
    const alphabet = (dcs >>> 2) & 3;
    return of(ALPHABETS[alphabet]!, { hasHeader: true, reserved: alphabet === 3 });
  }
  // WAP over cell broadcast: the meaning of the low bits is not known.
  if (group === 14) return of('octets');
  if (group === 15) return of((dcs & 4) === 0 ? 'septets' : 'octets', { reserved: (dcs & 8) !== 0 });
  return of('septets', { reserved: true });
}

/** Octets before the fill at the end of binary content. Its end is not marked, so a long run of one value is taken for fill. */
export function contentEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start) return end;
  const value = bytes[end - 1]!;
  const least = FILLS.get(value);
  if (least === undefined) return end;
  let at = end;
  while (at > start && bytes[at - 1] === value) at--;
  return end - at >= least ? at : end;
}

/** Characters of a 7-bit page without the carriage returns that fill it up. */
function trimmedSeptets(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const septets = unpackSeptets(bytes, start, 0, Math.floor(((end - start) * 8) / 7));
  let count = septets.length;
  while (count > 0 && septets[count - 1] === CARRIAGE_RETURN) count--;
  return septets.subarray(0, count);
}

/** Content of a page as pages are joined: 7-bit text one character per octet, without what fills it up. */
export function joinedContent(bytes: Uint8Array, start: number, end: number, coding: PageCoding): Uint8Array {
  if (coding.hasHeader || coding.coding === 'octets' || coding.coding === 'compressed')
    return bytes.subarray(start, end);
  if (coding.coding === 'septets') return trimmedSeptets(bytes, start, end);
  let stop = end - ((end - start) % 2);
  while (stop - 2 >= start && bytes[stop - 2] === 0 && bytes[stop - 1] === CARRIAGE_RETURN) stop -= 2;
  return bytes.subarray(start, stop);
}

/** Text of joined content; undefined when it is not text. */
export function contentText(content: Uint8Array, coding: PageCoding): string | undefined {
  if (coding.hasHeader) return undefined;
  if (coding.coding === 'septets') return gsmText(content.subarray(coding.languageUnits));
  return coding.coding === 'ucs2' ? ucs2Text(content.subarray(coding.languageUnits)) : undefined;
}
