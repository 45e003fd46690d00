import type { Field } from '../codec/field.ts';
import { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { Secret } from '../dissect/secrets.ts';
import { turn } from '../files/event-loop.ts';
import type { Capture } from './capture.ts';
import type { Colours } from './colours/colours.ts';
import { judge, judgedSeverity, judgedVerdict } from './judgement.ts';
import type { ListingService } from './listing/listing-service.ts';
import { packetView } from './packet-view.ts';
import type { PacketRow, PacketView, RowWindow } from './views.ts';

/** Milliseconds of making rows between two chances for other requests: who goes on typing does not wait for rows of the filter before. */
const SLICE_MS = 4;

/** What answers need of the session around them. */
export interface QuestionsHost {
  readonly listing: ListingService;
  /** Without it no row has a colour. */
  readonly colours?: Colours;
  capture(): Capture | undefined;
  secrets(): readonly Secret[];
  version(): number;
  fieldNumber(field: Field): number;
}

/** Answers for rows and trees of the open capture, by dissecting just these packets. */
export class PacketQuestions {
  readonly #host: QuestionsHost;
  readonly #tree = new Tree();

  constructor(host: QuestionsHost) {
    this.#host = host;
  }

  /** Rows at places `from` to `from + count` of the list. */
  async rows(from: number, count: number): Promise<RowWindow> {
    const { listing } = this.#host;
    const capture = this.#host.capture();
    const version = this.#host.version();
    const { revision } = listing;
    if (capture === undefined) return { version, revision, from, rows: [] };
    const indexes = listing.indexes(from, count);
    const rows: PacketRow[] = [];
    for (const part of capture.bytes.parts(indexes)) {
      const bytes = await capture.bytes.fetch(capture.needed(part));
      let from = performance.now();
      for (const index of part) {
        if (performance.now() - from >= SLICE_MS) {
          await turn();
          from = performance.now();
        }
        rows.push(this.#row(capture, index, bytes));
      }
      bytes.release();
    }
    return { version, revision, from, rows };
  }

  /** The tree of a packet; undefined when there is no such packet. */
  async packet(index: number): Promise<PacketView | undefined> {
    const version = this.#host.version();
    const capture = this.#captureOf(index);
    if (capture === undefined) return undefined;
    const bytes = await capture.bytes.fetch(capture.needed([index]));
    const { tree, context } = capture.dissect(index, bytes, this.#host.secrets());
    const view = packetView(tree, context, index, version, (field) => this.#host.fieldNumber(field));
    bytes.release();
    return view;
  }

  /** The tree itself, over octets that stay. */
  async dissected(index: number): Promise<{ readonly tree: Tree; readonly context: Context } | undefined> {
    const capture = this.#captureOf(index);
    if (capture === undefined) return undefined;
    return capture.dissect(index, await capture.bytes.fetch(capture.needed([index])), this.#host.secrets());
  }

  /** The open capture, where it has the packet. */
  #captureOf(index: number): Capture | undefined {
    const capture = this.#host.capture();
    return capture === undefined || index < 0 || index >= capture.length ? undefined : capture;
  }

  #row(capture: Capture, index: number, bytes: ReadonlyMap<number, Uint8Array>): PacketRow {
    const { tree, context } = capture.dissect(index, bytes, this.#host.secrets(), this.#tree);
    const judged = judge(tree, context);
    const { frame } = context;
    const { table } = capture;
    const listedBefore = this.#host.listing.listedBefore(index) ?? index;
    return {
      index,
      seconds: frame.seconds,
      nanos: frame.nanos,
      previousSeconds: frame.previousSeconds ?? frame.seconds,
      previousNanos: frame.previousNanos ?? frame.nanos,
      shownSeconds: table.seconds.get(listedBefore),
      shownNanos: table.nanos.get(listedBefore),
      originSeconds: frame.originSeconds ?? frame.seconds,
      originNanos: frame.originNanos ?? frame.nanos,
      source: context.source,
      destination: context.destination,
      protocol: context.protocolName,
      length: frame.original,
      captured: frame.captured,
      info: context.info,
      severity: judgedSeverity(judged),
      verdict: judgedVerdict(judged),
      commented: frame.comments.length > 0,
      cells: this.#host.listing.cells(tree, context),
      isMarked: frame.isMarked === true,
      isReference: frame.isReference === true,
      isIgnored: frame.isIgnored === true,
      colour: this.#host.colours?.of(capture, index, tree, context) ?? 0,
    };
  }
}
