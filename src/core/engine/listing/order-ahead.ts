import type { Ordered } from './ordered.ts';
import { placesUpTo } from './radix-sort.ts';
import { type Clock, Slices } from './slices.ts';
import { type SortWork, sortPackets } from './sort.ts';
import { TextKeys } from './text-keys.ts';

/** What is sorted ahead: the column whose values cost most, for every packet is dissected for its text. */
const KEY = 'info';
/** Milliseconds of work between two chances for requests. */
const SLICE_MS = 6;
/** Octets of keys at most, while they are sorted: captures with more are sorted when somebody asks. */
const MOST_OCTETS = 128 * 1024 * 1024;

/** Somebody who waits for the order. */
export interface Waiting {
  isOn(): boolean;
  /** Packets whose value is known. */
  onProgress(done: number): void;
}

/** What the work needs of the list around it. */
export type AheadWork = Pick<SortWork, 'capture' | 'catalogue' | 'shapes' | 'secrets'>;

/**
 * The order of all packets by Info, 5 octets a packet: the texts are gathered from packets that are dissected anyway, and sorted while
 * nobody waits for anything. Whoever asks for the order meanwhile takes over what is at work, which then gives way no longer.
 */
export class OrderAhead {
  #ordered: Ordered | undefined;
  /** Texts of the first packets, without a gap. */
  #texts: TextKeys | undefined;
  /** True when there is no order: its keys would be too large, or the file cannot be read. */
  #isGivenUp = false;
  #coming: Promise<void> | undefined;
  #waiting: Waiting | undefined;
  #hurry: () => void = () => undefined;
  /** Changes when the work is given up. */
  #run = 0;

  /** True when the order by this column is there. */
  knows(key: string): boolean {
    return key === KEY && this.#ordered !== undefined;
  }

  /** True when the order by this column is there, or at work. */
  has(key: string): boolean {
    return key === KEY && (this.#ordered !== undefined || this.#coming !== undefined);
  }

  /** Takes the text of a packet that has been dissected. @param info undefined when it has none */
  gather(index: number, info: string | undefined): void {
    if (this.has(KEY) || this.#isGivenUp) return;
    if (index === 0) this.#texts ??= new TextKeys();
    const texts = this.#texts;
    // Whoever sorts meanwhile may have come further.
    if (texts === undefined || texts.length !== index) return;
    texts.add(info);
    if (texts.octets <= MOST_OCTETS) return;
    this.#texts = undefined;
    this.#isGivenUp = true;
  }

  /** Texts of the first packets, as far as they have been gathered: to go on with, in order. */
  gathered(key: string): TextKeys | undefined {
    return key === KEY ? this.#texts : undefined;
  }

  /** Takes over an order of all packets that somebody has asked for. */
  keep(key: string, ordered: Ordered): void {
    if (key !== KEY) return;
    this.forget();
    this.#ordered = ordered;
  }

  /**
   * Makes the order, unless it is there or at work; settles when it is, or when it was given up.
   * @param idle settles when nobody waits for an answer
   */
  async make(about: AheadWork, clock: Clock, idle: () => Promise<void>): Promise<void> {
    if (!this.has(KEY) && !this.#isGivenUp) this.#coming = this.#make(about, clock, idle, ++this.#run);
    await this.#coming;
  }

  /** The order of all packets, at hand or when it has been made; undefined when there is none, or it was given up. */
  async take(waiting: Waiting): Promise<Ordered | undefined> {
    if (this.#coming !== undefined) {
      this.#waiting = waiting;
      this.#hurry();
      await this.#coming;
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
    return this.#ordered;
  }

  /** Values may be others now. */
  forget(): void {
    this.#run++;
    this.#ordered = undefined;
    this.#coming = undefined;
    this.#texts = undefined;
    this.#isGivenUp = false;
  }

  async #make(about: AheadWork, clock: Clock, idle: () => Promise<void>, run: number): Promise<void> {
    const isOn = (): boolean => run === this.#run;
    const pause = async (): Promise<void> => {
      await clock.pause();
      if (this.#waiting?.isOn() === true) return;
      // Who takes the order over waits for it, and would be waited for.
      const hurried = new Promise<void>((resolve) => {
        this.#hurry = resolve;
      });
      await Promise.race([idle(), hurried]);
    };
    const slices = new Slices({ now: () => clock.now(), pause }, SLICE_MS);
    const onProgress = (done: number): void => this.#waiting?.onProgress(done);
    const all = placesUpTo(about.capture.length);
    const texts = this.#texts;
    let ordered: Ordered | undefined;
    try {
      ordered = await sortPackets(all, KEY, { ...about, slices, isOn, onProgress, texts, mostOctets: MOST_OCTETS });
    } catch {
      // The file is gone: whoever asks for the order will hear of it.
    }
    if (!isOn()) return;
    this.#ordered = ordered;
    this.#coming = undefined;
    this.#texts = undefined;
    this.#isGivenUp = ordered === undefined;
  }
}
