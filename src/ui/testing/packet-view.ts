import type { PacketView } from '../../worker/api.ts';

/** A packet from rows of (field, start bit, end bit, row after the last descendant, source). */
export function packetView(
  index: number,
  rows: readonly (readonly [field: number, start: number, end: number, endRow: number, source: number])[],
  octets = 80,
): PacketView {
  return {
    version: 1,
    index,
    fields: Uint16Array.from(rows, (row) => row[0]),
    positions: Int32Array.from(rows.flatMap((row) => row.slice(1))),
    texts: rows.map((row) => `value of ${row[0]}`),
    sources: [
      { label: 'Frame', bytes: Uint8Array.from({ length: octets }, (_, at) => (at * 37 + index) & 0xff), cut: false },
    ],
    findings: [],
    documents: [],
    digests: [],
    layers: [{ protocol: 'frame', chosenBy: 'file' }],
    protocol: 'frame',
    info: '',
  };
}
