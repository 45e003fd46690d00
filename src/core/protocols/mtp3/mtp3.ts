import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { ANSI_HEADER_OCTETS, ansiCode, ansiFields, hasAnsiLabel, readAnsiLabel } from './ansi.ts';

const SPEC = 'ITU-T Q.704';
const HEADER_OCTETS = 5;
const SCCP = 3;

const SERVICES: Readonly<Record<number, string>> = {
  0: 'network management',
  1: 'testing',
  2: 'special testing',
  3: 'SCCP',
  4: 'TUP',
  5: 'ISUP',
  6: 'DUP',
  7: 'DUP',
  9: 'broadband ISUP',
  10: 'satellite ISUP',
};

const point = { type: 'uint', spec: `${SPEC} 2.2.3` } as const;

const f = fields({
  protocol: { filter: 'mtp3', type: 'protocol', label: 'MTP3', spec: SPEC, doc: 'A message of the SS7 network layer.' },
  network: {
    filter: 'mtp3.network_indicator',
    bits: 2,
    type: 'uint',
    label: 'Network indicator',
    spec: `${SPEC} 14.2.2`,
    show: 'hex',
    names: { 0: 'international', 1: 'international, spare', 2: 'national', 3: 'national, spare' },
    doc: 'Network that the point codes belong to.',
  },
  spare: {
    filter: 'mtp3.spare',
    bits: 2,
    type: 'uint',
    label: 'Spare',
    spec: `${SPEC} 14.2.2`,
    show: 'hex',
    doc: 'Two bits without a meaning.',
  },
  service: {
    filter: 'mtp3.service_indicator',
    bits: 4,
    type: 'uint',
    label: 'Service indicator',
    spec: `${SPEC} 14.2.1`,
    show: 'hex',
    names: SERVICES,
    doc: 'What the message carries.',
  },
  label: {
    filter: 'mtp3.label',
    type: 'group',
    label: 'Routing label',
    spec: `${SPEC} 2.2`,
    doc: 'Least significant octet first: the codes share octets.',
  },
  destinationLow: {
    ...point,
    filter: 'mtp3.dpc.low',
    bits: 8,
    label: 'DPC, bits 7 to 0',
    doc: 'Low bits of the destination.',
  },
  originLow: { ...point, filter: 'mtp3.opc.low', bits: 2, label: 'OPC, bits 1 and 0', doc: 'Low bits of the origin.' },
  destinationHigh: {
    ...point,
    filter: 'mtp3.dpc.high',
    bits: 6,
    label: 'DPC, bits 13 to 8',
    doc: 'High bits of the destination.',
  },
  originMiddle: {
    ...point,
    filter: 'mtp3.opc.middle',
    bits: 8,
    label: 'OPC, bits 9 to 2',
    doc: 'Middle bits of the origin.',
  },
  selection: {
    filter: 'mtp3.sls',
    bits: 4,
    type: 'uint',
    label: 'SLS',
    spec: `${SPEC} 2.2.4`,
    doc: 'Selects the link.',
  },
  originHigh: {
    ...point,
    filter: 'mtp3.opc.high',
    bits: 4,
    label: 'OPC, bits 13 to 10',
    doc: 'High bits of the origin.',
  },
  destination: {
    ...point,
    filter: 'mtp3.dpc',
    label: 'DPC',
    also: ['mtp3.pc'],
    generated: true,
    doc: 'Point code of the receiver, 14 bits.',
  },
  origin: {
    ...point,
    filter: 'mtp3.opc',
    label: 'OPC',
    also: ['mtp3.pc'],
    generated: true,
    doc: 'Point code of the sender, 14 bits.',
  },
});

const codesOf = (bytes: Uint8Array, at: number) => {
  const label = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return { destination: label & 0x3fff, origin: (label >>> 14) & 0x3fff };
};

/** Makes the rows of a label of 14-bit codes; gives the link selection. */
function readLabel(cursor: Cursor): number {
  const { destination, origin } = codesOf(cursor.bytes, cursor.at);
  cursor.uint(f.destinationLow, 8);
  cursor.uint(f.originLow, 2);
  cursor.uint(f.destinationHigh, 6);
  cursor.uint(f.originMiddle, 8);
  const selection = cursor.uint(f.selection, 4);
  cursor.uint(f.originHigh, 4);
  cursor.generated(f.destination, destination);
  cursor.generated(f.origin, origin);
  return selection;
}

class Mtp3 implements Dissector {
  readonly id = 'mtp3';
  readonly name = 'MTP3';
  readonly #names: Table<string>;
  /** True for the label of ANSI networks whatever the octets say. */
  readonly #ansi: boolean;
  number = 0;

  constructor(names: Table<string>, ansi = false) {
    this.#names = names;
    this.#ansi = ansi;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (this.#ansi || hasAnsiLabel(bytes, start, end)) {
      if (end - start < ANSI_HEADER_OCTETS) return;
      row.source = row.state.addresses.named(ansiCode(bytes, start + 4));
      row.destination = row.state.addresses.named(ansiCode(bytes, start + 1));
      this.#summarizeNext(bytes, start, start + ANSI_HEADER_OCTETS, end, row);
      return;
    }
    if (end - start < HEADER_OCTETS) return;
    const { destination, origin } = codesOf(bytes, start + 1);
    row.source = row.state.addresses.named(String(origin));
    row.destination = row.state.addresses.named(String(destination));
    this.#summarizeNext(bytes, start, start + HEADER_OCTETS, end, row);
  }

  #summarizeNext(bytes: Uint8Array, start: number, at: number, end: number, row: Summary): void {
    if ((bytes[start]! & 15) === SCCP && end > at) summarizeNext(this.#names.get('sccp'), bytes, at, end, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    const { bytes, at } = cursor;
    const ansi = this.#ansi || hasAnsiLabel(bytes, at, cursor.end >>> 3);
    cursor.uint(f.network, 2);
    cursor.uint(f.spare, 2);
    const service = cursor.uint(f.service, 4);
    if (!cursor.need(f.label, ansi ? (ANSI_HEADER_OCTETS - 1) * 8 : 32)) {
      cursor.close(row);
      return;
    }
    const label = cursor.open(f.label);
    const selection = ansi ? readAnsiLabel(cursor) : readLabel(cursor);
    cursor.close(label);
    const codes = codesOf(bytes, at + 1);
    const origin = ansi ? ansiCode(bytes, at + 4) : String(codes.origin);
    const destination = ansi ? ansiCode(bytes, at + 1) : String(codes.destination);
    const name = SERVICES[service] ?? `service ${service}`;
    cursor.tree.setNote(label, `SLS ${selection}, ${origin} → ${destination}`);
    context.source = origin;
    context.destination = destination;
    context.info = `MTP3, ${name}`;
    cursor.tree.setNote(row, `${name}, ${origin} → ${destination}`);
    cursor.close(row);
    if (cursor.octetsLeft === 0) return;
    if (service !== SCCP || !context.next('dissector.name', 'sccp', cursor)) context.undecoded(cursor, UNDECODED, name);
  }
}

export function register(to: Registry): void {
  const mtp3 = new Mtp3(to.table('dissector.name'));
  mtp3.number = to.protocol(mtp3, [...Object.values(f), ...Object.values(ansiFields)]);
  // To be chosen by "decode as" where the octets do not tell.
  const ansi = new Mtp3(to.table('dissector.name'), true);
  ansi.number = mtp3.number;
  to.bind('link.type', 141, mtp3)
    .bind('dissector.name', 'mtp3', mtp3)
    .bind('layer', 'mtp3', mtp3)
    .bind('layer', 'mtp3-ansi', ansi);
}
