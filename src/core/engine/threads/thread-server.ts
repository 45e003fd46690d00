import { DissectorNumbers } from '../../dissect/dissector-numbers.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { ByteSource } from '../../files/byte-source.ts';
import { type FilterCatalogue, filterCatalogue } from '../../filter/catalogue.ts';
import { createRegistry } from '../../protocols/index.ts';
import { BatchedContents } from '../contents/batched-contents.ts';
import { contentFilter } from '../contents/placed-protocols.ts';
import { applyDecodeAs } from '../decode-as.ts';
import type { DecodeAs } from '../views.ts';
import { type BatchRange, type BatchTester, type PacketBatch, rangesOf } from './packet-batch.ts';
import type { FromThread, Question, ToThread } from './thread-messages.ts';

/** The protocols as the user has chosen them. */
interface Protocols {
  readonly choices: string;
  readonly registry: Registry;
  readonly numbers: DissectorNumbers;
  readonly catalogue: FilterCatalogue;
}

/** Questions that are kept ready. */
interface Ready {
  readonly source: ByteSource;
  readonly tester: BatchTester;
}

/** What a further thread does: it reads packets of a file and asks them. It has no capture, and keeps nothing of what it reads. */
export class ThreadServer {
  readonly #open: (file: unknown) => ByteSource | undefined;
  readonly #answer: (answer: FromThread) => void;
  #protocols: Protocols | undefined;
  readonly #questions = new Map<number, Ready>();
  readonly #dropped = new Set<number>();
  #last: Promise<void> = Promise.resolve();

  /**
   * @param open makes a source of a file's handle
   * @param answer takes answers
   */
  constructor(open: (file: unknown) => ByteSource | undefined, answer: (answer: FromThread) => void) {
    this.#open = open;
    this.#answer = answer;
  }

  /** Serves a message. Answers come later. */
  serve(message: ToThread): void {
    switch (message.kind) {
      case 'ready':
        this.#protocolsOf(message.decodeAs);
        this.#answer({ kind: 'ready' });
        return;
      case 'question':
        this.#prepare(message.question, message.asked);
        return;
      case 'forget':
        this.#questions.get(message.question)?.source.rest?.();
        this.#questions.delete(message.question);
        return;
      case 'drop':
        this.#dropped.add(message.id);
        return;
      case 'batch':
        this.#take(message.question, message.id, message.batch);
    }
  }

  #prepare(question: number, { filter, secrets, decodeAs, file }: Question): void {
    const { registry, numbers, catalogue } = this.#protocolsOf(decodeAs);
    const source = this.#open(file);
    const content = contentFilter(filter, registry, catalogue);
    if (source === undefined || content === undefined) return;
    this.#questions.set(question, { source, tester: new BatchedContents(registry, numbers, content, secrets) });
  }

  #protocolsOf(decodeAs: readonly DecodeAs[]): Protocols {
    const choices = JSON.stringify(decodeAs);
    if (this.#protocols?.choices !== choices) {
      const registry = createRegistry();
      applyDecodeAs(registry, decodeAs);
      const numbers = new DissectorNumbers(registry);
      this.#protocols = { choices, registry, numbers, catalogue: filterCatalogue(registry) };
    }
    return this.#protocols;
  }

  /** Reads a batch while the one before is asked, then asks it. */
  #take(question: number, id: number, batch: PacketBatch): void {
    const ready = this.#questions.get(question);
    const ranges = rangesOf(batch);
    const first = ready && read(ready.source, ranges[0]);
    const isWanted = (): boolean => this.#questions.has(question) && !this.#dropped.has(id);
    this.#last = this.#last.then(async () => {
      const matches = ready && (await ask(ready, batch, ranges, first, isWanted).catch(() => undefined));
      this.#dropped.delete(id);
      this.#answer({ kind: 'answer', id, matches });
    });
  }
}

type Reading = Promise<Uint8Array> | undefined;

function read(source: ByteSource, range: BatchRange | undefined): Reading {
  if (range === undefined || range.length === 0) return undefined;
  const reading = source.read(range.offset, range.length);
  // Who waits for it hears of it.
  reading.catch(() => undefined);
  return reading;
}

/** 1 for each packet that matches; undefined when nobody wants to know any more. @throws when the file cannot be read */
async function ask(
  { source, tester }: Ready,
  batch: PacketBatch,
  ranges: readonly BatchRange[],
  first: Reading,
  isWanted: () => boolean,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const matches = new Uint8Array(batch.counts.length);
  let reading = first;
  for (const [i, range] of ranges.entries()) {
    const bytes = await reading;
    if (!isWanted()) return undefined;
    reading = read(source, ranges[i + 1]);
    tester.test(batch, range, bytes, matches);
    if (bytes !== undefined) source.reuse?.(bytes);
  }
  return matches;
}
