import { LINE_ERROR, LINE_MARKED } from '../base/line-signs.ts';
import { Tree } from '../codec/tree.ts';
import type { Secret } from '../dissect/secrets.ts';
import type { Capture } from './capture.ts';
import type { Colours } from './colours/colours.ts';
import { isJudged, judge, judgedSeverity } from './judgement.ts';
import type { ListMapApi, MapLines } from './list-map-views.ts';
import type { ListingService } from './listing/listing-service.ts';
import { readPackets } from './listing/packet-window.ts';
import { type Clock, Slices } from './listing/slices.ts';
import type { Promised } from './promised.ts';

/** Rows of one answer, at most: no screen is higher. */
const MOST_LINES = 2000;
/** Milliseconds of making lines between two chances for requests. */
const SLICE_MS = 4;
/** Packets whose octets are read together, and how many octets: in a list in another order each lies elsewhere. */
const PART = 64;
const PART_OCTETS = 1024 * 1024;

/** What the map needs of the session around it. */
export interface ListMapHost {
  readonly clock: Clock;
  readonly listing: ListingService;
  readonly colours: Colours;
  capture(): Capture | undefined;
  secrets(): readonly Secret[];
  version(): number;
  /** Settles when nobody waits for an answer. */
  idle(): Promise<void>;
}

/** Says of rows what one line can show of them: colour, findings, mark. Nobody waits for it: all else that is asked comes first. */
export class ListMap implements Promised<ListMapApi> {
  readonly #host: ListMapHost;
  readonly #tree = new Tree();
  /** Changes when what is being made is given up. */
  #run = 0;

  constructor(host: ListMapHost) {
    this.#host = host;
  }

  async mapLines(from: number, count: number): Promise<MapLines | undefined> {
    const run = ++this.#run;
    const host = this.#host;
    const { listing } = host;
    const capture = host.capture();
    const version = host.version();
    const { revision } = listing;
    const isOver = (): boolean => run !== this.#run || version !== host.version() || revision !== listing.revision;
    const indexes = listing.indexes(from, Math.min(count, MOST_LINES));
    const colours = new Int16Array(indexes.length);
    const signs = new Uint8Array(indexes.length);
    const lines: MapLines = { version, revision, from, colours, signs, packets: Uint32Array.from(indexes) };
    if (capture === undefined) return lines;
    const { marked } = capture.annotations;
    const markOf = (index: number): number => (marked.has(index) ? LINE_MARKED : 0);
    const unknown: { readonly index: number; readonly at: number }[] = [];
    indexes.forEach((index, at) => {
      const judged = capture.table.judged.get(index);
      // Without colours, what a packet was judged to be is all there is to say.
      if (host.colours.areOn || !isJudged(judged)) unknown.push({ index, at });
      else signs[at] = errorOf(judged) | markOf(index);
    });
    unknown.sort((a, b) => a.index - b.index);
    const slices = new Slices(host.clock, SLICE_MS);
    for (const part of partsOf(unknown, capture)) {
      await host.idle();
      if (isOver()) return undefined;
      const bytes = await readPackets(
        capture,
        part.map(({ index }) => index),
      );
      try {
        for (const { index, at } of part) {
          if (slices.isOver) {
            await slices.pause();
            await host.idle();
          }
          if (isOver()) return undefined;
          const { tree, context } = capture.dissect(index, bytes, host.secrets(), this.#tree);
          colours[at] = host.colours.of(capture, index, tree, context);
          signs[at] = errorOf(judge(tree, context)) | markOf(index);
        }
      } finally {
        bytes.release?.();
      }
    }
    return lines;
  }

  stopMapLines(): void {
    this.#run++;
  }
}

const errorOf = (judged: number): number => (judgedSeverity(judged) === 'error' ? LINE_ERROR : 0);

/** The same packets, in parts whose octets are few enough to be read at once. */
function* partsOf<T extends { readonly index: number }>(
  packets: readonly T[],
  { table }: Capture,
): Generator<readonly T[]> {
  let part: T[] = [];
  let octets = 0;
  for (const packet of packets) {
    part.push(packet);
    octets += table.captured.get(packet.index);
    if (part.length < PART && octets < PART_OCTETS) continue;
    yield part;
    part = [];
    octets = 0;
  }
  if (part.length > 0) yield part;
}

/** The calls of the api, for whoever serves it. */
export function listMapCalls(map: ListMap): Promised<ListMapApi> {
  return {
    mapLines: (from, count) => map.mapLines(from, count),
    stopMapLines: () => map.stopMapLines(),
  };
}
