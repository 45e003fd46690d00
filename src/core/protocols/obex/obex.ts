import { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import { parameterised } from '../../dissect/header-parameters.ts';
import type { CodedValue } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { hmacOf } from './carried.ts';
import { OPCODES, PUT, RESPONSES, SET_PATH, TYPE } from './codes.ts';
import { computeObex } from './computed.ts';
import { exchangeFields, follow, showPartner } from './exchanges.ts';
import { f } from './fields.ts';
import { readHeaders } from './headers.ts';
import {
  type About,
  aboutObject,
  addPacket,
  bodyOctets,
  bringsObject,
  completes,
  endsObject,
  judgeObject,
  linkObject,
  mediaTypeOf,
  type Piece,
  pieceOf,
} from './object.ts';
import { RULES } from './rules.ts';
import { bodiesOf, headerOf, likely, measure, type Packet, scan } from './scan.ts';

const LEAST_MAXIMUM = 255;
/** From here on a guess at an object is worth showing. */
const SURE = 0.8;

function codeName(packet: Packet): string {
  return (packet.isRequest ? OPCODES : RESPONSES)[packet.code] ?? `0x${packet.code.toString(16).padStart(2, '0')}`;
}

/** The object that a packet completes: in the packet itself, or in octets put together. */
interface Content {
  readonly cursor: Cursor;
  readonly inPlace: boolean;
}

/** Opcode, length and what stands between them and the headers. */
function readHead(cursor: Cursor, packet: Packet): void {
  const start = cursor.bit;
  cursor.uint(f.final, 1);
  cursor.uint(packet.isRequest ? f.opcode : f.response, 7);
  if ((packet.isRequest ? OPCODES : RESPONSES)[packet.code] === undefined) {
    const what = packet.isRequest ? 'opcode' : 'response code';
    cursor.find(RULES['OBEX-003'], `${codeName(packet)} is no defined ${what}`, start, start + 8);
  }
  if (!packet.isRequest && !packet.final) {
    cursor.find(RULES['OBEX-011'], 'this response does not have the final bit', start, start + 8);
  }
  cursor.uint(f.length, 16);
  if (packet.connects) {
    cursor.uint(f.version, 8);
    cursor.uint(f.flags, 8);
    const maximum = cursor.uint(f.maximum, 16);
    if (!cursor.failed && maximum < LEAST_MAXIMUM) {
      cursor.find(RULES['OBEX-004'], `the maximum packet length is ${maximum}`, cursor.bit - 16, cursor.bit);
    }
  } else if (packet.isRequest && packet.code === SET_PATH && cursor.need(f.setPathFlags, 16)) {
    const row = cursor.open(f.setPathFlags);
    cursor.uint(f.setPathReserved, 6);
    cursor.uint(f.doNotCreate, 1);
    cursor.uint(f.backUp, 1);
    cursor.close(row);
    cursor.tree.setNum(row, cursor.bytes[cursor.at - 1] ?? 0);
    cursor.uint(f.constants, 8);
  }
}

/** True when the packet is all that its length says; else a finding. */
function judgeLength(cursor: Cursor, packet: Packet): void {
  const there = packet.end - packet.at;
  if (packet.length === there) return;
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  if (cut && cursor.end === bytes.length * 8 && packet.length > there) {
    cursor.need(f.headers, (packet.length - there) * 8 + cursor.left);
    cursor.failed = false;
    return;
  }
  const message =
    packet.length < 3
      ? `the packet length is ${packet.length}; the least is 3`
      : `the packet length is ${packet.length}, but ${there} octets are here`;
  cursor.find(RULES['OBEX-001'], message, (packet.at + 1) * 8, (packet.at + 3) * 8);
}

function summaryText(packet: Packet, about: About | undefined): string {
  const name = codeName(packet);
  const end = packet.isRequest && packet.code === PUT && packet.final ? ' final' : '';
  if (about === undefined) return `${name}${end}`;
  const said = [about.name === '' ? '' : JSON.stringify(about.name), about.type].filter((text) => text !== '');
  return [`${name}${end}`, ...said].join(' ');
}

export function register(to: Registry): void {
  computeObex(to);
  const media = to.table('media.type');
  const layers = to.table('layer');

  /** What an object without a type that is known looks like. */
  const guessed = (bytes: Uint8Array, start: number, end: number) => {
    const guess = layers.guess(bytes, start, end);
    return guess !== undefined && guess.likely >= SURE ? guess : undefined;
  };

  const content = (cursor: Cursor, context: Context, packet: Packet, piece: Piece | undefined): Content | undefined => {
    if (!bringsObject(packet)) return undefined;
    if (piece !== undefined) {
      linkObject(cursor, context, piece);
      const { joined } = piece.set;
      const bytes = joined !== undefined && completes(piece) ? context.joinedBytes(joined) : undefined;
      return bytes && newSource(cursor, bytes);
    }
    const bodies = bodiesOf(packet);
    const [only, second] = bodies;
    if (!endsObject(packet) || !packet.whole || only === undefined) return undefined;
    if (second === undefined && only === packet.headers.at(-1)) {
      return { cursor: new Cursor(cursor.tree, cursor.source, only.valueAt * 8, only.end * 8), inPlace: true };
    }
    return newSource(cursor, bodyOctets(cursor.bytes, packet));
  };

  const newSource = (cursor: Cursor, bytes: Uint8Array): Content => ({
    cursor: new Cursor(cursor.tree, cursor.tree.addSource({ label: 'OBEX object', bytes, cut: false })),
    inPlace: false,
  });

  /** Hands the object on, with what its rules judge of the carrier. */
  const handOn = (cursor: Cursor, context: Context, packet: Packet, about: About, object: Content): void => {
    const opcode = { source: cursor.source, start: packet.at * 8, end: packet.at * 8 + 8 };
    const header = headerOf(packet, TYPE);
    const range =
      header === undefined ? opcode : { source: cursor.source, start: header.valueAt * 8, end: header.end * 8 };
    const stated = about.type === '' ? undefined : parameterised(about.type);
    const proof = hmacOf(cursor, packet);
    const contentType: CodedValue | undefined = stated && { text: stated.value, ...range };
    context.push = {
      bearer: 'obex',
      secure: false,
      method: { text: packet.isRequest ? 'PUT' : 'GET', ...opcode },
      ...(context.destinationPort === undefined ? {} : { destinationPort: context.destinationPort }),
      ...(contentType === undefined ? {} : { contentType, parameters: stated?.parameters ?? [] }),
      ...(proof !== undefined && { syncmlHmac: proof }),
    };
    const type = mediaTypeOf(about);
    const { bytes, at, end } = object.cursor;
    const guess = media.has(type) ? undefined : guessed(bytes, at, end >>> 3);
    if (guess !== undefined) context.call(guess.dissector, `guess ${guess.likely.toFixed(2)}`, object.cursor);
    else if (!context.next('media.type', type, object.cursor)) {
      context.undecoded(object.cursor, UNDECODED, about.type === '' ? 'OBEX object' : about.type);
    }
    context.push = undefined;
  };

  const one = (cursor: Cursor, context: Context, packet: Packet): void => {
    const outer = cursor.end;
    cursor.end = packet.end * 8;
    const row = cursor.open(f.obex);
    readHead(cursor, packet);
    judgeLength(cursor, packet);
    const piece = pieceOf(context, packet, cursor.source);
    const object = content(cursor, context, packet, piece);
    const inPlace = object?.inPlace === true ? object.cursor : undefined;
    const valueAt = inPlace?.at ?? -1;
    if (!cursor.failed) readHeaders(cursor, packet, valueAt);
    cursor.recover();
    const about = bringsObject(packet) ? aboutObject(context, cursor.bytes, packet, piece) : undefined;
    if (about !== undefined) {
      judgeObject(cursor, packet, object && (object.cursor.end - object.cursor.bit) / 8, about);
    }
    showPartner(cursor, context);
    cursor.close(row);
    const text = summaryText(packet, about);
    cursor.tree.setNote(row, text);
    context.info = text;
    if (object !== undefined && about !== undefined && object.cursor.octetsLeft > 0) {
      handOn(cursor, context, packet, about, object);
      if (inPlace !== undefined) cursor.bit = inPlace.bit;
    }
    cursor.end = outer;
    cursor.bit = packet.end * 8;
  };

  let number = 0;
  const obex: Dissector = {
    id: 'obex',
    name: 'OBEX',
    hides: 'content',
    measure,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      for (let at = start; at < end; ) {
        const packet = scan(bytes, at, end);
        if (packet === undefined) return;
        at = packet.end;
        if (row.fragment) continue;
        follow(row, packet);
        const put = addPacket(row, bytes, packet);
        if (put === undefined || put.start === put.end) continue;
        const type = mediaTypeOf(put.about);
        const next = media.get(type) ?? guessed(put.bytes, put.start, put.end)?.dissector;
        const { reassembled, contentType } = row;
        if (put.joined) row.reassembled = true;
        row.contentType = put.about.type;
        summarizeNext(next, put.bytes, put.start, put.end, row);
        row.reassembled = reassembled;
        row.contentType = contentType;
      }
    },
    dissect(cursor, context) {
      while (cursor.octetsLeft > 0) {
        const packet = scan(cursor.bytes, cursor.at, cursor.end >>> 3);
        if (packet === undefined) {
          const row = cursor.open(f.obex);
          cursor.need(f.length, 24);
          cursor.recover();
          cursor.close(row);
          return;
        }
        one(cursor, context, packet);
      }
    },
  };
  number = to.protocol(obex, [...Object.values(f), ...Object.values(exchangeFields)], Object.values(RULES));
  to.bind('tcp.port', 650, obex)
    .bind('layer', 'obex', obex)
    .bind('dissector.name', 'obex', obex)
    .guessIn('layer', { dissector: obex, guess: likely });
}
