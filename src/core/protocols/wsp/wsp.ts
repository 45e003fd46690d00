import type { Cursor } from '../../codec/cursor.ts';
import { type Field, field, fields, nameOf, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { CarrierDraft, CodedValue, PushCarrier } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { learnContent, partnerOf } from '../../dissect/submissions.ts';
import type { Summary } from '../../dissect/summary.ts';
import { codedType, dataLabel, parameters } from './carrier.ts';
import { computeWsp } from './computed.ts';
import { guessConnectionless, guessPush, guessSession } from './guess.ts';
import { HEADERS } from './header-table.ts';
import type { Header, PlacedHeader } from './headers.ts';
import { contentType, mediaTypeOf } from './media.ts';
import { registerMultipart } from './multipart.ts';
import { pduFields, readPdu } from './pdu.ts';
import { f, layoutOf, pduName, type ReadPdu } from './pdu-layout.ts';
import { RULES } from './rules.ts';
import {
  afterUintvar,
  isConnectionless,
  isContentEncoded,
  mediaTypeAt,
  octetsBefore,
  uintvarAt,
  valueEnd,
} from './scan.ts';
import { followSession, sessionFields, showSession } from './session.ts';
import { registerSir } from './sir.ts';
import { STATUS_CODES } from './tables/status-codes.ts';
import { hex } from './value.ts';

const own = fields({
  protocol: {
    filter: 'wsp',
    type: 'protocol',
    label: 'Wireless Session Protocol',
    doc: 'Requests, replies and pushes of WAP in a compact form of HTTP.',
  },
  before: {
    filter: 'wsp.before',
    type: 'bytes',
    label: 'Octets before the PDU',
    spec: 'WAP-230 8.2.1',
    doc: 'Octets that a carrier has put in front of the TID.',
  },
  submittedIn: {
    filter: 'wsp.submitted_in',
    type: 'frame',
    label: 'Submitted in',
    spec: 'WAP-230 8.2.4.1',
    generated: true,
    doc: 'Last packet before this one that brought the very octets of the push to a gateway, as a part of a submission.',
  },
});

/** Data that nothing decodes. */
const data = field({
  filter: UNDECODED.filter,
  type: UNDECODED.type,
  label: 'Data',
  spec: 'WAP-230 8.2',
  doc: 'Content that nothing here decodes.',
});

const CONTENT_LENGTH = 0x0d;
const CONTENT_ENCODING = 0x0b;
const APPLICATION_ID = 0x2f;

function known(
  headers: readonly PlacedHeader[],
  number: number,
): (PlacedHeader & { readonly header: Header & { is: 'known' } }) | undefined {
  for (const placed of headers) {
    const { header } = placed;
    // The cast says what the condition has shown: the compiler does not carry it from the part to the whole.
    if (header.is === 'known' && header.number === number)
      return placed as PlacedHeader & { readonly header: Header & { is: 'known' } };
  }
  return undefined;
}

function isContentEncoding({ header, page }: PlacedHeader): boolean {
  if (header.is === 'broken') return page === 1 && header.octets[0] === 0x80 + CONTENT_ENCODING;
  return header.is === 'known' && header.number === CONTENT_ENCODING;
}

function coded(cursor: Cursor, placed: PlacedHeader & { readonly header: Header & { is: 'known' } }): CodedValue {
  const code = HEADERS.get(placed.header.number)?.codec.num?.(placed.header.value);
  return {
    text: placed.text,
    ...(code === undefined ? {} : { code }),
    source: cursor.source,
    start: placed.start,
    end: placed.end,
  };
}

function headerName({ header }: PlacedHeader): string {
  if (header.is === 'known') return (HEADERS.get(header.number)?.name ?? hex(header.number)).toLowerCase();
  return header.is === 'application' ? header.name.text.toLowerCase() : '';
}

/** What the content's rules want to know of the carrier. */
function carrier(cursor: Cursor, context: Context, read: ReadPdu, start: number, typeStart: number): PushCarrier {
  const { source } = cursor;
  const { contentType: type, headersLength: length } = read;
  const out: CarrierDraft = { bearer: 'wsp', secure: context.secure || (context.push?.secure ?? false) };
  const port = context.push?.destinationPort ?? context.destinationPort;
  if (port !== undefined) out.destinationPort = port;
  out.pduType = { type: read.type, source, start: typeStart, end: typeStart + 8 };
  if (type !== undefined) {
    out.contentType = codedType(type.value, source, type.start, type.end);
    out.parameters = parameters(type.value);
  }
  const application = known(read.headers, APPLICATION_ID);
  if (application !== undefined) out.applicationId = coded(cursor, application);
  const order = ['content-type'];
  let proof: PlacedHeader | undefined;
  for (const placed of read.headers) {
    const name = headerName(placed);
    if (name === 'x-syncml-hmac') proof ??= placed;
    if (name !== '') order.push(name);
  }
  if (proof !== undefined) out.syncmlHmac = { text: proof.text, source, start: proof.start, end: proof.end };
  if (length !== undefined) out.headersLength = { octets: length.octets, source, start: length.start, end: length.end };
  out.pduHeaderOctets = (cursor.bit - start) / 8;
  out.order = order;
  return out;
}

/** As `carrier`, where nothing is judged: what it takes to read the content. */
function bareCarrier({ source }: Cursor, { push, secure }: Context, { contentType: type }: ReadPdu): PushCarrier {
  const out: CarrierDraft = { bearer: 'wsp', secure: secure || (push?.secure ?? false) };
  if (type !== undefined) {
    out.contentType = codedType(type.value, source, type.start, type.end);
    out.parameters = parameters(type.value);
  }
  return out;
}

function info(read: ReadPdu): string {
  const name = pduName(read.type);
  const type = read.contentType === undefined ? undefined : contentType.text(read.contentType.value);
  if (read.status !== undefined) {
    const status = STATUS_CODES.get(read.status) ?? hex(read.status);
    return `WSP ${name} ${status}${type === undefined || type === '' ? '' : ` (${type})`}`;
  }
  if (read.uri !== undefined) return `WSP ${name} ${read.uri}${type === undefined ? '' : ` (${type})`}`;
  if (read.sessionId !== undefined) return `WSP ${name}, session ${read.sessionId}`;
  const application = known(read.headers, APPLICATION_ID);
  return [
    `WSP ${name}`,
    ...(type === undefined ? [] : [type]),
    ...(application === undefined ? [] : [application.text]),
  ].join(', ');
}

function checkLength(cursor: Cursor, read: ReadPdu): void {
  const placed = known(read.headers, CONTENT_LENGTH);
  if (placed === undefined || cursor.tree.sources[cursor.source]!.cut) return;
  const stated = HEADERS.get(CONTENT_LENGTH)!.codec.num?.(placed.header.value);
  const there = cursor.octetsLeft;
  if (stated !== undefined && stated !== there)
    cursor.find(
      RULES['WSP-017'],
      `Content-Length is ${stated}, but ${there} octet${there === 1 ? '' : 's'} of data follow the headers`,
      placed.start,
      placed.end,
    );
}

/** What stands before all else. */
const START: readonly Field[] = [f.tid, f.type];

/** True when nothing is asked for but what begins a PDU: then the rest of it need not be read. */
function isStartEnough({ wants }: Context): boolean {
  return wants?.isAlone === true && wants.only(START);
}

/** Reads a PDU from its type octet and hands over its data. */
function dissectPdu(cursor: Cursor, context: Context, start: number, inSession: boolean): ReadPdu {
  const typeStart = cursor.bit;
  const read = readPdu(cursor, inSession);
  if (!inSession && layoutOf(read.type) !== undefined && !isConnectionless(read.type))
    cursor.find(
      RULES['WSP-004'],
      `${pduName(read.type)} (${hex(read.type)}) is not used without a session`,
      typeStart,
      typeStart + 8,
    );
  if (context.asksInfo) context.info = info(read);
  return finish(cursor, context, read, start, typeStart);
}

function finish(cursor: Cursor, context: Context, read: ReadPdu, start: number, typeStart: number): ReadPdu {
  if (cursor.failed || !read.hasData) return read;
  checkLength(cursor, read);
  // Who asks for no content needs to know nothing of its carrier.
  if (isPush(read.type) && context.wants?.isAlone !== true) {
    context.push = cursor.tree.isSilent
      ? bareCarrier(cursor, context, read)
      : carrier(cursor, context, read, start, typeStart);
    const submitted = context.asks(own.submittedIn)
      ? partnerOf('submission', cursor.bytes, cursor.at, cursor.end >>> 3, context)
      : undefined;
    if (submitted !== undefined) cursor.generated(own.submittedIn, submitted);
  }
  return read;
}

function dissectData(cursor: Cursor, context: Context, read: ReadPdu): void {
  if (cursor.octetsLeft === 0 || !read.hasData) return;
  const { contentType: type } = read;
  if (type === undefined) {
    context.undecoded(cursor, data, read.type === 0x80 ? 'fragment of data' : 'no content type');
    return;
  }
  const encoding = read.headers.find(isContentEncoding);
  // Compressed octets are not of the media type yet.
  if (encoding === undefined && context.next('media.type', mediaTypeOf(type.value), cursor)) return;
  context.undecoded(cursor, data, dataLabel(type.value, encoding?.text));
}

/** Ends the protocol's row before the data; a PDU without data owns the rest, understood or not. */
function close(cursor: Cursor, row: number, read: ReadPdu): void {
  if (cursor.failed || !read.hasData) cursor.bit = cursor.end;
  cursor.close(row);
}

function note(read: ReadPdu): string {
  return nameOf(f.type, read.type) ?? hex(read.type);
}

/** Media type of the data of a push, reply or post and where they begin, for pass 1. */
function summarizeData(bytes: Uint8Array, at: number, end: number, row: Summary, media: Table<string>): void {
  const type = bytes[at]!;
  let next = at + 1;
  if (type === 0x04) next++;
  else if (type >= 0x60 && type <= 0x7f) {
    const uri = uintvarAt(bytes, next, end);
    if (uri < 0) return;
    next = afterUintvar(bytes, next);
    const octets = uintvarAt(bytes, next, end);
    if (octets < 1) return;
    summarizeBody(bytes, afterUintvar(bytes, next) + uri, octets, end, row, media);
    return;
  } else if (type !== 0x06 && type !== 0x07) return;
  const octets = uintvarAt(bytes, next, end);
  if (octets < 1) return;
  const headers = afterUintvar(bytes, next);
  if (isPush(type)) learnContent('push', bytes, headers + octets, end, row);
  summarizeBody(bytes, headers, octets, end, row, media);
}

function isPush(type: number): boolean {
  return type === 0x06 || type === 0x07;
}

function summarizeBody(
  bytes: Uint8Array,
  headers: number,
  octets: number,
  end: number,
  row: Summary,
  media: Table<string>,
): void {
  const body = headers + octets;
  if (body >= end) return;
  const name = mediaTypeAt(bytes, headers, body);
  if (name === '') return;
  const dissector = media.get(name);
  if (dissector?.summarize === undefined || row.depth >= MAX_DEPTH) return;
  const from = valueEnd(bytes, headers, body);
  if (from >= 0 && isContentEncoded(bytes, from, body)) return;
  row.depth++;
  dissector.summarize(bytes, body, end, row);
  row.depth--;
}

const MAX_DEPTH = 48;

export function register(to: Registry): void {
  computeWsp(to);
  const media = to.table('media.type');

  const connectionless: Dissector = {
    id: 'wsp',
    name: 'WSP',
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      row.state.contents.note(connectionless, bytes, start, end, row);
      const at = start + octetsBefore(bytes, start, end, row.destinationPort) + 1;
      if (at < end) summarizeData(bytes, at, end, row, media);
    },
    dissect(cursor, context) {
      const row = cursor.open(own.protocol);
      const port = context.destinationPort?.port ?? 0;
      const skipped = octetsBefore(cursor.bytes, cursor.at, cursor.end >>> 3, port);
      if (skipped > 0) {
        const start = cursor.bit;
        cursor.octets(own.before, skipped);
        cursor.find(
          RULES['WSP-005'],
          `${skipped} octet${skipped === 1 ? '' : 's'} before the push PDU, as some carriers send them; decoded from there`,
          start,
          cursor.bit,
        );
      }
      const start = cursor.bit;
      cursor.uint(f.tid, 8);
      if (isStartEnough(context)) {
        cursor.uint(f.type, 8);
        cursor.recover();
        cursor.bit = cursor.end;
        cursor.close(row);
        return;
      }
      const read = dissectPdu(cursor, context, start, false);
      context.tree.setNote(row, note(read));
      close(cursor, row, read);
      dissectData(cursor, context, read);
    },
  };

  const session: Dissector = {
    id: 'wsp',
    name: 'WSP',
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      row.state.contents.note(session, bytes, start, end, row);
      if (start >= end) return;
      followSession(bytes, start, end, row);
      summarizeData(bytes, start, end, row, media);
    },
    dissect(cursor, context) {
      const row = cursor.open(own.protocol);
      const read = dissectPdu(cursor, context, cursor.bit, true);
      context.tree.setNote(row, note(read));
      showSession(cursor, context, read.type);
      close(cursor, row, read);
      const { info: said } = context;
      dissectData(cursor, context, read);
      // What the content says stands behind what carries it: a confirmed push is not just its notification.
      if (context.info !== said) context.info = `WSP ${pduName(read.type)}, ${context.info}`;
    },
  };

  const number = to.protocol(
    connectionless,
    [...Object.values(own), ...Object.values(sessionFields), data, ...new Set(pduFields)],
    Object.values(RULES),
  );
  for (const port of [2948, 9200]) to.bind('udp.port', port, connectionless);
  for (const name of ['wsp', 'wsp-cl'])
    to.bind('layer', name, connectionless).bind('dissector.name', name, connectionless);
  to.bind('layer', 'wsp-co', session).bind('dissector.name', 'wsp-co', session);
  to.guessIn('udp.port', { dissector: connectionless, guess: guessPush });
  to.guessIn('layer', { dissector: connectionless, guess: guessConnectionless });
  to.guessIn('layer', { dissector: session, guess: guessSession });
  registerMultipart(to);
  registerSir(to);
}
