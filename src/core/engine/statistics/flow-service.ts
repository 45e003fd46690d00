import type { Capture } from '../capture.ts';
import { numbersBetween } from '../conversation-number.ts';
import type { FlowKey, FlowLayer, FlowsRequest, FlowsView } from '../statistics-views.ts';
import type { FlowCounts } from './flow-counts.ts';
import { FLOW_LAYERS, FlowGroups, type FlowSums } from './flow-tables.ts';

/** Rows of one answer at most. */
const MOST_ROWS = 100_000;

interface Ordered {
  readonly key: string;
  readonly counts: FlowCounts;
  readonly packets: number;
  readonly sums: FlowSums;
  readonly rows: Uint32Array;
}

/** Conversations and endpoints of a capture, sorted and in windows. */
export class FlowTables {
  readonly #capture: Capture;
  readonly #groups = new Map<string, FlowGroups>();
  /** The table that was asked for last: its next window costs nothing. */
  #ordered: Ordered | undefined;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  view(
    request: FlowsRequest,
    counts: FlowCounts,
  ): Omit<FlowsView, 'version' | 'total' | 'counted' | 'dissected' | 'isGrowing'> {
    const { kind, layer, from } = request;
    const group = this.#group(kind, layer);
    const { sums, rows } = this.#order(request, group, counts);
    const numbers = {} as Record<FlowLayer, number>;
    for (const other of FLOW_LAYERS) {
      numbers[other] = other === layer ? rows.length : rowsWithPackets(this.#group(kind, other).sums(counts)).length;
    }
    const { addresses } = this.#capture.state;
    const window = rows.subarray(Math.max(0, from), Math.max(0, from) + Math.min(request.count, MOST_ROWS));
    let mostPackets = 0;
    let mostOctets = 0;
    for (const row of rows) {
      mostPackets = Math.max(mostPackets, sums.packetsAB[row]! + sums.packetsBA[row]!);
      mostOctets = Math.max(mostOctets, sums.octetsAB[row]! + sums.octetsBA[row]!);
    }
    return {
      from,
      rows: Array.from(window, (row) => ({
        ...group.view(row, sums, addresses),
        streams: this.#streams(request, group.flowOf(row)),
      })),
      count: rows.length,
      counts: numbers,
      untold: sums.untold,
      mostPackets,
      mostOctets,
    };
  }

  #group(kind: FlowsRequest['kind'], layer: FlowLayer): FlowGroups {
    const key = `${kind} ${layer}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new FlowGroups(this.#capture.flows, layer, kind);
      this.#groups.set(key, group);
    }
    return group;
  }

  #streams({ kind, layer }: FlowsRequest, flow: number): readonly number[] {
    const isNumbered = kind === 'conversations' && (layer === 'tcp' || layer === 'udp');
    return isNumbered ? numbersBetween(this.#capture, flow, layer) : [];
  }

  #order(request: FlowsRequest, group: FlowGroups, counts: FlowCounts): Ordered {
    const { kind, layer, sort } = request;
    const key = JSON.stringify([kind, layer, sort]);
    const known = this.#ordered;
    if (known?.key === key && known.counts === counts && known.packets === counts.packets) return known;
    const sums = group.sums(counts);
    const rows = rowsWithPackets(sums);
    const sign = sort.isDescending ? -1 : 1;
    if (sort.key === 'a' || sort.key === 'b') {
      const texts = this.#texts(group, sort.key, rows);
      rows.sort((a, b) => sign * compareTexts(texts.get(a) ?? '', texts.get(b) ?? '') || a - b);
    } else {
      const values = new Float64Array(sums.length);
      for (const row of rows)
        values[row] =
          sort.key === 'stream'
            ? (this.#streams(request, group.flowOf(row))[0] ?? -1)
            : sortValue(sort.key, row, group, sums);
      rows.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
    }
    this.#ordered = { key, counts, packets: counts.packets, sums, rows };
    return this.#ordered;
  }

  #texts(group: FlowGroups, key: 'a' | 'b', rows: Uint32Array): Map<number, string> {
    const { addresses } = this.#capture.state;
    const texts = new Map<number, string>();
    for (const row of rows) {
      texts.set(row, sortable(key === 'a' ? group.a(row, addresses).address : group.b(row, addresses).address));
    }
    return texts;
  }
}

function rowsWithPackets({ length, packetsAB, packetsBA }: FlowSums): Uint32Array {
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (packetsAB[row]! + packetsBA[row]! > 0) rows[count++] = row;
  return rows.subarray(0, count);
}

function sortValue(
  key: Exclude<FlowKey, 'a' | 'b' | 'stream'>,
  row: number,
  group: FlowGroups,
  sums: FlowSums,
): number {
  const duration = sums.last[row]! - sums.first[row]!;
  switch (key) {
    case 'portA':
      return group.portA(row);
    case 'portB':
      return group.portB(row);
    case 'packets':
      return sums.packetsAB[row]! + sums.packetsBA[row]!;
    case 'octets':
      return sums.octetsAB[row]! + sums.octetsBA[row]!;
    case 'start':
      return sums.first[row]!;
    case 'duration':
      return duration;
    case 'rateAB':
      return duration > 0 ? sums.octetsAB[row]! / duration : -1;
    case 'rateBA':
      return duration > 0 ? sums.octetsBA[row]! / duration : -1;
    default:
      return sums[key][row]!;
  }
}

/** IPv4 addresses in the order of their numbers; all else in the order of its text. */
function sortable(address: string): string {
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) ? address.replace(/\d+/g, (digits) => digits.padStart(3, '0')) : address;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
