import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { isCut } from '../../dissect/text-headers.ts';
import { type Line, lineAt } from '../../dissect/text-lines.ts';
import { ValueRows } from '../../dissect/value-rows.ts';
import { ALL_FIELDS, f } from './fields.ts';
import { type Place, readLine } from './lines.ts';
import { RULES } from './rules.ts';

const PATH = 'a=path:';
/** URIs of one path that are remembered: proxies stand before the device. */
const MOST_URIS = 8;

/** A medium and the bits of its m= line. */
interface Medium {
  readonly place: Place;
  readonly start: number;
  readonly end: number;
  readonly partial: boolean;
}

function describe({ kind, port, protocol, formats }: Place): string {
  const said = [kind, port === undefined ? '' : String(port), protocol, protocol.endsWith('MSRP') ? '' : formats];
  return said.filter((text) => text !== '').join(' ');
}

function dissectLines(cursor: Cursor): Medium[] {
  const media: Medium[] = [];
  const order: string[] = [];
  const begin = cursor.bit;
  const behind = cursor.end >>> 3;
  let bare = 0;
  while (cursor.octetsLeft > 0) {
    const line = lineAt(cursor.bytes, cursor.at, behind);
    const { bit } = cursor;
    if (line.end > line.start) {
      const current = media.at(-1)?.place;
      const rows = new ValueRows(cursor, line.end - line.start, f.separator);
      // What the capture cut off may have made a good line of it.
      const partial = line.next === line.end && isCut(cursor);
      const place = readLine(rows, current, partial);
      if (media.length === 0) order.push(rows.text.slice(0, 2));
      if (place !== undefined) media.push({ place, start: bit, end: line.end * 8, partial });
    }
    if (line.next - line.end === 1) bare++;
    takeLineEnd(cursor, line);
  }
  if (bare > 0) cursor.find(RULES['SDP-005'], `${bare} lines end with LF alone`, begin, cursor.bit);
  judgeOrder(cursor, order, begin);
  for (const medium of media) if (!medium.partial) judgeMedium(cursor, medium);
  return media;
}

function takeLineEnd(cursor: Cursor, { end, next }: Line): void {
  if (next > end) cursor.octets(f.lineEnd, next - end);
}

function judgeOrder(cursor: Cursor, order: readonly string[], begin: number): void {
  // What the capture lacks may have had it.
  if (isCut(cursor)) return;
  const first = order.slice(0, 3).join(' ');
  if (first !== 'v= o= s=')
    cursor.find(RULES['SDP-002'], `the lines begin ${first === '' ? 'with nothing' : first}`, begin, cursor.bit);
  else if (!order.includes('t=')) cursor.find(RULES['SDP-002'], 'no t= line', begin, cursor.bit);
}

function judgeMedium(cursor: Cursor, { place, start, end }: Medium): void {
  if (!place.whole)
    cursor.find(RULES['SDP-003'], 'the media line lacks a kind, a port, a protocol or a format', start, end);
  else if (place.port === undefined)
    cursor.find(RULES['SDP-003'], 'the port of the media line is no number up to 65535', start, end);
  if (isCut(cursor) || place.port === 0 || !place.protocol.endsWith('MSRP')) return;
  const missing = ['path', 'accept-types'].filter((name) => !place.attributes.has(name));
  if (missing.length > 0) cursor.find(RULES['SDP-004'], `no a=${missing.join(' and no a=')}`, start, end);
}

/** Notes at which URIs messages of MSRP are awaited, so that they can say where that was agreed. */
function learnPaths(bytes: Uint8Array, start: number, end: number, row: Summary): void {
  for (let at = start; at < end; ) {
    const line = lineAt(bytes, at, end);
    if (bytes[at] === 0x61 && line.end - at > PATH.length) {
      const text = fromLatin1(bytes.subarray(at, line.end));
      if (text.startsWith(PATH)) {
        for (const uri of text.slice(PATH.length).trim().split(' ', MOST_URIS))
          row.state.facts('msrp.path').learn(uri, row.frame, row.frame);
      }
    }
    at = line.next;
  }
}

function likelySdp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 12 || bytes[start] !== 0x76) return 0;
  const text = fromLatin1(bytes.subarray(start, start + 7));
  return /^v=0\r?\no=/.test(text) ? 0.97 : 0;
}

export function register(to: Registry): void {
  let number = 0;
  const sdp: Dissector = {
    id: 'sdp',
    name: 'SDP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      learnPaths(bytes, start, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.sdp);
      const media = dissectLines(cursor);
      cursor.close(row);
      const said = media.map(({ place }) => describe(place)).join(', ');
      context.info = said === '' ? 'SDP' : `SDP ${said}`;
      cursor.tree.setNote(row, said === '' ? 'no media' : said);
    },
  };
  number = to.protocol(sdp, ALL_FIELDS, Object.values(RULES));
  to.bind('media.type', 'application/sdp', sdp)
    .bind('layer', 'sdp', sdp)
    .bind('dissector.name', 'sdp', sdp)
    .guessIn('layer', { dissector: sdp, guess: likelySdp });
}
