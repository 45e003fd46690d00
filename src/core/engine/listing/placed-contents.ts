import type { Tree } from '../../codec/tree.ts';
import { ContentPlace, type ContentPlaces } from '../../dissect/content-places.ts';
import type { DissectorNumbers } from '../../dissect/dissector-numbers.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import { ContentTester } from '../contents/content-tester.ts';
import { placedProtocols } from '../contents/placed-protocols.ts';
import type { BatchedContent, PacketBatchWriter } from '../threads/packet-batch.ts';
import type { FrameBytes } from './packet-window.ts';

/** How a packet is asked: by its tree, by its content alone (which may be kept), or not at all because it has none. */
export type Way = 'tree' | 'content' | 'kept' | 'none';

/** What is known of a kind of content. */
const UNKNOWN = 0;
const ASKED = 1;
const PASSED = 2;

/**
 * Answers filters over fields that follow from the octets of a content alone: these are dissected where pass 1 has met
 * them, and all that carries them is left.
 */
export class PlacedContents {
  readonly #capture: Capture;
  readonly #contents: ContentPlaces;
  readonly #protocols: ReadonlySet<string>;
  /** By kind of content; kinds that come later are unknown. */
  #kinds = new Uint8Array(16);
  readonly #tester: ContentTester;
  readonly #place = new ContentPlace();
  /** The answer for packets without such contents, once one was met: the same for all of them. */
  #noneMatches: boolean | undefined;

  private constructor(
    capture: Capture,
    filter: CompiledFilter,
    protocols: ReadonlySet<string>,
    secrets: readonly Secret[],
  ) {
    this.#capture = capture;
    this.#contents = capture.state.contents;
    this.#protocols = protocols;
    this.#tester = new ContentTester(capture.registry, filter, secrets);
  }

  /** Undefined when the filter asks for more than contents tell. */
  static of(capture: Capture, filter: CompiledFilter, secrets: readonly Secret[]): PlacedContents | undefined {
    const protocols = placedProtocols(capture.registry, filter);
    return protocols && new PlacedContents(capture, filter, protocols, secrets);
  }

  /** Rows of the contents of the packet that was tested last. */
  get tree(): Tree {
    return this.#tester.tree;
  }

  /** Which way packet `index` is asked. */
  way(index: number): Way {
    const contents = this.#contents;
    if (!contents.isNoted(index)) return 'tree';
    let way: Way = 'none';
    for (let i = contents.first(index); contents.isOf(i, index); i++) {
      if (contents.isHidden(i)) return 'tree';
      if (!this.#isAsked(i)) continue;
      if (contents.isLost(i)) return 'tree';
      way = way === 'content' || !contents.isKept(i) ? 'content' : 'kept';
    }
    return way;
  }

  /** True when a packet without any of these contents matches: a filter may ask for what lacks them. */
  isMatchedByNone(index: number): boolean {
    this.#noneMatches ??= this.test(index, undefined);
    return this.#noneMatches;
  }

  /** True when the contents of packet `index` match. */
  test(index: number, bytes: FrameBytes | undefined): boolean {
    const contents = this.#contents;
    const place = this.#place;
    const tester = this.#tester;
    tester.begin();
    for (let i = contents.first(index); contents.isOf(i, index); i++) {
      if (!this.#isAsked(i)) continue;
      contents.read(i, place);
      const { dissector, kept, at, size, port } = place;
      const octets = kept ?? bytes?.get(index);
      if (octets === undefined || dissector === undefined) continue;
      const isCut = kept === undefined && at + size === octets.length && this.#isCut(index);
      tester.add(dissector, octets.subarray(at, at + size), isCut, port);
    }
    return tester.matches;
  }

  /**
   * Puts packet `index` into a batch that another thread is given.
   * @param numbers of the dissectors of this registry
   * @returns false when it cannot be said to another thread
   */
  pack(index: number, numbers: DissectorNumbers, batch: PacketBatchWriter): boolean {
    const contents = this.#contents;
    const { table } = this.#capture;
    const place = this.#place;
    const size = table.captured.get(index);
    const packed: BatchedContent[] = [];
    let isRead = false;
    for (let i = contents.first(index); contents.isOf(i, index); i++) {
      if (!this.#isAsked(i)) continue;
      contents.read(i, place);
      const dissector = place.dissector && numbers.numberOf(place.dissector);
      if (dissector === undefined) return false;
      const { kept, at, port } = place;
      const isCut = kept === undefined && at + place.size === size && this.#isCut(index);
      if (kept === undefined) isRead = true;
      packed.push({ dissector, port, isCut, kept, at, size: place.size });
    }
    batch.begin(table.offset.get(index), isRead ? size : 0);
    for (const content of packed) batch.add(content);
    return true;
  }

  #isCut(index: number): boolean {
    const { table } = this.#capture;
    return table.captured.get(index) < table.original.get(index);
  }

  /** True when the filter asks for rows of the protocol of place `i`. */
  #isAsked(i: number): boolean {
    const kind = this.#contents.kindAt(i);
    const known = this.#kinds[kind];
    if (known === undefined) {
      const kinds = new Uint8Array(2 * kind);
      kinds.set(this.#kinds);
      this.#kinds = kinds;
    } else if (known !== UNKNOWN) return known === ASKED;
    const isAsked = this.#protocols.has(this.#contents.dissectorOf(kind)?.id ?? '');
    this.#kinds[kind] = isAsked ? ASKED : PASSED;
    return isAsked;
  }
}
