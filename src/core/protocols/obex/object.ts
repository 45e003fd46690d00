import { joinBytes } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Facts } from '../../dissect/facts.ts';
import type { PartSet } from '../../dissect/part-sets.ts';
import type { Summary } from '../../dissect/summary.ts';
import { BODY, CONTINUE, END_OF_BODY, GET, PUT, SUCCESS, TYPE_BY_ENDING } from './codes.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { bodiesOf, lengthOf, nameOf, type Packet, typeOf } from './scan.ts';

const KIND = 'obex';
/** Slow links, and users who are asked whether they accept. */
const KEEP_SECONDS = 600;

/** How far the object on its way has come. */
const NONE = 0;
const ANNOUNCED = 1;
const BEGUN = 2;

/** Where a packet was met: addresses and ports of its sender and its receiver. */
interface Ends {
  readonly from: string;
  readonly to: string;
  readonly channel: number;
}

function endsOfRow({ state, source, destination, sourcePort, destinationPort, channel }: Summary): Ends {
  const { addresses } = state;
  return {
    from: `${addresses.text(source)} ${sourcePort}`,
    to: `${addresses.text(destination)} ${destinationPort}`,
    channel,
  };
}

function endsOf({ source, destination, sourcePort, destinationPort, channel }: Context): Ends {
  return {
    from: `${source} ${sourcePort?.port ?? 0}`,
    to: `${destination} ${destinationPort?.port ?? 0}`,
    channel,
  };
}

/** What names the objects of one direction in both passes; links without addresses may have one name for both directions. */
function flowOf({ from, to, channel }: Ends, packet: Packet): string {
  return `${from} ${to} ${channel}${packet.isRequest ? '' : ' answer'}`;
}

/** Key of what a GET asks for, by the ends of its answer. */
const askedKey = (from: string, to: string, channel: number) => `${from} ${to} ${channel} asked`;

/** True for a packet that brings an object or a piece of one: a PUT, or the answer to a GET. */
export function bringsObject(packet: Packet): boolean {
  if (packet.isRequest) return packet.code === PUT;
  return (packet.code === CONTINUE || packet.code === SUCCESS) && bodiesOf(packet).length > 0;
}

/** True when the object ends with this packet. */
export function endsObject(packet: Packet): boolean {
  return packet.isRequest ? packet.final : packet.code !== CONTINUE;
}

/** What is said of an object before and while it comes. */
export interface About {
  /** Text of the Type header; empty without one. */
  readonly type: string;
  readonly name: string;
  /** Octets by the Length header; -1 without one. */
  readonly length: number;
}

