import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { dissectMarkup } from '../../dissect/markup-dissector.ts';
import { looksLikeXml } from '../../dissect/markup-sniff.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { placeNext, summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { X } from '../../dissect/xml/fields.ts';
import { rootNameAt } from '../../dissect/xml/root-name.ts';
import { XML } from '../../dissect/xml/rules.ts';

/** Any XML document: its root element says of which type it is. */
export function register(to: Registry): void {
  const byRoot = to.table('document.root');
  const dissector: Dissector = {
    id: 'xml',
    name: 'XML',
    isPlaced: true,
    lays: ['wbxml'],
    summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      row.protocol = to.protocolNumber('xml');
      const known = byRoot.get(rootNameAt(bytes, start, end) ?? '');
      if (known === undefined) row.state.contents.note(dissector, bytes, start, end, row);
      else summarizeNext(known, bytes, start, end, row);
    },
    place(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      const known = byRoot.get(rootNameAt(bytes, start, end) ?? '');
      if (known === undefined) row.state.contents.note(dissector, bytes, start, end, row);
      else placeNext(known, bytes, start, end, row);
    },
    dissect(cursor: Cursor, context: Context): void {
      const root = rootNameAt(cursor.bytes, cursor.at, cursor.end >>> 3);
      if (root !== undefined && context.next('document.root', root, cursor)) return;
      dissectMarkup(cursor, context, 'xml', undefined);
    },
  };
  to.protocol(dissector, Object.values(X), Object.values(XML));
  to.bind('layer', 'xml', dissector);
  for (const type of ['text/xml', 'application/xml', 'application/xenc+xml']) to.bind('media.type', type, dissector);
  to.guessIn('layer', { dissector, guess: guessXml });
}

const DECLARATION = '<?xml';

export function guessXml(bytes: Uint8Array, start: number, end: number): number {
  if (!looksLikeXml(bytes, start, end)) return 0;
  const root = rootNameAt(bytes, start, end);
  if (root === undefined) return 0;
  const letters = bytes.subarray(start, Math.min(end, start + 16)).filter((octet) => octet > 0x20 && octet < 0x80);
  return String.fromCharCode(...letters).startsWith(DECLARATION) ? 0.9 : 0.7;
}
