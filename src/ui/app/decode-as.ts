import type { Catalogue, DecodeAs, PacketView } from '../../worker/api.ts';

type Table = DecodeAs['table'];

export const TABLES: readonly { readonly id: Table; readonly label: string }[] = [
  { id: 'udp.port', label: 'UDP port' },
  { id: 'tcp.port', label: 'TCP port' },
  { id: 'ip.proto', label: 'IP protocol' },
  { id: 'eth.type', label: 'Ethernet type' },
  { id: 'link.type', label: 'Link type' },
  { id: 'media.type', label: 'Media type' },
];

/** Where a packet states the keys of the tables, likeliest to be meant first. */
const SOURCES: Readonly<Record<string, Table>> = {
  'udp.dstport': 'udp.port',
  'udp.srcport': 'udp.port',
  'tcp.dstport': 'tcp.port',
  'tcp.srcport': 'tcp.port',
  'ip.proto': 'ip.proto',
  'ipv6.nxt': 'ip.proto',
  'eth.type': 'eth.type',
};

export type Candidate = Pick<DecodeAs, 'table' | 'key'>;

/** Number that stands in up to 32 bits of an octet string; both ends lie between octets. */
function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start >> 3; at < end >> 3; at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

/** Keys of the shown packet that another protocol can be chosen for. */
export function candidates(view: PacketView | undefined, catalogue: Catalogue | undefined): readonly Candidate[] {
  if (view === undefined || catalogue === undefined) return [];
  const found: { readonly place: number; readonly candidate: Candidate }[] = [];
  const places = Object.keys(SOURCES);
  view.fields.forEach((field, row) => {
    const filter = catalogue.fields[field]?.filter ?? '';
    const table = SOURCES[filter];
    const bytes = view.sources[view.positions[row * 4 + 3] ?? 0]?.bytes;
    if (table === undefined || bytes === undefined) return;
    const key = numberAt(bytes, view.positions[row * 4] ?? 0, view.positions[row * 4 + 1] ?? 0);
    if (found.some(({ candidate }) => candidate.table === table && candidate.key === key)) return;
    found.push({ place: places.indexOf(filter), candidate: { table, key } });
  });
  return found.sort((a, b) => a.place - b.place).map(({ candidate }) => candidate);
}

/** The key that was typed, or undefined when it is none of that table. */
export function parseKey(table: Table, typed: string): number | string | undefined {
  const text = typed.trim();
  if (table === 'media.type') return text === '' ? undefined : text.toLowerCase();
  if (!/^(0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text)) return undefined;
  const value = Number(text);
  const most = table === 'ip.proto' ? 0xff : 0xffff;
  return value <= most ? value : undefined;
}
