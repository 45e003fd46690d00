import type { InterfaceToWrite } from '../../files/capture-writer.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Capture } from '../capture.ts';
import { type FileLink, fileLinkOf } from './link-of.ts';

/** Counts of units of time in a pcapng file are below this. */
const MOST_UNITS = 2 ** 64;
const MOST_OFFSET = 2 ** 63;
const MICROSECONDS = 6;
const NANOSECONDS = 9;

/** The interfaces of a file to be, by the numbers that the capture gives them. */
export interface FileInterfaces {
  /** How the packets of each stand in the file. */
  readonly links: readonly FileLink[];
  readonly interfaces: readonly InterfaceToWrite[];
  /** Those that the packets are of; the first one when there are no packets. */
  readonly used: readonly InterfaceToWrite[];
  /** What a file needs that has one clock for all packets. */
  readonly clock: 'micro' | 'nano';
}

/** Seconds of an interface's earliest and latest packet, and whether microseconds do not tell them exactly. */
interface Span {
  first: number;
  last: number;
  hasNanos: boolean;
}

/** Interfaces as a file describes them, each with a clock that can say the times of its packets. */
export function fileInterfaces({ registry, table, links: all }: Capture, indexes: Uint32Array): FileInterfaces {
  const spans = spansOf(table, indexes);
  const links = all.map(({ start }) => fileLinkOf(registry, start));
  const interfaces = all.map(({ described }, number): InterfaceToWrite => {
    const { name, description, snapLength, fcsOctets } = described;
    return {
      linkType: links[number]?.linkType ?? 0,
      snapLength,
      ...clockFor(spans.get(number)),
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(fcsOctets === undefined ? {} : { fcsOctets }),
    };
  });
  const isUsed = (number: number): boolean => (indexes.length === 0 ? number === 0 : spans.has(number));
  return {
    links,
    interfaces,
    used: interfaces.filter((_, number) => isUsed(number)),
    clock: [...spans.values()].some(({ hasNanos }) => hasNanos) ? 'nano' : 'micro',
  };
}

function spansOf({ seconds, nanos, interfaceIndex }: PacketTable, indexes: Uint32Array): ReadonlyMap<number, Span> {
  const spans = new Map<number, Span>();
  for (const index of indexes) {
    const time = seconds.get(index);
    const hasNanos = nanos.get(index) % 1000 !== 0;
    const span = spans.get(interfaceIndex.get(index));
    if (span === undefined) {
      spans.set(interfaceIndex.get(index), { first: time, last: time, hasNanos });
      continue;
    }
    if (time < span.first) span.first = time;
    if (time > span.last) span.last = time;
    span.hasNanos ||= hasNanos;
  }
  return spans;
}

/**
 * Counts are of 64 bits without a sign: times before 1970, and nanoseconds after 2554, need an offset. Times that lie too
 * far apart for that are cut to a coarser unit.
 */
function clockFor(span: Span | undefined): Pick<InterfaceToWrite, 'resolution' | 'offsetSeconds'> {
  if (span === undefined) return { resolution: MICROSECONDS };
  const { first, last } = span;
  for (let resolution = span.hasNanos ? NANOSECONDS : MICROSECONDS; resolution > 0; resolution -= 3) {
    const fits = (seconds: number): boolean => (seconds + 1) * 10 ** resolution < MOST_UNITS;
    if (first >= 0 && fits(last)) return { resolution };
    if (Math.abs(first) < MOST_OFFSET && fits(last - first)) return { resolution, offsetSeconds: first };
  }
  return { resolution: 0 };
}
