import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { parameterised, parameterOf } from '../../dissect/header-parameters.ts';
import { HeaderNames, HeaderPlaces } from '../../dissect/header-places.ts';
import type { CarrierDraft } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { learnContent, partnerOf } from '../../dissect/submissions.ts';
import { placeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import {
  CONTENT_RULES,
  type ContentHeaders,
  dissectContent,
  mediaTypeOf,
  noteBodyHeaders,
  summarizeBody,
} from '../../dissect/text-content.ts';
import { isCut, readHeaders } from '../../dissect/text-headers.ts';
import { headersEnd, headerValue } from '../../dissect/text-lines.ts';
import { type Delimiter, guessBoundary, nextDelimiter } from './delimiters.ts';
import { ALL_FIELDS, FORM_RULES, f, GRAMMAR, RULES } from './fields.ts';

const TYPES = [
  'mixed',
  'related',
  'alternative',
  'form-data',
  'byteranges',
  'digest',
  'parallel',
  'report',
  'signed',
  'encrypted',
];

/** Headers of parts that pass 1 looks for. */
const WRITTEN = ['content-encoding', 'content-transfer-encoding', 'content-type'] as const;
const CONTENT_ENCODING = WRITTEN.indexOf('content-encoding');
const CONTENT_TRANSFER_ENCODING = WRITTEN.indexOf('content-transfer-encoding');
const CONTENT_TYPE = WRITTEN.indexOf('content-type');

/** Parts that are read one by one; a body of more is hostile. */
const MOST_PARTS = 1000;

const FIELDS = { data: f.data, packed: f.packed };

/** A body without headers of its own is plain text. */
const DEFAULT_TYPE = 'text/plain';

function boundaryOf(contentType: string, bytes: Uint8Array, start: number, end: number): string | undefined {
  const stated = parameterOf(contentType, 'boundary');
  return stated === undefined || stated === '' ? guessBoundary(bytes, start, end) : stated;
}

export function register(to: Registry): void {
  const media = to.table('media.type');
  const headers = new HeaderPlaces(new HeaderNames(WRITTEN.map((name, key) => [name, key])));
  let number = 0;
  const multipart: Dissector = {
    id: 'mime_multipart',
    name: 'MIME',
    hides: 'noted',
    // The columns are those of the first part: a push access message, before the content it is about.
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const { contents } = row.state;
      // Without its content type the boundary is guessed here, and may be known to who carries it.
      if (row.contentType === '') contents.hide(row.frame);
      const boundary = boundaryOf(row.contentType, bytes, start, end);
      const opening = boundary === undefined ? undefined : nextDelimiter(bytes, start, start, end, boundary);
      if (boundary === undefined || opening === undefined || opening.closing) return;
      const from = opening.next;
      const behind = nextDelimiter(bytes, start, from, end, boundary)?.start ?? end;
      const section = headers.read(bytes, from, behind);
      if (section < 0) {
        contents.hide(row.frame);
        return;
      }
      const type = headers.text(bytes, CONTENT_TYPE, row.texts) ?? DEFAULT_TYPE;
      const transferEncoding = headers.text(bytes, CONTENT_TRANSFER_ENCODING, row.texts);
      const contentEncoding = headers.text(bytes, CONTENT_ENCODING, row.texts);
      summarizeBody(media, bytes, section, behind, row, type, transferEncoding, contentEncoding);
      if (row.isForTrees) noteParts(media, bytes, start, behind, end, boundary, row);
    },
    dissect(cursor, context) {
      new MultipartReader(cursor, context).read();
    },
  };
  number = to.protocol(multipart, ALL_FIELDS, [
    ...Object.values(RULES),
    ...FORM_RULES,
    ...Object.values(CONTENT_RULES),
  ]);
  for (const type of TYPES) to.bind('media.type', `multipart/${type}`, multipart);
  to.bind('layer', 'multipart', multipart).bind('dissector.name', 'mime_multipart', multipart);
}

