import type { Context } from '../../dissect/context.ts';
import type { Facts } from '../../dissect/facts.ts';
import type { Completed, PartSet } from '../../dissect/part-sets.ts';
import type { Summary } from '../../dissect/summary.ts';
import { type FdtFile, readFdt } from './fdt.ts';
import { isPlain, payloadIdOctets, readPayloadId, symbolCount, symbolPlace } from './fec.ts';
import type { LctHeader, Transmission } from './lct.ts';

const KIND = 'flute';
/** Files are sent again and again for as long as their table lasts; rounds may be far apart. */
const KEEP_SECONDS = 3600;

export const FDT_OBJECT = '0';

/** What a table says of an object, once it has been read. */
export type AboutFile = Omit<FdtFile, 'object' | 'transmission' | 'transferLength'>;

/** A symbol in the payload of a packet: octets `start` to `end`, number from 1. */
interface Symbol {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The symbols of a packet and what object they belong to. */
export interface Payload {
  /** Names the object among those of all sessions. */
  readonly key: string;
  readonly symbols: readonly Symbol[];
  readonly total: number;
}

function objectKey(sender: string, header: LctHeader): string {
  const instance = header.object === FDT_OBJECT ? ` ${header.fdtInstance ?? 0}` : '';
  return `${sender} ${header.session} ${header.object}${instance}`;
}

/** How the object is cut: by the packet itself, else as was said before. */
function transmissionAt(facts: Facts, key: string, frame: number, header: LctHeader): Transmission | undefined {
  if (header.transmission !== undefined) return header.transmission;
  const said = facts.text(`${key} fti`, frame)?.split(',').map(Number);
  const [transferLength, symbolLength, blockLength] = said ?? [];
  if (transferLength === undefined || symbolLength === undefined || blockLength === undefined) return undefined;
  return { transferLength, symbolLength, blockLength };
}

function learnTransmission(facts: Facts, key: string, frame: number, said: Transmission): void {
  facts.learn(`${key} fti`, frame, `${said.transferLength},${said.symbolLength},${said.blockLength}`);
}

/** Symbols of the payload behind the header, both passes; undefined when it is not known how the object is cut. */
function payloadOf(
  bytes: Uint8Array,
  end: number,
  header: LctHeader,
  key: string,
  transmission: Transmission | undefined,
): Payload | undefined {
  const scheme = header.codepoint;
  const idAt = header.at + header.length;
  const start = idAt + payloadIdOctets(scheme);
  if (transmission === undefined || !isPlain(scheme) || start >= end || header.object === '') return undefined;
  const { block, symbol } = readPayloadId(bytes, idAt, scheme);
  const place = symbolPlace(transmission, block, symbol);
  if (place === undefined) return undefined;
  const { transferLength, symbolLength } = transmission;
  const symbols: Symbol[] = [];
  for (let number = place + 1, at = start; at < end; number++, at += symbolLength) {
    const octets = Math.min(symbolLength, transferLength - (number - 1) * symbolLength);
    if (octets <= 0 || at + octets > end) break;
    symbols.push({ number, start: at, end: at + octets });
  }
  return { key, symbols, total: symbolCount(transmission) };
}

/** Pass 1: takes in the symbols of a packet; gives the object that they complete. */
export function addPayload(row: Summary, bytes: Uint8Array, end: number, header: LctHeader): Completed | undefined {
  const { state, frame, seconds, source } = row;
  const facts = state.facts(KIND);
  const key = objectKey(state.addresses.text(source), header);
  if (header.transmission !== undefined) learnTransmission(facts, key, frame, header.transmission);
  const payload = payloadOf(bytes, end, header, key, transmissionAt(facts, key, frame, header));
  if (payload === undefined || row.cut) return undefined;
  let done: Completed | undefined;
  for (const { number, start, end: to } of payload.symbols) {
    done =
      state
        .parts(KIND)
        .add(
          { key, seconds, keepSeconds: KEEP_SECONDS, total: payload.total },
          { number, frame, at: row.reassembled ? -1 : start - row.frameAt, bytes: bytes.subarray(start, to) },
        ) ?? done;
  }
  return done;
}

/** Pass 1: learns what a table says of the objects of its session. */
export function learnFdt(row: Summary, header: LctHeader, bytes: Uint8Array): void {
  const { state, frame, source } = row;
  const facts = state.facts(KIND);
  for (const { object, transmission, ...about } of readFdt(bytes)?.files ?? []) {
    if (object === '' || object === FDT_OBJECT) continue;
    const key = `${state.addresses.text(source)} ${header.session} ${object}`;
    if (transmission !== undefined) learnTransmission(facts, key, frame, transmission);
    const { type, location, encoding, md5, contentLength } = about;
    facts.learn(`${key} type`, frame, type);
    facts.learn(`${key} location`, frame, location);
    facts.learn(`${key} encoding`, frame, encoding);
    facts.learn(`${key} md5`, frame, md5);
    facts.learn(`${key} length`, frame, contentLength);
  }
}

/** What tables up to packet `frame` say of an object; undefined before one describes it. */
function aboutAt(facts: Facts, key: string, frame: number): AboutFile | undefined {
  const type = facts.text(`${key} type`, frame);
  if (type === undefined) return undefined;
  return {
    type,
    location: facts.text(`${key} location`, frame) ?? '',
    encoding: facts.text(`${key} encoding`, frame) ?? '',
    md5: facts.text(`${key} md5`, frame) ?? '',
    contentLength: facts.number(`${key} length`, frame) ?? -1,
  };
}

export function aboutOfRow(row: Summary, header: LctHeader): AboutFile | undefined {
  const { state, frame, source } = row;
  return aboutAt(state.facts(KIND), objectKey(state.addresses.text(source), header), frame);
}

export function aboutOf(context: Context, header: LctHeader): AboutFile | undefined {
  return aboutAt(context.state.facts(KIND), objectKey(context.source, header), context.frame.number - 1);
}

/** Pass 2: the object that a packet brings symbols of, and whether it completes it here. */
export interface ObjectPart {
  readonly set: PartSet;
  readonly completes: boolean;
  readonly symbols: Payload['symbols'];
}

export function objectOf(context: Context, bytes: Uint8Array, end: number, header: LctHeader): ObjectPart | undefined {
  if (context.quoting > 0) return undefined;
  const { state, frame } = context;
  const index = frame.number - 1;
  const key = objectKey(context.source, header);
  const payload = payloadOf(bytes, end, header, key, transmissionAt(state.facts(KIND), key, index, header));
  const [first] = payload?.symbols ?? [];
  if (payload === undefined || first === undefined) return undefined;
  const set = state.parts(KIND).find(index, key, first.number);
  if (set === undefined) return undefined;
  const completes = set.joined?.frame === index && payload.symbols.some(({ number }) => number === set.completedBy);
  return { set, completes, symbols: payload.symbols };
}
