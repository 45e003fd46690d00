import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { Writer } from '../../codec/codec.ts';
import { BODY, CONNECTION_ID, END_OF_BODY, LENGTH, NAME, TYPE } from './codes.ts';

/** A header; the value's form follows from the two top bits of its identifier (IrOBEX 1.3 2.1). */
export type ObexHeaderDraft =
  | { readonly id: number; readonly number: number }
  | { readonly id: number; readonly octets: Uint8Array }
  | { readonly id: number; readonly text: string };

const FINAL = 0x80;
const CONNECT_REQUEST = 0x80;
const DISCONNECT_REQUEST = 0x81;
const PUT_REQUEST = 0x02;
const CONTINUE = 0x90;
const SUCCESS = 0xa0;
const VERSION = 0x10;
const HEAD_OCTETS = 3;

function utf16(text: string): Uint8Array {
  if (text === '') return new Uint8Array(0);
  const out = new Writer();
  for (let i = 0; i < text.length; i++) out.bits(16, text.charCodeAt(i));
  out.bits(16, 0);
  return out.done();
}

function header(draft: ObexHeaderDraft): Uint8Array {
  const out = new Writer();
  out.bits(8, draft.id);
  if ('number' in draft) {
    out.bits(draft.id >>> 6 === 2 ? 8 : 32, draft.number);
    return out.done();
  }
  const value = 'text' in draft ? utf16(draft.text) : draft.octets;
  out.bits(16, HEAD_OCTETS + value.length);
  out.octets(value);
  return out.done();
}

/** A packet: opcode or response code with its final bit, length, fields of its own, headers (IrOBEX 1.3 3.1). */
export function obexPacket(
  code: number,
  headers: readonly ObexHeaderDraft[],
  before: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const body = concatBytes(before, ...headers.map(header));
  const length = HEAD_OCTETS + body.length;
  return concatBytes(Uint8Array.of(code, length >>> 8, length & 0xff), body);
}

const connectFields = (maximum: number) => Uint8Array.of(VERSION, 0, maximum >>> 8, maximum & 0xff);

export interface ObexPutDraft {
  /** Media type of the object. */
  readonly type: string;
  readonly name?: string;
  readonly object: Uint8Array;
  /** Most octets of a packet that the server takes, 255 to 65535; 1024 when left out. */
  readonly maximum?: number;
  /** Connection identifier that the server has given, for targeted connections. */
  readonly connectionId?: number;
  /** More headers of the first PUT, before its body. */
  readonly headers?: readonly ObexHeaderDraft[];
}

export interface ObexTurn {
  readonly from: 'client' | 'server';
  readonly bytes: Uint8Array;
  readonly what: string;
}

/** CONNECT, PUT in as many packets as the object needs (the last one final), DISCONNECT, with the responses of a server that takes all. */
export function obexPut(draft: ObexPutDraft): readonly ObexTurn[] {
  const { object, maximum = 1024, connectionId } = draft;
  const connection = connectionId === undefined ? [] : [{ id: CONNECTION_ID, number: connectionId }];
  const opening: readonly ObexHeaderDraft[] = [
    ...connection,
    ...(draft.name === undefined ? [] : [{ id: NAME, text: draft.name }]),
    { id: TYPE, octets: concatBytes(toUtf8(draft.type), Uint8Array.of(0)) },
    { id: LENGTH, number: object.length },
    ...(draft.headers ?? []),
  ];
  const turns: ObexTurn[] = [];
  const ask = (bytes: Uint8Array, what: string, code: number, before?: Uint8Array): void => {
    turns.push({ from: 'client', bytes, what });
    turns.push({ from: 'server', bytes: obexPacket(code, [], before), what: `${what}, answer` });
  };
  ask(obexPacket(CONNECT_REQUEST, [], connectFields(maximum)), 'CONNECT', SUCCESS, connectFields(maximum));
  let at = 0;
  for (let isLast = false; !isLast; ) {
    const headers = at === 0 ? opening : connection;
    const room = maximum - obexPacket(PUT_REQUEST, headers).length - HEAD_OCTETS;
    const end = Math.min(object.length, at + Math.max(1, room));
    isLast = end === object.length;
    const body = { id: isLast ? END_OF_BODY : BODY, octets: object.subarray(at, end) };
    const code = isLast ? PUT_REQUEST | FINAL : PUT_REQUEST;
    ask(obexPacket(code, [...headers, body]), isLast ? 'PUT, final' : 'PUT', isLast ? SUCCESS : CONTINUE);
    at = end;
  }
  ask(obexPacket(DISCONNECT_REQUEST, connection), 'DISCONNECT', SUCCESS);
  return turns;
}