/** Parts behind the first that pass 1 remembers: a submission has one, and perhaps what the client is capable of. */
const MOST_LEARNED = 4;

/** Remembers and places the content of parts behind the first, which ends at octet `from`, as far as it stands there as it is. */
function noteParts(
  media: Table<string>,
  bytes: Uint8Array,
  start: number,
  from: number,
  end: number,
  boundary: string,
  row: Summary,
): void {
  let delimiter = nextDelimiter(bytes, start, from, end, boundary);
  for (let i = 0; delimiter !== undefined && !delimiter.closing; i++) {
    if (i >= MOST_LEARNED) {
      row.state.contents.hide(row.frame);
      return;
    }
    const headers = delimiter.next;
    const next = nextDelimiter(bytes, start, headers, end, boundary);
    const behind = next?.start ?? end;
    const section = headersEnd(bytes, headers, behind);
    if (section >= 0 && !CODINGS.some((name) => isCoded(headerValue(bytes, headers, section, name)))) {
      learnContent('submission', bytes, section, behind, row);
      placePart(media, headerValue(bytes, headers, section, 'content-type'), bytes, section, behind, row);
    } else row.state.contents.hide(row.frame);
    delimiter = next;
  }
}

function placePart(
  media: Table<string>,
  type: string | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Summary,
): void {
  const next = media.get(mediaTypeOf(type ?? DEFAULT_TYPE));
  if (next === undefined || start >= end) return;
  const { contentType } = row;
  row.contentType = type ?? '';
  placeNext(next, bytes, start, end, row);
  row.contentType = contentType;
}

const CODINGS = ['content-transfer-encoding', 'content-encoding'];

/** True when a body is not written as it is. */
function isCoded(encoding: string | undefined): boolean {
  return encoding !== undefined && !/^\s*(binary|7bit|8bit|identity)\s*$/i.test(encoding);
}

