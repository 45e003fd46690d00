import type { Secret } from '../dissect/secrets.ts';
import { Annotations } from './annotations.ts';
import type { Capture } from './capture.ts';
import { addParts } from './export/add-parts.ts';
import { exportPackets } from './export/capture-export.ts';
import { exportCells } from './export/cells.ts';
import type { ExportRequest, ListedPacket, MarkApi, MarkCounts, PacketChoice } from './export-views.ts';
import { isJudged } from './judgement.ts';
import type { ListingService } from './listing/listing-service.ts';
import { type ChoiceOf, chosen, chosenIndexes } from './packet-choice.ts';
import type { Promised } from './promised.ts';

/** What marks need of the session around them. */
export interface MarksHost {
  readonly listing: ListingService;
  capture(): Capture | undefined;
  /** Packets of the input, as far as is known: while it is read anew, those of before too. */
  packets(): number;
  secrets(): readonly Secret[];
  /** Changes when packets may be judged otherwise. */
  version(): number;
  /** Settles when it is known what the packets that have been read have to do with each other. */
  related(): Promise<void>;
  /** Reads the input anew, with other packets left out. */
  readAnew(): Promise<void>;
}

/** What the user says of packets of the open capture, and the packets that leave it as a file. */
export class Marks implements Promised<MarkApi> {
  readonly #host: MarksHost;
  #annotations = new Annotations();
  #exported: Promise<unknown> = Promise.resolve();

  constructor(host: MarksHost) {
    this.#host = host;
  }

  get annotations(): Annotations {
    return this.#annotations;
  }

  /** Another capture: nothing has been said of its packets. */
  forget(): void {
    this.#annotations = new Annotations();
  }

