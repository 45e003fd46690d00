import { md5 } from '@noble/hashes/legacy.js';
import { toBase64 } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { parameterised } from '../../dissect/header-parameters.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { dissectContent, summarizeContent, unpack } from '../../dissect/text-content.ts';
import { readFdt } from './fdt.ts';
import { readPayloadId as payloadIdAt, payloadIdOctets } from './fec.ts';
import { f } from './fields.ts';
import { readLct, readPayloadId } from './header.ts';
import { type LctHeader, likelyFlute, scanLct } from './lct.ts';
import {
  type AboutFile,
  aboutOf,
  aboutOfRow,
  addPayload,
  FDT_OBJECT,
  learnFdt,
  type ObjectPart,
  objectOf,
} from './objects.ts';
import { RULES } from './rules.ts';

const FDT_TYPE = 'text/xml';
/** Content codings by their number in EXT_CENC: ZLIB, DEFLATE, GZIP. */
const CODINGS = [undefined, 'deflate', 'deflate', 'gzip'] as const;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;

/** Type and coding of an object, as far as they are known. */
function contentOf(header: LctHeader, about: AboutFile | undefined) {
  if (header.object === FDT_OBJECT) return { type: FDT_TYPE, contentEncoding: CODINGS[header.contentEncoding] };
  const encoding = about?.encoding ?? '';
  return {
    type: about?.type === '' ? undefined : about?.type,
    // FLUTE names a coding that HTTP calls deflate.
    contentEncoding: encoding === '' ? undefined : encoding.toLowerCase() === 'zlib' ? 'deflate' : encoding,
  };
}

function fdtOctets(bytes: Uint8Array, header: LctHeader): Uint8Array | undefined {
  const { steps, left } = unpack(bytes, contentOf(header, undefined));
  return left === undefined ? (steps.at(-1)?.bytes ?? bytes) : undefined;
}

function linkObject(cursor: Cursor, { set, completes }: ObjectPart, isFirst: boolean): void {
  const { joined, parts, total } = set;
  if (joined === undefined) {
    if (isFirst) {
      const there = new Set(parts.map(({ number }) => number)).size;
      cursor.find(
        RULES['FLUTE-004'],
        `${there} of ${total} symbols of this object are in the capture`,
        cursor.bit,
        cursor.end,
      );
    }
    return;
  }
  if (!completes) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.fragments);
  const frames = new Set(parts.filter(({ arrival }) => arrival === 'first').map(({ frame }) => frame));
  for (const frame of frames) cursor.generated(f.fragment, frame + 1);
  cursor.generated(f.fragmentCount, total);
  cursor.generated(f.reassembledLength, joined.size);
  cursor.close(row);
}

function judgeFdt(
  cursor: Cursor,
  context: Context,
  octets: Uint8Array | undefined,
  at: readonly [number, number],
): void {
  const fdt = octets && readFdt(octets);
  if (fdt === undefined) {
    cursor.find(RULES['FLUTE-006'], 'object 0 is no file delivery table', ...at);
    return;
  }
  if (fdt.expires < 0) cursor.find(RULES['FLUTE-006'], 'the table does not say when it expires', ...at);
  else if (fdt.expires - NTP_EPOCH < context.frame.seconds) {
    const date = new Date((fdt.expires - NTP_EPOCH) * 1000).toISOString();
    cursor.find(RULES['FLUTE-007'], `the table expired at ${date}, before it was sent`, ...at);
  }
  for (const { object, location } of fdt.files) {
    if (object !== '' && location !== '') continue;
    const missing = object === '' ? 'TOI' : 'Content-Location';
    cursor.find(RULES['FLUTE-006'], `a file of the table has no ${missing}`, ...at);
    break;
  }
}

function judgeFile(
  cursor: Cursor,
  header: LctHeader,
  about: AboutFile,
  bytes: Uint8Array,
  at: readonly [number, number],
): void {
  const { steps, left } = unpack(bytes, contentOf(header, about));
  if (left !== undefined || steps.some(({ problem }) => problem !== undefined)) {
    cursor.find(RULES['FLUTE-008'], `the object can not be unpacked as ${about.encoding}`, ...at);
    return;
  }
  const file = steps.at(-1)?.bytes ?? bytes;
  if (about.contentLength >= 0 && about.contentLength !== file.length) {
    const message = `Content-Length says ${about.contentLength} octets, the file has ${file.length}`;
    cursor.find(RULES['FLUTE-005'], message, ...at);
  }
  if (about.md5 !== '' && about.md5 !== toBase64(md5(file))) {
    cursor.find(RULES['FLUTE-005'], `Content-MD5 says ${about.md5}, the file has ${toBase64(md5(file))}`, ...at);
  }
}

function infoText(header: LctHeader, bytes: Uint8Array, end: number, about: AboutFile | undefined): string {
  const parts: string[] = [];
  // Both may be left out of a header (a half word of zero bits).
  if (header.session !== '') parts.push(`TSI ${header.session}`);
  if (header.object !== '') parts.push(`TOI ${header.object}`);
  if (header.fdtInstance !== undefined) parts.push(`FDT instance ${header.fdtInstance}`);
  const at = header.at + header.length;
  if (at + payloadIdOctets(header.codepoint) <= end) {
    const { block, symbol } = payloadIdAt(bytes, at, header.codepoint);
    parts.push(`block ${block} symbol ${symbol}`);
  }
  if (about !== undefined && about.location !== '') parts.push(about.location);
  return parts.join(' ');
}

