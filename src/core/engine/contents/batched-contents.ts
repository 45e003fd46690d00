import type { DissectorNumbers } from '../../dissect/dissector-numbers.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { type BatchRange, type BatchTester, CUT, KEPT, octetsOf, type PacketBatch } from '../threads/packet-batch.ts';
import { ContentTester } from './content-tester.ts';

/** Asks the contents of batches, in a thread that has no capture: as `PlacedContents.test` in the one that has. */
export class BatchedContents implements BatchTester {
  readonly #numbers: DissectorNumbers;
  readonly #tester: ContentTester;
  /** The batch asked last, and the first content of packet `#place` in it. */
  #batch: PacketBatch | undefined;
  #place = 0;
  #content = 0;

  /** @param filter one of which `placedProtocols` gives the protocols */
  constructor(registry: Registry, numbers: DissectorNumbers, filter: CompiledFilter, secrets: readonly Secret[]) {
    this.#numbers = numbers;
    this.#tester = new ContentTester(registry, filter, secrets);
  }

  test(batch: PacketBatch, range: BatchRange, bytes: Uint8Array | undefined, matches: Uint8Array): void {
    if (this.#batch !== batch || this.#place !== range.from) {
      this.#batch = batch;
      this.#content = 0;
      for (let place = 0; place < range.from; place++) this.#content += batch.counts[place]!;
    }
    for (let place = range.from; place < range.to; place++)
      if (this.#matches(batch, batch.counts[place]!, octetsOf(batch, place, range, bytes))) matches[place] = 1;
    this.#place = range.to;
  }

  #matches(
    { dissectors, ports, flags, starts, lengths, kept }: PacketBatch,
    count: number,
    packet: Uint8Array | undefined,
  ): boolean {
    const tester = this.#tester;
    tester.begin();
    for (const end = this.#content + count; this.#content < end; this.#content++) {
      const content = this.#content;
      const dissector = this.#numbers.dissectorOf(dissectors[content]!);
      const isKept = (flags[content]! & KEPT) !== 0;
      if (dissector === undefined) throw new Error('the thread has other protocols');
      const octets = isKept ? kept : packet;
      if (octets === undefined) continue;
      const at = starts[content]!;
      tester.add(
        dissector,
        octets.subarray(at, at + lengths[content]!),
        (flags[content]! & CUT) !== 0,
        ports[content]!,
      );
    }
    return tester.matches;
  }
}