  mark(which: PacketChoice, isOn: boolean): void {
    for (const index of this.#chosen(which, this.#host.packets())) this.#annotations.marked.set(index, isOn);
    this.#host.listing.onAnnotated();
  }

  toggleMark(index: number): void {
    this.mark({ kind: 'packets', indexes: [index] }, !this.#annotations.marked.has(index));
  }

  setReference(which: PacketChoice, isOn: boolean): void {
    const { references } = this.#annotations;
    for (const index of [...this.#chosen(which, this.#host.packets())]) references.set(index, isOn);
    this.#host.listing.onAnnotated();
  }

  toggleReference(index: number): void {
    this.setReference({ kind: 'packets', indexes: [index] }, !this.#annotations.references.has(index));
  }

  async shiftTimes(which: PacketChoice, nanos: bigint): Promise<void> {
    const { shifts } = this.#annotations;
    // Packets that are still to come are shifted as well.
    if (which.kind === 'all') shifts.shiftAll(nanos);
    else shifts.shift(this.#chosen(which, this.#host.packets()), nanos);
    await this.#host.readAnew();
  }

  async setTime(index: number, nanos: bigint): Promise<void> {
    const now = this.timeOf(index);
    if (now !== undefined) await this.shiftTimes({ kind: 'all' }, nanos - now);
  }

  async undoTimeShifts(): Promise<void> {
    this.#annotations.shifts.clear();
    await this.#host.readAnew();
  }

  timeOf(index: number): bigint | undefined {
    const capture = this.#host.capture();
    if (capture === undefined || index < 0 || index >= capture.length) return undefined;
    const { seconds, nanos } = capture.table;
    return BigInt(Math.trunc(seconds.get(index))) * 1_000_000_000n + BigInt(nanos.get(index));
  }

  async ignore(which: PacketChoice, isOn: boolean): Promise<void> {
    for (const index of [...this.#chosen(which, this.#host.packets())]) this.#annotations.ignored.set(index, isOn);
    await this.#host.readAnew();
  }

  async toggleIgnore(index: number): Promise<void> {
    await this.ignore({ kind: 'packets', indexes: [index] }, !this.#annotations.ignored.has(index));
  }

  comment(index: number, text: string): void {
    if (index >= 0 && index < this.#host.packets()) this.#annotations.setComment(index, text);
    this.#host.listing.onAnnotated();
  }

  commentOf(index: number): string {
    return this.#annotations.commentOn(index) ?? '';
  }

  markCounts(): MarkCounts {
    const { marked, ignored, references, commented, shifts } = this.#annotations;
    return {
      marked: marked.size,
      ignored: ignored.size,
      references: references.size,
      commented,
      isShifted: !shifts.isEmpty,
    };
  }

  marked(most: number): readonly number[] {
    const found: number[] = [];
    for (const index of this.#annotations.marked.values()) {
      if (found.length >= most) break;
      found.push(index);
    }
    return found;
  }

  nextMarked(from: number, direction: 1 | -1): ListedPacket | undefined {
    const { marked } = this.#annotations;
    return this.#host.listing.nextOf((index) => marked.has(index), from, direction);
  }

  nextReference(from: number, direction: 1 | -1): ListedPacket | undefined {
    const { references } = this.#annotations;
    return this.#host.listing.nextOf((index) => references.has(index), from, direction);
  }

  /** Settles when no export is under way: one goes on when its capture is closed, and reads packets until its end. */
  async exported(): Promise<void> {
    await this.#exported;
  }

  /**
   * How many packets an export would write (more, once parts have been added), and its octets; they are made as they are asked for, which
   * has to come to an end.
   */
  exportPackets({ which, format, columns, withParts = false }: ExportRequest): {
    readonly total: number;
    readonly chunks: AsyncIterable<Uint8Array>;
    readonly done: () => number;
  } {
    const { listing } = this.#host;
    const capture = this.#host.capture();
    if (capture === undefined) throw new Error('no capture is open');
    let indexes = chosenIndexes(which, this.#choiceOf(capture.length));
    let done = 0;
    const { head, cells, hasFields } = exportCells(columns, (fields) => listing.valuesOf(fields));
    const secrets = this.#host.secrets();
    const version = this.#host.version();
    // Once secrets have changed, packets are judged by others than those of this file.
    const judgedAs = (index: number): number | undefined => {
      const judged = capture.table.judged.get(index);
      return isJudged(judged) && version === this.#host.version() ? judged : undefined;
    };
    const onPackets = (packets: number): void => {
      done += packets;
    };
    const table = { head, cells, judgedAs: hasFields ? undefined : judgedAs };
    const related = this.#host.related();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#exported = Promise.all([this.#exported, ended]);
    const chunks = (async function* () {
      try {
        await related;
        if (withParts) indexes = yield* partsAdded(capture, indexes);
        yield* exportPackets({ capture, indexes, format, secrets, ...table, onPackets });
      } finally {
        end();
      }
    })();
    return {
      get total() {
        return indexes.length;
      },
      chunks,
      done: () => done,
    };
  }

  #chosen(which: PacketChoice, packets: number): Iterable<number> {
    return chosen(which, this.#choiceOf(packets));
  }

  #choiceOf(packets: number): ChoiceOf {
    return {
      packets,
      annotations: this.#annotations,
      shown: (from, to) => this.#host.listing.indexes(from, to - from),
    };
  }
}

/** As `addParts`; between its steps come chunks of nothing. */
function* partsAdded(capture: Capture, indexes: Uint32Array): Generator<Uint8Array, Uint32Array> {
  const adding = addParts(capture, indexes);
  for (;;) {
    const step = adding.next();
    if (step.done === true) return step.value;
    yield NOTHING;
  }
}

const NOTHING = new Uint8Array(0);

/** The calls of the api, for whoever serves it. */
export function markCalls(marks: Marks): Promised<MarkApi> {
  return {
    mark: (which, isOn) => marks.mark(which, isOn),
    toggleMark: (index) => marks.toggleMark(index),
    ignore: (which, isOn) => marks.ignore(which, isOn),
    toggleIgnore: (index) => marks.toggleIgnore(index),
    comment: (index, text) => marks.comment(index, text),
    commentOf: (index) => marks.commentOf(index),
    marked: (most) => marks.marked(most),
    markCounts: () => marks.markCounts(),
    nextMarked: (from, direction) => marks.nextMarked(from, direction),
    setReference: (which, isOn) => marks.setReference(which, isOn),
    toggleReference: (index) => marks.toggleReference(index),
    shiftTimes: (which, nanos) => marks.shiftTimes(which, nanos),
    setTime: (index, nanos) => marks.setTime(index, nanos),
    undoTimeShifts: () => marks.undoTimeShifts(),
    timeOf: (index) => marks.timeOf(index),
    nextReference: (from, direction) => marks.nextReference(from, direction),
  };
}