export function register(to: Registry): void {
  const media = to.table('media.type');

  /** Hands on the object that the packet completes: in place where the packet brings all of it. */
  const handOn = (
    cursor: Cursor,
    context: Context,
    header: LctHeader,
    part: ObjectPart,
    about: AboutFile | undefined,
    place: readonly [number, number],
  ) => {
    const { joined } = part.set;
    const [symbol] = part.symbols;
    const bytes = joined && context.joinedBytes(joined);
    if (bytes === undefined || symbol === undefined) return;
    if (header.object === FDT_OBJECT) judgeFdt(cursor, context, fdtOctets(bytes, header), place);
    else if (about !== undefined) judgeFile(cursor, header, about, bytes, place);
    let content: Cursor;
    if (part.set.total === 1) {
      content = new Cursor(cursor.tree, cursor.source, symbol.start * 8, symbol.end * 8);
    } else {
      const label = header.object === FDT_OBJECT ? 'File delivery table' : `Object ${header.object}`;
      content = new Cursor(cursor.tree, cursor.tree.addSource({ label, bytes, cut: false }));
    }
    const objectBits = header.at * 8 + 32 + (header.congestionOctets + header.sessionOctets) * 8;
    const range = { source: cursor.source, start: objectBits, end: objectBits + header.objectOctets * 8 };
    const { type, contentEncoding } = contentOf(header, about);
    const stated = type === undefined ? undefined : parameterised(type);
    context.push = {
      bearer: 'flute',
      secure: false,
      ...(context.destinationPort === undefined ? {} : { destinationPort: context.destinationPort }),
      ...(stated && { contentType: { text: stated.value, ...range }, parameters: stated.parameters }),
    };
    const { info } = context;
    dissectContent(content, context, { type, contentEncoding }, { data: f.payload, packed: f.payload });
    context.push = undefined;
    // The table is part of the transport: its session and object say more than the name of its root element.
    if (header.object === FDT_OBJECT) context.info = info;
    if (content.source === cursor.source) cursor.bit = content.end;
  };

  let number = 0;
  const alc: Dissector = {
    id: 'alc',
    name: 'ALC',
    hides: 'content',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const header = scanLct(bytes, start, end);
      if (header?.whole !== true || row.fragment) return;
      const done = addPayload(row, bytes, end, header);
      if (done === undefined) return;
      const about = header.object === FDT_OBJECT ? undefined : aboutOfRow(row, header);
      if (header.object === FDT_OBJECT) {
        const table = fdtOctets(done.bytes, header);
        if (table !== undefined) learnFdt(row, header, table);
      }
      const { reassembled } = row;
      row.reassembled = true;
      summarizeContent(media, done.bytes, 0, done.bytes.length, row, contentOf(header, about));
      row.reassembled = reassembled;
    },
    dissect(cursor, context) {
      const row = cursor.open(f.alc);
      const { at, bytes } = cursor;
      const end = cursor.end >>> 3;
      const header = scanLct(bytes, at, end);
      if (header === undefined) {
        cursor.need(f.lct, 32);
        cursor.close(row);
        return;
      }
      cursor.generated(f.alcVersion, header.version);
      readLct(cursor, header);
      const about = header.object === '' || header.object === FDT_OBJECT ? undefined : aboutOf(context, header);
      context.info = infoText(header, bytes, end, about);
      cursor.tree.setNote(row, context.info);
      const hasPayload = header.whole && !(header.closesSession && cursor.octetsLeft === 0);
      if (!hasPayload || !readPayloadId(cursor, header.codepoint)) {
        cursor.close(row);
        return;
      }
      const isTable = header.object === FDT_OBJECT;
      if (isTable !== (header.fdtInstance !== undefined)) {
        const message = isTable
          ? 'object 0 comes without an FDT instance header'
          : 'an FDT instance header comes with another object than 0';
        cursor.find(RULES['FLUTE-001'], message, at * 8, (at + header.length) * 8);
      }
      if (about !== undefined) {
        if (about.location !== '') cursor.generated(f.location, about.location);
        if (about.type !== '') cursor.generated(f.contentType, about.type);
        if (about.encoding !== '') cursor.generated(f.encoding, about.encoding);
      }
      const part = objectOf(context, bytes, end, header);
      if (part !== undefined) linkObject(cursor, part, part.set.parts[0]?.frame === context.frame.number - 1);
      if (part?.completes === true && !isTable && about === undefined) {
        cursor.find(RULES['FLUTE-003'], `no table before describes object ${header.object}`, cursor.bit, cursor.end);
      }
      const payloadBits = [cursor.bit, cursor.end] as const;
      const inPlace = part?.completes === true && part.set.total === 1;
      if (!inPlace && cursor.octetsLeft > 0) cursor.octets(f.payload, cursor.octetsLeft);
      cursor.close(row);
      if (part?.completes === true) handOn(cursor, context, header, part, about, payloadBits);
    },
  };
  number = to.protocol(alc, Object.values(f), Object.values(RULES));
  to.bind('layer', 'alc', alc)
    .bind('dissector.name', 'alc', alc)
    .guessIn('udp.port', { dissector: alc, guess: likelyFlute })
    .guessIn('layer', { dissector: alc, guess: likelyFlute });
}
