import { parseIpv4, parseIpv6 } from './addresses.ts';
import type { PacketValues } from './packet-values.ts';
import { COLUMN_NAMES, isColumnName, type Shape } from './shapes.ts';
import type { NameRef } from './typed.ts';
import { familyOf, type Value } from './values.ts';

/** One row of the packet list; the engine may use one object for all rows. */
export interface ColumnReader {
  /** For people, from 1. */
  readonly number: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly captured: number;
  readonly original: number;
  /** Id of the topmost protocol; empty when unknown. */
  readonly protocol: string;
  /** Addresses and ports of the network and transport layer; undefined where the list does not know them. */
  readonly source: string | undefined;
  readonly destination: string | undefined;
  /** 0 without ports. */
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
  /** Numbers of the conversation on the transport layer; undefined where the list does not know it. */
  readonly tcpStream: number | undefined;
  readonly udpStream: number | undefined;
  /** What the user says of the packet, and the comments on it; undefined where the list does not know. */
  readonly isMarked?: boolean;
  readonly isIgnored?: boolean;
  readonly isReference?: boolean;
  /** What the packet is made of; undefined while no pass has looked into it. */
  readonly shape: Shape | undefined;
}

/** Names that every row of the list answers. */
const FRAME: Readonly<Record<string, (row: ColumnReader) => readonly Value[] | undefined>> = {
  'frame.number': ({ number }) => [number],
  'frame.marked': ({ isMarked }) => (isMarked === undefined ? undefined : [Number(isMarked)]),
  'frame.ignored': ({ isIgnored }) => (isIgnored === undefined ? undefined : [Number(isIgnored)]),
  // Only references have the row.
  'frame.ref_time': ({ isReference }) => (isReference === undefined ? undefined : isReference ? [1] : []),
  'frame.len': ({ original }) => [original],
  'frame.cap_len': ({ captured }) => [captured],
  'frame.time_epoch': ({ seconds, nanos }) => [BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(nanos)],
};

/** Those that every list knows. */
const ALWAYS: ReadonlySet<string> = new Set(['frame.number', 'frame.len', 'frame.cap_len', 'frame.time_epoch']);

/** True when the packet list always knows the values. */
export function isColumn({ info, raw, layers }: NameRef): boolean {
  return !raw && layers === undefined && info.source.from === 'rows' && ALWAYS.has(info.source.row);
}

/** Addresses of this many texts are kept as octets. */
const MAX_KEPT = 10_000;

/**
 * The values of one row of the packet list after the other. It says what it knows for certain, else `undefined`: a packet
 * may have more addresses than the columns show (tunnels, quoted packets), and its shape tells when it has not.
 */
export class ColumnValues implements PacketValues {
  #row: ColumnReader | undefined;
  readonly #addresses = new Map<string, Uint8Array | undefined>();

  load(row: ColumnReader): void {
    this.#row = row;
  }

  exists(ref: NameRef): boolean | undefined {
    const values = this.values(ref);
    if (values !== undefined) return values.length > 0;
    const { info, layers } = ref;
    const row = this.#row;
    if (row === undefined || info.source.from !== 'rows' || layers !== undefined) return undefined;
    // The topmost protocol is there; others need the shape. Only a field that is a protocol is there whenever its family is.
    const name = info.source.row;
    const isProtocol = info.fields.some(({ type, filter }) => type === 'protocol' && filter === name);
    if (!isProtocol) return undefined;
    if (row.shape?.has(name) === true || row.protocol === name) return true;
    const only = info.fields.every(({ type, filter }) => type === 'protocol' && filter === name);
    return only && row.shape?.has(name) === false ? false : undefined;
  }

  count(ref: NameRef): number | undefined {
    return this.values(ref)?.length;
  }

  values({ info, raw, layers }: NameRef): readonly Value[] | undefined {
    const row = this.#row;
    if (row === undefined || info.source.from !== 'rows') return undefined;
    const { shape } = row;
    if (shape !== undefined && info.fields.every(({ filter }) => shape.has(`${familyOf(filter)}.`) === false))
      return [];
    if (raw || layers !== undefined) return undefined;
    const name = info.source.row;
    const frame = Object.hasOwn(FRAME, name) ? FRAME[name] : undefined;
    if (frame !== undefined) return frame(row);
    if (!isColumnName(name) || shape?.has(`=${name}`) !== true) return undefined;
    const values: Value[] = [];
    for (const column of COLUMN_NAMES[name]) {
      const shown = row[column];
      const value = typeof shown === 'string' ? this.#address(shown) : shown;
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  sizes(ref: NameRef): readonly number[] | undefined {
    return this.values(ref)?.length === 0 ? [] : undefined;
  }

  #address(text: string): Uint8Array | undefined {
    if (this.#addresses.has(text)) return this.#addresses.get(text);
    if (this.#addresses.size >= MAX_KEPT) this.#addresses.clear();
    const octets = parseIpv4(text) ?? parseIpv6(text);
    this.#addresses.set(text, octets);
    return octets;
  }
}
