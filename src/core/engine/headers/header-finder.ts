import type { FrameInfo } from '../../dissect/context.ts';
import { type Dissector, dissectorAt, type FixedHeader, type Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { type Onlooker, Summary } from '../../dissect/summary.ts';
import { WatchedState } from './watched-state.ts';

/** Frames of this many octets and more may end with a frame check sequence, which pass 1 does not look for. */
const FRAME_WITH_CHECK = 64;
const CHECK_OCTETS = 4;

/**
 * Finds where headers begin in a packet, by pass 1 up to the last one that is looked for: it reads what leads from header to header,
 * and no more.
 */
export class HeaderFinder implements Onlooker {
  readonly #registry: Registry;
  readonly #headers: ReadonlyMap<string, FixedHeader>;
  readonly #state = new WatchedState();
  readonly #row = new Summary(this.#state, this);
  readonly #ids: string[] = [];
  readonly #starts: number[] = [];
  readonly #octets: number[] = [];
  readonly #limits: number[] = [];
  #count = 0;
  #wanted = 0;
  #bytes: Uint8Array = NOTHING;
  /** Octet that no header may reach. */
  #end = 0;
  #fits = true;
  /** True when the capture says how long the frame check sequence is. */
  #isChecked = false;
  /** True when no check sequence follows although the packet is long enough for one. */
  #isFilled = false;
  /** True behind a header after whose packet padding may follow, until a header says where its packet ends. */
  #mayBePadded = false;
  /** True where what carries the header that is met says nothing of what follows the packet but that it is padding. */
  #isInFrame = false;

  /** @param headers those that are looked for, by protocol */
  constructor(registry: Registry, headers: ReadonlyMap<string, FixedHeader>) {
    this.#registry = registry;
    this.#headers = headers;
  }

  /**
   * Looks for `wanted` headers.
   * @returns false where the packet's tree must tell: it is a fragment, too short, or leads elsewhere
   */
  find(octets: Uint8Array, frame: FrameInfo, wanted: number): boolean {
    this.#count = 0;
    this.#wanted = wanted;
    if (wanted === 0) return true;
    const row = this.#row;
    row.begin(0, 0, 0, false);
    // Nothing is kept of what is only looked at.
    row.alone = true;
    this.#state.isAsked = false;
    this.#fits = true;
    this.#bytes = octets;
    this.#isFilled = false;
    this.#mayBePadded = false;
    this.#isInFrame = false;
    this.#isChecked = frame.fcsOctets !== undefined;
    const mayHaveCheck = octets.length >= FRAME_WITH_CHECK || this.#isChecked;
    this.#end = octets.length - (mayHaveCheck ? CHECK_OCTETS : 0);
    try {
      summarizeNext(dissectorAt(this.#registry, frame.start), octets, 0, octets.length, row);
    } catch {
      // A fault of ours, which the packet's tree tells of.
      return false;
    }
    return this.#count === wanted && this.#fits && !this.#state.isAsked;
  }

  /** Protocol of the `i`-th header. */
  idAt(i: number): string {
    return this.#ids[i]!;
  }

  /** First octet of the `i`-th header. */
  startAt(i: number): number {
    return this.#starts[i]!;
  }

  /** Octets that are stated from the `i`-th header on, its own among them; undefined where only the packet's tree can tell. */
  octetsAt(i: number): number | undefined {
    const octets = this.#octets[i]!;
    return octets < 0 ? undefined : octets;
  }

  /** Octet that the `i`-th header and what it carries do not go beyond. */
  limitAt(i: number): number {
    return this.#limits[i]!;
  }

  meets({ id, header: own }: Dissector, start: number, end: number): boolean {
    // A check sequence that the capture states comes before what the packet says.
    if (own?.isFilled?.(this.#bytes, start, end) === true && !this.#isChecked) this.#isFilled = true;
    if (own?.endAt !== undefined) this.#mayBePadded = false;
    const mayBePadded = this.#mayBePadded && !this.#isFilled;
    const isInFrame = this.#isInFrame;
    this.#isInFrame = own?.isFilled !== undefined;
    if (this.#isInFrame) this.#mayBePadded = true;
    const header = this.#headers.get(id);
    if (header === undefined) return false;
    const width = header.records[0]!.width / 8;
    // What a fragment begins with may be shown in another packet.
    if (start + width > Math.min(end, this.#end) || this.#row.fragment) this.#fits = false;
    this.#ids[this.#count] = id;
    this.#starts[this.#count] = start;
    const stop = own?.endAt === undefined ? end : own.endAt(this.#bytes, start, end);
    this.#limits[this.#count] = isInFrame ? (stop ?? this.#bytes.length) : this.#bytes.length;
    const isWithin = stop !== undefined && stop <= this.#end && !mayBePadded;
    const isSure = this.#row.missing === 0 && (isWithin || (this.#isFilled && stop === this.#bytes.length));
    this.#octets[this.#count] = isSure && stop !== undefined ? stop - start : -1;
    return ++this.#count === this.#wanted || !this.#fits;
  }
}

const NOTHING = new Uint8Array(0);
