import { fromHex, toUtf8 } from '../../base/bytes.ts';
import { compilePattern } from '../../filter/regex.ts';
import type { FilterFault, FindRequest } from '../listing-views.ts';
import { OctetSearch } from './octet-search.ts';

/** Where something was found: octets, the end not included. */
export interface OctetRange {
  readonly start: number;
  readonly end: number;
}

/** What is looked for, ready to be looked for in texts and in octets. */
export interface Needle {
  inText(text: string): boolean;
  inOctets(octets: Uint8Array): OctetRange | undefined;
}

/** Makes the needle of a request for text, octets or an expression; the fault when there is none. */
export function makeNeedle({ kind, pattern, isCaseSensitive }: FindRequest): Needle | FilterFault {
  const fault = (message: string): FilterFault => ({ message, start: 0, end: pattern.length });
  if (pattern === '') return fault('There is nothing to look for');
  switch (kind) {
    case 'hex': {
      const octets = fromHex(pattern.replace(/0x|[\s:.,-]/gi, ''));
      if (octets === undefined || octets.length === 0) return fault('Pairs of hexadecimal digits are expected');
      return octetsNeedle([new OctetSearch(octets, false)], () => false);
    }
    case 'text': {
      const lower = isCaseSensitive ? pattern : pattern.toLowerCase();
      const utf8 = new OctetSearch(toUtf8(pattern), !isCaseSensitive);
      const wide = [true, false].map((isBig) => new OctetSearch(utf16(pattern, isBig), !isCaseSensitive));
      return octetsNeedle([utf8, ...wide], (text) => (isCaseSensitive ? text : text.toLowerCase()).includes(lower));
    }
    case 'regex': {
      const matcher = compilePattern(isCaseSensitive ? `(?-i)${pattern}` : pattern);
      if ('message' in matcher) return fault(matcher.message);
      return { inText: (text) => matcher.search(toUtf8(text)), inOctets: (octets) => matcher.find(octets) };
    }
    case 'filter':
      return fault('A filter is no text');
  }
}

/** The first place of any of the forms. */
function octetsNeedle(forms: readonly OctetSearch[], inText: (text: string) => boolean): Needle {
  return {
    inText,
    inOctets: (octets) => {
      let best: OctetRange | undefined;
      for (const form of forms) {
        const start = form.find(octets);
        if (start >= 0 && (best === undefined || start < best.start)) best = { start, end: start + form.size };
      }
      return best;
    },
  };
}

function utf16(text: string, isBig: boolean): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    out[2 * i + (isBig ? 0 : 1)] = unit >>> 8;
    out[2 * i + (isBig ? 1 : 0)] = unit & 0xff;
  }
  return out;
}
