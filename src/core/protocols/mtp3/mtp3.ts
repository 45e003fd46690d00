import { readBits } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';

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

class Mtp3 implements Dissector {
  readonly id = 'mtp3';
  readonly name = 'MTP3';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (end - start < HEADER_OCTETS) return;
    const { destination, origin } = codesOf(bytes, start + 1);
    row.source = row.state.addresses.named(String(origin));
    row.destination = row.state.addresses.named(String(destination));
    if ((bytes[start]! & 15) === SCCP && end > start + HEADER_OCTETS)
      summarizeNext(this.#names.get('sccp'), bytes, start + HEADER_OCTETS, end, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    const { bytes, at } = cursor;
    cursor.uint(f.network, 2);
    cursor.uint(f.spare, 2);
    const service = cursor.uint(f.service, 4);
    if (!cursor.need(f.label, 32)) {
      cursor.close(row);
      return;
    }
    const label = cursor.open(f.label);
    cursor.uint(f.destinationLow, 8);
    cursor.uint(f.originLow, 2);
    cursor.uint(f.destinationHigh, 6);
    cursor.uint(f.originMiddle, 8);
    cursor.uint(f.selection, 4);
    cursor.uint(f.originHigh, 4);
    const { destination, origin } = codesOf(bytes, at + 1);
    cursor.generated(f.destination, destination);
    cursor.generated(f.origin, origin);
    cursor.close(label);
    const name = SERVICES[service] ?? `service ${service}`;
    cursor.tree.setNote(label, `SLS ${readBits(bytes, (at + 4) * 8, 4)}, ${origin} → ${destination}`);
    context.source = String(origin);
    context.destination = String(destination);
    context.info = `MTP3, ${name}`;
    cursor.tree.setNote(row, `${name}, ${origin} → ${destination}`);
    cursor.close(row);
    if (cursor.octetsLeft === 0) return;
    if (service !== SCCP || !context.next('dissector.name', 'sccp', cursor)) context.undecoded(cursor, UNDECODED, name);
  }
}

export function register(to: Registry): void {
  const mtp3 = new Mtp3(to.table('dissector.name'));
  mtp3.number = to.protocol(mtp3, Object.values(f));
  to.bind('link.type', 141, mtp3).bind('dissector.name', 'mtp3', mtp3);
}
