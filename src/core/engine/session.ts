import type { Field } from '../codec/field.ts';
import { Tree } from '../codec/tree.ts';
import type { BreakProgress } from '../craft/views.ts';
import type { Context } from '../dissect/context.ts';
import type { Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import type { ByteSource } from '../files/byte-source.ts';
import type { PasteResult } from '../files/paste/recognise.ts';
import { recognisePaste } from '../files/paste/recognise.ts';
import { createRegistry } from '../protocols/index.ts';
import { Annotations } from './annotations.ts';
import type { Capture } from './capture.ts';
import { catalogueOf } from './catalogue.ts';
import { Crafting } from './crafting.ts';
import { applyDecodeAs } from './decode-as.ts';
import { exportPackets } from './export/capture-export.ts';
import { exportCells } from './export/cells.ts';
import type { ExportRequest, PacketChoice } from './export-views.ts';
import { judge, judgedSeverity, judgedVerdict, Tally } from './judgement.ts';
import { secretOf } from './keys.ts';
import { chooseLayer } from './layers.ts';
import { ListingService } from './listing/listing-service.ts';
import type { ListingStatus } from './listing-views.ts';
import { type LoadEnvironment, type Loading, loadCapture } from './load-capture.ts';
import { loadMerged } from './merge-captures.ts';
import { openPackets } from './open.ts';
import { chosen } from './packet-choice.ts';
import { packetView } from './packet-view.ts';
import { StatisticsService } from './statistics/statistics-service.ts';
import type {
  CaptureStatus,
  Catalogue,
  DecodeAs,
  PacketRow,
  PacketView,
  PasteReading,
  RowWindow,
  SecretInput,
} from './views.ts';

/** What a session opens. */
export type SessionInput =
  | { readonly kind: 'source'; readonly source: ByteSource }
  /** Several captures as one, ordered by time. */
  | { readonly kind: 'merged'; readonly sources: readonly ByteSource[] }
  | { readonly kind: 'paste'; readonly text: string; readonly reading: number; readonly layer: string };

export interface SessionEnvironment extends LoadEnvironment {
  /** Lets waiting requests be served; resolves soon. */
  pause(): Promise<void>;
  /** Milliseconds, from any start. */
  now(): number;
}

const STATUS_EVERY = 100;
/** Longest stretch of judging between two chances for requests, in milliseconds. */
const JUDGE_SLICE = 12;
const JUDGE_BLOCK = 256;

/** One user's view of one capture at a time: opens it, answers for its rows and trees, judges it in the background. */
export class Session {
  readonly #environment: SessionEnvironment;
  readonly #onStatus: (status: CaptureStatus) => void;
  #registry: Registry = createRegistry();
  #catalogue = catalogueOf(this.#registry);
  #secrets: readonly Secret[] = [];
  #decodeAs: readonly DecodeAs[] = [];
  #input: SessionInput | undefined;
  #capture: Capture | undefined;
  #loading: Loading | undefined;
  #annotations = new Annotations();
  #tally = new Tally();
  #judging = false;
  #version = 0;
  #lastStatus = 0;
  readonly #tree = new Tree();
  readonly crafting: Crafting;
  /** Which packets are listed, in which order. */
  readonly listing: ListingService;
  readonly statistics: StatisticsService;

  constructor(
    environment: SessionEnvironment,
    onStatus: (status: CaptureStatus) => void,
    onListing: (status: ListingStatus) => void = () => undefined,
    onBreaking: (progress: BreakProgress) => void = () => undefined,
  ) {
    this.#environment = environment;
    this.#onStatus = onStatus;
    this.listing = new ListingService(
      { clock: environment, secrets: () => this.#secrets, version: () => this.#version, onStatus: onListing },
      this.#registry,
    );
    this.statistics = new StatisticsService({
      clock: environment,
      listing: this.listing,
      capture: () => this.#capture,
      secrets: () => this.#secrets,
      version: () => this.#version,
      isLoading: () => this.#loading?.phase === 'loading',
      isJudging: () => this.#judging,
    });
    this.crafting = new Crafting({
      pause: () => environment.pause(),
      onBreaking,
      registry: () => this.#registry,
      secrets: () => this.#secrets,
      fieldNumber: (field) => this.#catalogue.number(field),
      dissected: (index) => this.#dissected(index),
    });
  }

  catalogue(): Catalogue {
    return this.#catalogue.view;
  }

  /** Resolves when the first packets can be listed, or the input is known to have none; loading goes on. */
  async open(input: SessionInput): Promise<CaptureStatus> {
    this.#annotations = new Annotations();
    // An order is of one capture; a filter and columns go on to the next.
    void this.listing.sort(undefined, false);
    return await this.#open(input);
  }

  /** Reads an input, with what the user has said of its packets. */
  async #open(input: SessionInput): Promise<CaptureStatus> {
    this.close();
    this.#input = input;
    const version = this.#version;
    if (input.kind === 'paste') {
      const paste = recognisePaste(input.text)[input.reading];
      if (paste === undefined) throw new Error('there are no octets in the pasted text');
      const packets = paste.packets.map(({ bytes }) => bytes);
      const start = { table: 'layer', key: input.layer } as const;
      this.#capture = openPackets(this.#registry, `Pasted ${paste.form}`, packets, start, this.#annotations);
      this.#loading = undefined;
      this.listing.open(this.#capture, false);
      void this.#judgeAll(version);
      return this.#status();
    }
    const onProgress = (): void => {
      if (version !== this.#version) return;
      this.#announce(false);
      this.listing.onLoaded(true);
    };
    const loading =
      input.kind === 'merged'
        ? loadMerged(this.#registry, input.sources, this.#environment, onProgress, this.#annotations)
        : loadCapture(this.#registry, input.source, this.#environment, onProgress, this.#annotations);
    this.#loading = loading;
    const capture = await loading.opened;
    if (version !== this.#version) throw new Error('another input was opened meanwhile');
    this.#capture = capture;
    this.listing.open(capture, true);
    void loading.done.then(() => {
      // Other secrets change the version, not the capture.
      if (this.#loading === loading) this.listing.onLoaded(false);
      if (version !== this.#version) return;
      this.#announce(true);
      void this.#judgeAll(version);
    });
    await Promise.race([loading.firstPackets, loading.done]);
    return this.#status();
  }

  stop(): CaptureStatus {
    this.#loading?.stop();
    return this.#status();
  }

  close(): void {
    // What waits for the old capture fails or is dropped; a place that cannot be given up goes with the page.
    this.#loading?.close().catch(() => undefined);
    this.#loading = undefined;
    this.#capture = undefined;
    this.#input = undefined;
    this.#tally = new Tally();
    this.#judging = false;
    this.#version++;
    this.listing.close();
    this.statistics.close();
  }

  status(): CaptureStatus | undefined {
    return this.#capture === undefined ? undefined : this.#status();
  }

  /** Rows at places `from` to `from + count` of the list. Their info and verdicts come from dissecting just these packets. */
  async rows(from: number, count: number): Promise<RowWindow> {
    const capture = this.#capture;
    const version = this.#version;
    const { revision } = this.listing;
    if (capture === undefined) return { version, revision, from, rows: [] };
    const indexes = this.listing.indexes(from, count);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    const rows = indexes.map((index): PacketRow => {
      const { tree, context } = capture.dissect(index, bytes, this.#secrets, this.#tree);
      const judged = judge(tree, context);
      const { frame } = context;
      return {
        index,
        seconds: frame.seconds,
        nanos: frame.nanos,
        previousSeconds: frame.previousSeconds ?? frame.seconds,
        previousNanos: frame.previousNanos ?? frame.nanos,
        source: context.source,
        destination: context.destination,
        protocol: context.protocolName,
        length: frame.original,
        captured: frame.captured,
        info: context.info,
        severity: judgedSeverity(judged),
        verdict: judgedVerdict(judged),
        commented: frame.comments.length > 0,
        cells: this.listing.cells(tree, context),
        isMarked: frame.isMarked === true,
        isIgnored: frame.isIgnored === true,
      };
    });
    return { version, revision, from, rows };
  }

  async packet(index: number): Promise<PacketView | undefined> {
    const capture = this.#capture;
    const version = this.#version;
    if (capture === undefined || index < 0 || index >= capture.length) return undefined;
    const bytes = await capture.bytes.fetch(capture.needed([index]));
    const { tree, context } = capture.dissect(index, bytes, this.#secrets);
    return packetView(tree, context, index, version, (field: Field) => this.#catalogue.number(field));
  }

  async #dissected(index: number): Promise<{ readonly tree: Tree; readonly context: Context } | undefined> {
    const capture = this.#capture;
    if (capture === undefined || index < 0 || index >= capture.length) return undefined;
    return capture.dissect(index, await capture.bytes.fetch(capture.needed([index])), this.#secrets);
  }

  recognise(text: string): readonly PasteReading[] {
    return recognisePaste(text).map((paste) => this.#reading(paste, text));
  }

  setSecrets(inputs: readonly SecretInput[]): void {
    this.#secrets = inputs.map(secretOf).filter((secret) => secret !== undefined);
    this.#judgeAgain();
  }

  /** Replaces the user's protocol choices and reads the input anew with them. */
  async setDecodeAs(choices: readonly DecodeAs[]): Promise<void> {
    this.#decodeAs = choices;
    this.#registry = createRegistry();
    this.#catalogue = catalogueOf(this.#registry);
    applyDecodeAs(this.#registry, this.#decodeAs);
    this.listing.setRegistry(this.#registry);
    const input = this.#input;
    if (input !== undefined) await this.#open(input);
    if (this.#capture !== undefined) this.#announce(true);
  }

  mark(which: PacketChoice, isOn: boolean): void {
    for (const index of this.#chosen(which)) this.#annotations.marked.set(index, isOn);
    this.listing.onAnnotated();
  }

  /** Leaves packets out, or takes them in again, and reads the input anew. */
  async ignore(which: PacketChoice, isOn: boolean): Promise<void> {
    for (const index of [...this.#chosen(which)]) this.#annotations.ignored.set(index, isOn);
    const input = this.#input;
    if (input !== undefined) await this.#open(input);
    this.#announce(true);
  }

  comment(index: number, text: string): void {
    if (index >= 0 && index < (this.#capture?.length ?? 0)) this.#annotations.setComment(index, text);
    this.listing.onAnnotated();
  }

  commentOf(index: number): string {
    return this.#annotations.commentOn(index) ?? '';
  }

  markCounts(): { readonly marked: number; readonly ignored: number; readonly commented: number } {
    const { marked, ignored, commented } = this.#annotations;
    return { marked: marked.size, ignored: ignored.size, commented };
  }

  marked(most: number): readonly number[] {
    const found: number[] = [];
    for (const index of this.#annotations.marked.values()) {
      if (found.length >= most) break;
      found.push(index);
    }
    return found;
  }

  nextMarked(from: number, direction: 1 | -1): number | undefined {
    const { marked } = this.#annotations;
    return this.listing.nextOf((index) => marked.has(index), from, direction);
  }

  /** How many packets an export would write, and its octets; they are made as they are asked for. */
  exportPackets({ which, format, columns }: ExportRequest): {
    readonly total: number;
    readonly chunks: AsyncIterable<Uint8Array>;
    readonly done: () => number;
  } {
    const capture = this.#capture;
    if (capture === undefined) throw new Error('no capture is open');
    const indexes = Uint32Array.from(this.#chosen(which));
    let done = 0;
    const counted = function* (): Generator<number> {
      for (const index of indexes) {
        done++;
        yield index;
      }
    };
    const { head, cells } = exportCells(columns, (fields) => this.listing.valuesOf(fields));
    const chunks = exportPackets({ capture, indexes: counted(), format, secrets: this.#secrets, head, cells });
    return { total: indexes.length, chunks, done: () => done };
  }

  #chosen(which: PacketChoice): Iterable<number> {
    const packets = this.#capture?.length ?? 0;
    const shown = (): Iterable<number> => this.listing.indexes(0, packets);
    return chosen(which, { packets, annotations: this.#annotations, shown });
  }

  #reading(paste: PasteResult, text: string): PasteReading {
    const [first] = paste.packets;
    const asked = first?.layerHint;
    const known = asked !== undefined && this.#registry.table('layer').has(asked) ? asked : undefined;
    const { layer, chosenBy } = chooseLayer(this.#registry, first?.bytes ?? new Uint8Array(0), known);
    return {
      form: paste.form,
      packets: paste.packets.length,
      octets: paste.packets.reduce((sum, { bytes }) => sum + bytes.length, 0),
      layer,
      layerChosenBy: known === undefined ? chosenBy : 'stated by the text',
      confidence: paste.confidence,
      ignored: paste.ignored.map(({ start, end }) => text.slice(start, end)),
      warnings: paste.warnings,
    };
  }

  #judgeAgain(): void {
    const capture = this.#capture;
    if (capture === undefined) return;
    this.#version++;
    this.#tally = new Tally();
    this.#judging = false;
    capture.table.judged.fill(0);
    this.#announce(true);
    this.listing.readAnew();
    this.statistics.readAnew();
    const version = this.#version;
    if (this.#loading === undefined) void this.#judgeAll(version);
    else {
      void this.#loading.done.then(() => {
        if (version === this.#version) void this.#judgeAll(version);
      });
    }
  }

  /** Dissects every packet once, in slices, and counts what it finds. */
  async #judgeAll(version: number): Promise<void> {
    const capture = this.#capture;
    if (capture === undefined || this.#judging) return;
    this.#judging = true;
    const { table } = capture;
    const tree = new Tree();
    let sliceFrom = this.#environment.now();
    for (let from = 0; from < capture.length; from += JUDGE_BLOCK) {
      const indexes = Array.from({ length: Math.min(JUDGE_BLOCK, capture.length - from) }, (_, i) => from + i);
      let bytes: Map<number, Uint8Array>;
      try {
        bytes = await capture.bytes.fetch(capture.needed(indexes));
      } catch {
        break;
      }
      for (const index of indexes) {
        if (version !== this.#version) return;
        const { context } = capture.dissect(index, bytes, this.#secrets, tree);
        table.judged.set(index, judge(tree, context));
        this.listing.shapes.set(capture, index, tree, context);
        this.#tally.add(index, tree, context);
        this.statistics.add(index, tree, context);
        if (this.#environment.now() - sliceFrom > JUDGE_SLICE) {
          await this.#environment.pause();
          sliceFrom = this.#environment.now();
        }
      }
      if (version !== this.#version) return;
      this.#announce(false);
      // Somebody waits for the list, nobody for this.
      await this.listing.idle();
    }
    this.#judging = false;
    this.#announce(true);
  }

  #announce(now: boolean): void {
    const time = this.#environment.now();
    if (!now && time - this.#lastStatus < STATUS_EVERY) return;
    this.#lastStatus = time;
    this.#onStatus(this.#status());
  }

  #status(): CaptureStatus {
    const capture = this.#capture;
    const loading = this.#loading;
    const some = capture !== undefined && capture.length > 0;
    const input = this.#input;
    return {
      version: this.#version,
      name: input?.kind === 'source' ? input.source.name : (capture?.source.name ?? ''),
      size: sizeOf(input) ?? capture?.source.size ?? 0,
      read: loading?.read ?? capture?.source.size ?? 0,
      format: loading?.format ?? capture?.source.name ?? '',
      packets: capture?.length ?? 0,
      phase: loading?.phase ?? 'done',
      faults: capture?.notes.faults ?? [],
      details: capture === undefined ? [] : [...capture.notes.details, ...captureDetails(capture)],
      firstSeconds: some ? capture.table.seconds.get(0) : undefined,
      firstNanos: some ? capture.table.nanos.get(0) : 0,
      judged: this.#tally.judged,
      judging: this.#judging,
      verdicts: { ...this.#tally.verdicts },
      broken: this.#tally.broken,
    };
  }
}

/** Octets of the files, as they lie on the disk. */
function sizeOf(input: SessionInput | undefined): number | undefined {
  if (input?.kind === 'source') return input.source.size;
  return input?.kind === 'merged' ? input.sources.reduce((sum, { size }) => sum + size, 0) : undefined;
}

function captureDetails(capture: Capture): { readonly label: string; readonly value: string }[] {
  const more = capture.moreFaults === 0 ? [] : [{ label: 'Faults not listed', value: String(capture.moreFaults) }];
  const interfaces = capture.links.flatMap(({ described }, i) => [
    ...(described.name === undefined ? [] : [{ label: `Interface ${i}`, value: described.name }]),
    ...described.details.map(({ label, value }) => ({ label: `Interface ${i}: ${label}`, value })),
  ]);
  return [...interfaces, ...more];
}
