import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';

const SPEC = 'ANSI T1.111.4';
const point = { type: 'uint', spec: SPEC, bits: 8 } as const;

/** Octets of service information and of the routing label of ANSI networks. */
export const ANSI_HEADER_OCTETS = 8;
const ITU_HEADER_OCTETS = 5;
const SCCP = 3;

export const ansiFields = fields({
  destinationMember: { ...point, filter: 'mtp3.dpc.member', label: 'DPC member', doc: 'Member of the receiver.' },
  destinationCluster: { ...point, filter: 'mtp3.dpc.cluster', label: 'DPC cluster', doc: 'Cluster of the receiver.' },
  destinationNetwork: { ...point, filter: 'mtp3.dpc.network', label: 'DPC network', doc: 'Network of the receiver.' },
  originMember: { ...point, filter: 'mtp3.opc.member', label: 'OPC member', doc: 'Member of the sender.' },
  originCluster: { ...point, filter: 'mtp3.opc.cluster', label: 'OPC cluster', doc: 'Cluster of the sender.' },
  originNetwork: { ...point, filter: 'mtp3.opc.network', label: 'OPC network', doc: 'Network of the sender.' },
  selection: { filter: 'mtp3.sls', type: 'uint', bits: 8, label: 'SLS', spec: SPEC, doc: 'Selects the link.' },
  destination: {
    filter: 'mtp3.ansi_dpc',
    type: 'text',
    label: 'DPC',
    spec: SPEC,
    generated: true,
    doc: 'Point code of the receiver: network, cluster, member.',
  },
  origin: {
    filter: 'mtp3.ansi_opc',
    type: 'text',
    label: 'OPC',
    spec: SPEC,
    generated: true,
    doc: 'Point code of the sender: network, cluster, member.',
  },
});

/** Types of connectionless messages of SCCP. */
const CONNECTIONLESS = new Set([9, 10, 17, 18, 19, 20]);

/** Nothing in a message says which label it has: SCCP behind the longer one alone does. */
export function hasAnsiLabel(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= ANSI_HEADER_OCTETS || (bytes[start]! & 15) !== SCCP) return false;
  return (
    CONNECTIONLESS.has(bytes[start + ANSI_HEADER_OCTETS]!) && !CONNECTIONLESS.has(bytes[start + ITU_HEADER_OCTETS]!)
  );
}

/** The point code at `at` as people write it; its octets come least significant first. */
export function ansiCode(bytes: Uint8Array, at: number): string {
  return `${bytes[at + 2]}-${bytes[at + 1]}-${bytes[at]}`;
}

/** Makes the rows of a label; gives the link selection. */
export function readAnsiLabel(cursor: Cursor): number {
  const f = ansiFields;
  const { bytes, at } = cursor;
  for (const field of [f.destinationMember, f.destinationCluster, f.destinationNetwork]) cursor.uint(field, 8);
  for (const field of [f.originMember, f.originCluster, f.originNetwork]) cursor.uint(field, 8);
  const selection = cursor.uint(f.selection, 8);
  cursor.generated(f.destination, ansiCode(bytes, at));
  cursor.generated(f.origin, ansiCode(bytes, at + 3));
  return selection;
}