class MultipartReader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  /** First octet of the body, and behind the last. */
  readonly #start: number;
  readonly #end: number;
  readonly #infos: string[] = [];
  #protocolName = '';

  constructor(cursor: Cursor, context: Context) {
    this.#cursor = cursor;
    this.#context = context;
    this.#start = cursor.at;
    this.#end = cursor.end >>> 3;
  }

  read(): void {
    const cursor = this.#cursor;
    const context = this.#context;
    this.#protocolName = context.protocolName;
    context.info = 'multipart';
    const row = cursor.open(f.multipart);
    const boundary = this.#boundary();
    const opening =
      boundary === undefined ? undefined : nextDelimiter(cursor.bytes, this.#start, this.#start, this.#end, boundary);
    if (boundary === undefined || opening === undefined) {
      if (boundary !== undefined && !isCut(cursor))
        cursor.find(RULES['MIME-002'], `no line is --${boundary}`, cursor.bit, cursor.end);
      if (cursor.octetsLeft > 0) cursor.octets(f.data, cursor.octetsLeft);
      cursor.close(row);
      return;
    }
    if (opening.start > cursor.at) cursor.octets(f.preamble, opening.start - cursor.at);
    const parts = this.#parts(opening, boundary);
    if (cursor.octetsLeft > 0) cursor.octets(f.trailer, cursor.octetsLeft);
    cursor.close(row);
    context.tree.setNote(row, `${parts} ${parts === 1 ? 'part' : 'parts'}`);
    context.protocolName = this.#protocolName;
    context.info = this.#infos.length === 0 ? 'multipart without parts' : this.#infos.join(' | ');
  }

  #boundary(): string | undefined {
    const cursor = this.#cursor;
    const { push } = this.#context;
    const stated = push?.parameters?.find(({ name }) => name === 'boundary')?.value;
    const at = { start: push?.contentType?.start ?? cursor.bit, end: push?.contentType?.end ?? cursor.bit };
    const source = push?.contentType?.source ?? cursor.source;
    if (stated !== undefined && stated !== '') {
      if (stated.length > 70 || stated.endsWith(' '))
        cursor.tree.find(
          RULES['MIME-004'],
          stated.length > 70 ? `the boundary has ${stated.length} characters` : 'the boundary ends with a blank',
          source,
          at.start,
          at.end,
        );
      return stated;
    }
    const guessed = guessBoundary(cursor.bytes, this.#start, this.#end);
    const message = guessed === undefined ? 'no boundary is stated' : `no boundary is stated; it looks like ${guessed}`;
    cursor.tree.find(RULES['MIME-001'], message, source, at.start, at.end);
    return guessed;
  }

  #parts(opening: Delimiter, boundary: string): number {
    const cursor = this.#cursor;
    let delimiter: Delimiter | undefined = opening;
    let field = f.firstBoundary;
    let count = 0;
    for (;;) {
      if (delimiter.closing) field = f.lastBoundary;
      this.#boundaryRow(field, delimiter, boundary);
      if (delimiter.closing) break;
      const next: Delimiter | undefined = nextDelimiter(cursor.bytes, this.#start, delimiter.next, this.#end, boundary);
      if (++count <= MOST_PARTS) this.#part(count, next?.start ?? this.#end);
      else cursor.bit = (next?.start ?? this.#end) * 8;
      if (next === undefined) {
        if (!isCut(cursor))
          cursor.find(RULES['MIME-003'], `no line --${boundary}-- ends the body`, cursor.bit, cursor.bit);
        break;
      }
      delimiter = next;
      field = f.boundary;
    }
    if (count === 0)
      cursor.find(RULES['MIME-002'], 'the body ends before its first part', opening.line * 8, opening.next * 8);
    return count;
  }

  #boundaryRow(field: typeof f.boundary, delimiter: Delimiter, boundary: string): void {
    const cursor = this.#cursor;
    const size = delimiter.next - delimiter.start;
    cursor.textAs(field, size, `--${boundary}${delimiter.closing ? '--' : ''}`);
  }

  /** One part up to octet `end`. */
  #part(count: number, end: number): void {
    const cursor = this.#cursor;
    const context = this.#context;
    const { tree } = context;
    const outer = cursor.end;
    cursor.end = Math.max(cursor.bit, end * 8);
    const row = cursor.open(f.part);
    const headers = readHeaders(cursor, GRAMMAR);
    const content: ContentHeaders = {
      type: headers.get('content-type')?.value ?? DEFAULT_TYPE,
      transferEncoding: headers.get('content-transfer-encoding')?.value,
      contentEncoding: headers.get('content-encoding')?.value,
    };
    const type = parameterised(content.type ?? '').value;
    tree.setNote(row, `part ${count}, ${type}`);
    const push = context.push;
    const {
      contentType: _type,
      parameters: _parameters,
      ...bearer
    } = push ?? { bearer: 'none', secure: context.secure };
    const carrier: CarrierDraft = bearer;
    noteBodyHeaders(carrier, headers, cursor.source);
    context.push = carrier;
    const { protocolName } = context;
    const coded = isCoded(content.transferEncoding) || isCoded(content.contentEncoding);
    const pushed =
      count === 1 || coded || !context.asks(f.pushedIn)
        ? undefined
        : partnerOf('push', cursor.bytes, cursor.at, cursor.end >>> 3, context);
    if (pushed !== undefined) cursor.generated(f.pushedIn, pushed);
    const known = dissectContent(cursor, context, content, FIELDS);
    if (count === 1 && known) this.#protocolName = context.protocolName;
    if (this.#infos.length < 6) this.#infos.push(known ? context.info : type);
    context.protocolName = protocolName;
    context.push = push;
    cursor.recover();
    cursor.close(row);
    cursor.bit = cursor.end;
    cursor.end = outer;
  }
}
