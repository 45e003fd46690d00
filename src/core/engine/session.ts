import type { Field } from '../codec/field.ts';
import type { BreakProgress } from '../craft/views.ts';
import type { Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { recognisePaste } from '../files/paste/recognise.ts';
import { createRegistry } from '../protocols/index.ts';
import type { Capture } from './capture.ts';
import { captureStatus } from './capture-status.ts';
import { catalogueOf } from './catalogue.ts';
import { Colours } from './colours/colours.ts';
import { Crafting } from './crafting.ts';
import { applyDecodeAs } from './decode-as.ts';
import { EarlierReading, Overtaken } from './earlier-reading.ts';
import { FollowService } from './follow/follow-service.ts';
import { Judging } from './judging.ts';
import { secretOf } from './keys.ts';
import { ListMap } from './list-map.ts';
import { ListingService } from './listing/listing-service.ts';
import type { ListingStatus } from './listing-views.ts';
import { type LoadEnvironment, loadCapture } from './load-capture.ts';
import type { Loading } from './loading.ts';
import { Marks } from './marks.ts';
import { loadMerged, type SaidBefore } from './merge-captures.ts';
import { openPackets } from './open.ts';
import { PacketQuestions } from './packet-questions.ts';
import { pasteReadings } from './paste-readings.ts';
import { rehearse } from './rehearsal.ts';
import { Requests } from './requests.ts';
import type { SessionInput } from './session-input.ts';
import { StatisticsService } from './statistics/statistics-service.ts';
import { StatusPace } from './status-pace.ts';
import type { ThreadPlatform } from './threads/thread-messages.ts';
import { ThreadPool } from './threads/thread-pool.ts';
import type { CaptureStatus, Catalogue, DecodeAs, PasteReading, SecretInput } from './views.ts';

export interface SessionEnvironment extends LoadEnvironment {
  /** Lets waiting requests be served; resolves soon. */
  pause(): Promise<void>;
  /** Milliseconds, from any start. */
  now(): number;
  /** Further threads, where there are any. */
  readonly threads?: ThreadPlatform;
}

/** One user's view of one capture at a time: opens it, and has those who answer for its packets tell of this one. */
export class Session {
  readonly #environment: SessionEnvironment;
  /** Calls of the page: whoever serves them has them done here, so that the background waits for them. */
  readonly requests = new Requests();
  readonly #onStatus: (status: CaptureStatus) => void;
  #registry: Registry = createRegistry();
  #catalogue = catalogueOf(this.#registry);
  #secrets: readonly Secret[] = [];
  #decodeAs: readonly DecodeAs[] = [];
  #input: SessionInput | undefined;
  #earlier = new EarlierReading();
  #capture: Capture | undefined;
  #loading: Loading | undefined;
  #version = 0;
  readonly #pace = new StatusPace();
  readonly #judging: Judging;
  readonly #threads: ThreadPool | undefined;
  readonly crafting: Crafting;
  /** Which packets are listed, in which order. */
  readonly listing: ListingService;
  readonly statistics: StatisticsService;
  readonly packets: PacketQuestions;
  /** What two ends have said to each other. */
  readonly follow: FollowService;
  readonly colours: Colours;
  readonly marks: Marks;
  /** Rows as the lines of a small map. */
  readonly map: ListMap;

  constructor(
    environment: SessionEnvironment,
    onStatus: (status: CaptureStatus) => void,
    onListing: (status: ListingStatus) => void = () => undefined,
    onBreaking: (progress: BreakProgress) => void = () => undefined,
  ) {
    // A filter may wait for what is learned: then nothing else is waited for.
    const resting = async (): Promise<void> => {
      await this.listing.resting();
      if (this.listing.isWaiting) return;
      await this.requests.quiet();
      // Something may have been asked meanwhile.
      await this.listing.resting();
    };
    this.#environment = { ...environment, idle: resting };
    this.#onStatus = onStatus;
    const capture = (): Capture | undefined => this.#capture;
    const secrets = (): readonly Secret[] => this.#secrets;
    const version = (): number => this.#version;
    const answered = async (): Promise<void> => {
      await this.requests.idle();
      await this.listing.idle();
    };
    const idle = async (): Promise<void> => {
      await answered();
      await this.requests.quiet();
      // Something may have been asked meanwhile.
      await answered();
    };
    this.#threads = environment.threads && new ThreadPool(environment.threads);
    const listing = new ListingService(
      { clock: environment, secrets, version, threads: () => this.#threads, onStatus: onListing },
      this.#registry,
    );
    this.listing = listing;
    this.statistics = new StatisticsService({
      clock: environment,
      listing,
      capture,
      secrets,
      version,
      isLoading: () => this.#loading?.phase === 'loading',
      isJudging: () => this.#judging.isOn,
    });
    this.#judging = new Judging({
      clock: environment,
      secrets,
      onJudged: (judged, index, tree, context) => {
        listing.onDissected(judged, index, tree, context);
        this.statistics.add(index, tree, context);
      },
      onProgress: (isOver) => {
        this.#announce(isOver);
        if (isOver) void listing.sortAhead(idle);
      },
      idle,
    });
    const fieldNumber = (field: Field): number => this.#catalogue.number(field);
    const colours = new Colours({
      capture,
      catalogue: () => listing.catalogue,
      dissected: (index) => this.packets.dissected(index),
    });
    this.colours = colours;
    this.map = new ListMap({
      clock: environment,
      listing,
      colours,
      capture,
      secrets,
      version,
      // A filter that waits for what is learned waits long: meanwhile its rows are there.
      idle: async () => {
        await this.requests.idle();
        await resting();
        await this.requests.idle();
      },
    });
    this.packets = new PacketQuestions({ listing, colours, capture, secrets, version, fieldNumber });
    this.follow = new FollowService({
      clock: environment,
      capture,
      isLoading: () => this.#loading?.phase === 'loading',
    });
    this.marks = new Marks({
      listing,
      capture,
      packets: () => this.#earlier.packetsWith(this.#capture),
      secrets,
      version,
      related: async () => {
        if (this.#loading?.phase !== 'loading') await this.#loading?.done;
      },
      readAnew: () => this.#readAnew(),
    });
    this.crafting = new Crafting({
      pause: () => environment.pause(),
      onBreaking,
      registry: () => this.#registry,
      secrets,
      fieldNumber,
      dissected: (index) => this.packets.dissected(index),
    });
  }

  catalogue(): Catalogue {
    return this.#catalogue.view;
  }

  /** Runs the engine over a made capture until something is opened, so that it is compiled by then; `source` makes a file of octets. */
  async rehearse(source: (bytes: Uint8Array) => ByteSource): Promise<void> {
    const version = this.#version;
    const registry = this.#registry;
    // The names of the filters are made when they are first asked for.
    this.listing.analyseFilter('', 0);
    await rehearse({
      registry,
      colours: this.colours,
      clock: this.#environment,
      source,
      isWanted: () => this.#version === version && this.#registry === registry,
      fieldNumber: (field) => this.#catalogue.number(field),
    });
  }

  /** Resolves when the first packets can be listed, or the input is known to have none; loading goes on. */
  async open(input: SessionInput): Promise<CaptureStatus> {
    const { annotations } = this.marks;
    const files = input.kind === 'merged' && this.#capture !== undefined ? (input.keeps ?? 0) : 0;
    this.marks.forget();
    this.colours.forget();
    // An order is of one capture; a filter and columns go on to the next.
    void this.listing.sort(undefined, false);
    this.#earlier = new EarlierReading();
    return await this.#open(input, { annotations, files });
  }

  /**
   * Reads an input, with what the user has said of its packets.
   * @param said what has been said of packets of its first files, when these were open without the others
   */
  async #open(input: SessionInput, said?: SaidBefore): Promise<CaptureStatus> {
    this.close();
    this.#input = input;
    this.#pace.begin(this.#environment.now());
    const version = this.#version;
    const { annotations } = this.marks;
    if (input.kind === 'paste') {
      const paste = recognisePaste(input.text)[input.reading];
      if (paste === undefined) throw new Error('there are no octets in the pasted text');
      const packets = paste.packets.map(({ bytes }) => bytes);
      const start = { table: 'layer', key: input.layer } as const;
      this.#capture = openPackets(this.#registry, `Pasted ${paste.form}`, packets, start, annotations);
      this.#loading = undefined;
      this.listing.open(this.#capture, false);
      void this.#judging.start(this.#capture);
      return this.#status();
    }
    const onProgress = (): void => {
      if (version !== this.#version) return;
      if (this.#earlier.isEnough(this.#capture)) this.#loading?.stop();
      this.#announce(false);
      this.listing.onGrown();
      this.statistics.onWindow();
    };
    const loading =
      input.kind === 'merged'
        ? loadMerged(this.#registry, input.sources, this.#environment, onProgress, annotations, said)
        : loadCapture(this.#registry, input.source, this.#environment, onProgress, annotations);
    this.#loading = loading;
    const capture = await loading.opened;
    if (version !== this.#version) throw new Overtaken();
    this.#capture = capture;
    this.listing.open(capture, true);
    // Other secrets change the version, not the capture.
    void loading.listed.then(() => {
      if (this.#loading === loading) this.listing.onListed();
      if (version === this.#version) this.#announce(true);
    });
    void loading.done.then(() => {
      if (this.#loading === loading) this.listing.onRelated();
      if (version === this.#version) void this.#judging.start(capture);
    });
    await Promise.race([loading.firstPackets, loading.done]);
    return this.#status();
  }

  stop(): CaptureStatus {
    if (this.#loading?.phase === 'loading') this.#earlier.stop(this.#capture);
    this.#loading?.stop();
    return this.#status();
  }

  close(): void {
    // What waits for the old capture fails or is dropped; a place that cannot be given up goes with the page.
    this.#loading?.close(this.marks.exported()).catch(() => undefined);
    this.#loading = undefined;
    this.#capture = undefined;
    this.#input = undefined;
    this.#judging.reset();
    this.#version++;
    this.listing.close();
    this.statistics.close();
    this.follow.leaveFollowed();
    this.#threads?.end();
  }

  status(): CaptureStatus | undefined {
    return this.#capture === undefined ? undefined : this.#status();
  }

  recognise(text: string): readonly PasteReading[] {
    return pasteReadings(this.#registry, text);
  }

  setSecrets(inputs: readonly SecretInput[]): void {
    this.#secrets = inputs.map(secretOf).filter((secret) => secret !== undefined);
    this.#judgeAgain();
  }

  /** Replaces the user's protocol choices and reads the input anew with them. */
  async setDecodeAs(choices: readonly DecodeAs[]): Promise<void> {
    this.#decodeAs = choices;
    this.#threads?.setDecodeAs(choices);
    this.#registry = createRegistry();
    this.#catalogue = catalogueOf(this.#registry);
    applyDecodeAs(this.#registry, this.#decodeAs);
    this.listing.setRegistry(this.#registry);
    await this.#readAnew();
  }

  /** Reads the input once more, as far as before; what is to be read meanwhile, this one anew or another, takes its place. */
  async #readAnew(): Promise<void> {
    const input = this.#input;
    if (input === undefined) return;
    this.#earlier.keep(this.#capture);
    try {
      await this.#open(input);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
    if (this.#capture !== undefined) this.#announce(true);
  }

  #judgeAgain(): void {
    const capture = this.#capture;
    if (capture === undefined) return;
    this.#version++;
    this.#judging.reset();
    capture.table.judged.fill(0);
    this.#announce(true);
    this.listing.readAnew();
    this.statistics.readAnew();
    const version = this.#version;
    if (this.#loading === undefined) void this.#judging.start(capture);
    else {
      void this.#loading.done.then(() => {
        if (version === this.#version) void this.#judging.start(capture);
      });
    }
  }

  #announce(now: boolean): void {
    const time = this.#environment.now();
    if (now) this.#pace.begin(time);
    else if (!this.#pace.isDue(time)) return;
    this.#onStatus(this.#status());
  }

  #status(): CaptureStatus {
    return captureStatus({
      version: this.#version,
      input: this.#input,
      capture: this.#capture,
      loading: this.#loading,
      judging: this.#judging,
    });
  }
}
