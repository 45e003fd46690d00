import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { dissectMarkup } from '../../dissect/markup-dissector.ts';
import { M, MARKUP } from '../../dissect/markup-fields.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { placeNext, summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { CHARSETS } from '../../dissect/wbxml/charsets.ts';
import { W } from '../../dissect/wbxml/fields.ts';
import { headerAt, publicIdAt } from '../../dissect/wbxml/public-id-at.ts';
import { readWbxml } from '../../dissect/wbxml/read.ts';
import { WBXML } from '../../dissect/wbxml/rules.ts';
import { computeWbxml } from './computed.ts';

/** Any WBXML document: its public identifier says of which type it is; without one its tokens keep their numbers. */
export function register(to: Registry): void {
  computeWbxml(to);
  const byPublicId = to.table('document.public_id');
  const dissector: Dissector = {
    id: 'wbxml',
    name: 'WBXML',
    isPlaced: true,
    summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      row.protocol = to.protocolNumber('wbxml');
      const known = byPublicId.get(publicIdAt(bytes, start, end) ?? '');
      if (known === undefined) row.state.contents.note(dissector, bytes, start, end, row);
      else summarizeNext(known, bytes, start, end, row);
    },
    place(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      const known = byPublicId.get(publicIdAt(bytes, start, end) ?? '');
      if (known === undefined) row.state.contents.note(dissector, bytes, start, end, row);
      else placeNext(known, bytes, start, end, row);
    },
    dissect(cursor: Cursor, context: Context): void {
      const { at, bit, end } = cursor;
      const id = publicIdAt(cursor.bytes, at, end >>> 3);
      if (id !== undefined && context.next('document.public_id', id, cursor)) return;
      const message =
        id === undefined ? 'the document does not say its type' : `the tokens of ${id} are not known here`;
      cursor.find(
        WBXML['WBXML-028'],
        `${message}; elements and attributes are shown with their numbers`,
        Math.min(bit + 8, end),
        Math.min(bit + 16, end),
      );
      dissectMarkup(cursor, context, 'wbxml', undefined);
    },
  };
  to.protocol(
    dissector,
    [...Object.values(W), ...Object.values(M)],
    [...Object.values(WBXML), ...Object.values(MARKUP)],
  );
  to.bind('layer', 'wbxml', dissector);
  to.guessIn('layer', { dissector, guess: guessWbxml });
}

/** A document of a known type that reads to its end is hardly anything else. */
export function guessWbxml(bytes: Uint8Array, start: number, end: number): number {
  const header = headerAt(bytes, start, end);
  if (header === undefined || bytes[start]! > 3 || !CHARSETS.has(header.charset) || header.body >= end) return 0;
  const known = header.publicId !== undefined && /^[-+]?\/\//.test(header.publicId);
  const root = bytes[header.body]!;
  if ((root & 0x3f) < 4 && root !== 0 && root !== 0x43) return 0;
  const { whole, end: reached, problems } = readWbxml(bytes, start, end);
  if (!whole || reached !== end * 8) return known ? 0.4 : 0;
  const faults = problems.filter(
    ({ rule }) =>
      rule !== WBXML['WBXML-009'] &&
      rule !== WBXML['WBXML-010'] &&
      rule !== WBXML['WBXML-011'] &&
      rule !== WBXML['WBXML-020'],
  );
  if (known) return faults.length === 0 ? 0.9 : 0.7;
  return faults.length === 0 && end - start > 8 ? 0.55 : 0.2;
}