/** Lower-case media type: of the Type header, else after the name's ending; empty when neither says. */
export function mediaTypeOf({ type, name }: About): string {
  if (type !== '') return (type.split(';')[0] ?? '').trim().toLowerCase();
  return TYPE_BY_ENDING[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? '';
}

/** The object's octets that a packet brings. */
export function bodyOctets(bytes: Uint8Array, packet: Packet): Uint8Array {
  const bodies = bodiesOf(packet);
  const [only] = bodies;
  if (only === undefined) return bytes.subarray(packet.end, packet.end);
  if (bodies.length === 1) return bytes.subarray(only.valueAt, only.end);
  return joinBytes(bodies.map(({ valueAt, end }) => bytes.subarray(valueAt, end)));
}

/** Where the body of a packet is in the captured packet; -1 when it is not there in one piece. */
function bodyAt(packet: Packet, row: Summary): number {
  const [only, second] = bodiesOf(packet);
  return row.reassembled || second !== undefined ? -1 : (only?.valueAt ?? packet.end) - row.frameAt;
}

/** An object that is whole, and what is said of it. */
export interface Put {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** True when the object came in more than one packet, or in more than one piece. */
  readonly joined: boolean;
  readonly about: About;
}

/** Key of the object that is on its way, or was last: several objects of one packet must not be taken for each other. */
function currentKey(facts: Facts, flow: string, frame: number): string {
  return `${flow}/${facts.number(`${flow} count`, frame) ?? 0}`;
}

/** Pass 1: takes in a packet; gives the object that it completes. */
export function addPacket(row: Summary, bytes: Uint8Array, packet: Packet): Put | undefined {
  const { state, frame, seconds } = row;
  const facts = state.facts(KIND);
  const chains = state.chains(KIND);
  const ends = endsOfRow(row);
  const flow = flowOf(ends, packet);
  if (packet.isRequest && packet.code === GET) learnAsked(facts, ends, frame, ownAbout(bytes, packet));
  if (!bringsObject(packet) || !packet.whole) {
    if (!packet.isRequest && (facts.number(flow, frame) ?? NONE) === NONE) return undefined;
    chains.restart(currentKey(facts, flow, frame));
    facts.learn(flow, frame, NONE);
    return undefined;
  }
  const bodies = bodiesOf(packet);
  const own = withAsked(ownAbout(bytes, packet), facts, ends, frame, packet);
  const stage = facts.number(flow, frame) ?? NONE;
  // A new description behind octets of an object: the old object was given up.
  const isNew = packet.isRequest && (own.type !== '' || own.name !== '');
  const starts = stage === NONE || (stage === BEGUN && isNew);
  if (starts) {
    chains.restart(currentKey(facts, flow, frame));
    facts.learn(`${flow} count`, frame, (facts.number(`${flow} count`, frame) ?? 0) + 1);
  }
  const key = currentKey(facts, flow, frame);
  if (own.type !== '') facts.learn(`${key} type`, frame, own.type);
  if (own.name !== '') facts.learn(`${key} name`, frame, own.name);
  if (own.length >= 0) facts.learn(`${key} length`, frame, own.length);
  const body = bodyOctets(bytes, packet);
  const done = chains.add(
    { key, seconds, keepSeconds: KEEP_SECONDS, sequence: undefined, modulus: 1, starts, more: !endsObject(packet) },
    { frame, at: bodyAt(packet, row), bytes: body },
  );
  const begun = bodies.length > 0 || (stage === BEGUN && !starts);
  facts.learn(flow, frame, endsObject(packet) ? NONE : begun ? BEGUN : ANNOUNCED);
  if (done !== undefined) {
    const about = aboutAt(facts, key, frame);
    return { bytes: done.bytes, start: 0, end: done.bytes.length, joined: true, about };
  }
  const [only, second] = bodies;
  if (!endsObject(packet) || !starts || only === undefined) return undefined;
  if (second !== undefined) return { bytes: body, start: 0, end: body.length, joined: true, about: own };
  return { bytes, start: only.valueAt, end: only.end, joined: false, about: own };
}

function ownAbout(bytes: Uint8Array, packet: Packet): About {
  return {
    type: typeOf(bytes, packet) ?? '',
    name: nameOf(bytes, packet) ?? '',
    length: lengthOf(bytes, packet) ?? -1,
  };
}

function aboutAt(facts: Facts, key: string, frame: number): About {
  return {
    type: facts.text(`${key} type`, frame) ?? '',
    name: facts.text(`${key} name`, frame) ?? '',
    length: facts.number(`${key} length`, frame) ?? -1,
  };
}

/** The last GET of a direction says what its answer is; one without a name or type asks for more of the same object. */
function learnAsked(facts: Facts, { from, to, channel }: Ends, frame: number, { type, name }: About): void {
  if (type === '' && name === '') return;
  const key = askedKey(to, from, channel);
  facts.learn(`${key} type`, frame, type);
  facts.learn(`${key} name`, frame, name);
}

/** What an answer leaves out, as the GET has it. */
function withAsked(own: About, facts: Facts, { from, to, channel }: Ends, frame: number, packet: Packet): About {
  if (packet.isRequest) return own;
  const key = askedKey(from, to, channel);
  const asked = (what: string) => facts.text(`${key} ${what}`, frame) ?? '';
  return { ...own, type: own.type || asked('type'), name: own.name || asked('name') };
}

/** Pass 2: what is said of the object that a packet brings, in it, in the packets before, or in the GET. */
export function aboutObject(context: Context, bytes: Uint8Array, packet: Packet, piece: Piece | undefined): About {
  const facts = context.state.facts(KIND);
  const frame = context.frame.number - 1;
  if (piece === undefined) return withAsked(ownAbout(bytes, packet), facts, endsOf(context), frame, packet);
  return aboutAt(facts, piece.set.key, frame);
}

/** An object in several packets, and the number of the piece that one of them brings. */
export interface Piece {
  readonly set: PartSet;
  readonly number: number;
}

/** Pass 2: the object that a packet brings a piece of; undefined for an object in one packet. */
export function pieceOf(context: Context, packet: Packet, source: number): Piece | undefined {
  if (context.quoting > 0 || !bringsObject(packet) || !packet.whole) return undefined;
  const prefix = `${flowOf(endsOf(context), packet)}/`;
  const frame = context.frame.number - 1;
  const bodies = bodiesOf(packet);
  const size = bodies.reduce((sum, { valueAt, end }) => sum + end - valueAt, 0);
  const at = source !== 0 || bodies.length > 1 ? -1 : (bodies[0]?.valueAt ?? packet.end);
  for (const set of context.state.chains(KIND).of(frame)) {
    const part = set.parts.find((other) => other.frame === frame && other.at === at && other.size === size);
    if (set.key.startsWith(prefix) && part !== undefined) return { set, number: part.number };
  }
  return undefined;
}

/** True for the piece that made its object whole: there the object is shown. */
export function completes({ set, number }: Piece): boolean {
  return set.joined !== undefined && set.completedBy === number;
}

/** Rows that link the packets of an object, and findings about its pieces. */
export function linkObject(cursor: Cursor, context: Context, piece: Piece): void {
  const { set } = piece;
  const { joined } = set;
  const frame = context.frame.number - 1;
  if (joined === undefined) {
    if (set.parts[0]?.frame === frame) {
      cursor.find(RULES['OBEX-013'], 'the last packet of this object is not in the capture', cursor.bit, cursor.bit);
    }
    return;
  }
  if (!completes(piece)) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.fragments);
  for (const { frame: other, size } of set.parts) {
    const link = cursor.generated(f.fragment, other + 1);
    cursor.tree.setNote(link, `${size} octets`);
  }
  cursor.generated(f.fragmentCount, set.parts.length);
  cursor.generated(f.reassembledLength, joined.size);
  cursor.close(row);
}

/** Findings about the end of an object: End of Body, final bit and Length belong together. */
export function judgeObject(cursor: Cursor, packet: Packet, size: number | undefined, about: About): void {
  const bodies = bodiesOf(packet);
  const last = bodies.at(-1);
  if (last !== undefined && endsObject(packet) && last.id === BODY) {
    cursor.find(RULES['OBEX-008'], 'the final packet brings Body, not End of Body', last.at * 8, last.end * 8);
  }
  const early = bodies.find(({ id }) => id === END_OF_BODY);
  if (early !== undefined && !endsObject(packet)) {
    const message = 'End of Body comes in a packet that is not final; the object ends with the final packet';
    cursor.find(RULES['OBEX-009'], message, early.at * 8, early.end * 8);
  }
  if (size !== undefined && about.length >= 0 && about.length !== size) {
    const message = `Length says ${about.length} octets, the object has ${size}`;
    cursor.find(RULES['OBEX-007'], message, packet.at * 8, (packet.at + 3) * 8);
  }
}
