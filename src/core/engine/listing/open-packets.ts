import type { Tree } from '../../codec/tree.ts';
import type { DissectorNumbers } from '../../dissect/dissector-numbers.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { Wants } from '../../dissect/wants.ts';
import type { ColumnProgram } from '../../filter/column-table.ts';
import type { CompiledFilter, PartedFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, YES } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import { placedIn } from '../contents/placed-protocols.ts';
import type { PacketBatchWriter } from '../threads/packet-batch.ts';
import { askedOf, treeFor } from './asked.ts';
import { NotedPackets } from './noted-packets.ts';
import { PacketHeaders } from './packet-headers.ts';
import type { FrameBytes } from './packet-window.ts';
import { PlacedContents } from './placed-contents.ts';
import type { TableColumns } from './table-columns.ts';
import { FIRST_CONTENTS, FIRST_TREES, type WindowLimits, type WindowPlan } from './window-plan.ts';

/** Beside verdicts: unknown, and the packet's contents alone can tell. */
const CONTENT = 1;
/** The packet's contents are asked first, its tree when they do not decide. */
const CONTENT_FIRST = 2;
/** The packet's headers are asked first, its tree when other packets matter. */
const HEADERS = 3;

/** True when contents are asked for a packet of which `wayOf` has said this. */
export function isContent(way: number): boolean {
  return way === CONTENT || way === CONTENT_FIRST;
}

/** Decides packets that the columns leave open: by their contents or headers where these tell, by their trees elsewhere. */
export class OpenPackets {
  readonly capture: Capture;
  readonly filter: CompiledFilter;
  readonly secrets: readonly Secret[];
  readonly #columns: TableColumns;
  readonly #program: ColumnProgram;
  readonly #tree: Tree;
  readonly #wants: Wants | undefined;
  readonly #parted: PartedFilter | undefined;
  readonly #contents: PlacedContents | undefined;
  readonly #headers: PacketHeaders | undefined;
  readonly #noted: NotedPackets | undefined;
  /** What the columns say of what is asked beside contents, from packet `#from` on. */
  #beside = new Uint8Array(0);
  #from = 0;

  /** @param program the filter's: it keeps what it has worked out, so whoever has one hands it over */
  constructor(
    capture: Capture,
    filter: CompiledFilter,
    columns: TableColumns,
    secrets: readonly Secret[],
    program: ColumnProgram = filter.program(),
  ) {
    this.capture = capture;
    this.filter = filter;
    this.secrets = secrets;
    this.#columns = columns;
    this.#program = program;
    this.#wants = askedOf(filter, capture.registry);
    this.#tree = treeFor(this.#wants);
    this.#parted = filter.parted(placedIn(capture.registry));
    this.#contents = this.#parted && PlacedContents.of(capture, this.#parted.content, secrets);
    this.#headers = PacketHeaders.of(capture, filter, columns);
    this.#noted = NotedPackets.of(capture, filter);
  }

  /** Limits of the first window of a scan. */
  get firstLimits(): WindowLimits {
    return this.#contents === undefined ? FIRST_TREES : FIRST_CONTENTS;
  }

  /** Writes what the columns say of packets `from` up to but not including `to`. */
  answer(from: number, to: number, verdicts: Uint8Array): void {
    this.#columns.answer(this.#program, from, to, verdicts);
  }

  /** Of packets `from` up to but not including `to`, some will be asked for their way. */
  prepare(from: number, to: number): void {
    const beside = this.#parted?.beside;
    if (beside === undefined || this.#contents === undefined) return;
    if (this.#beside.length < to - from) this.#beside = new Uint8Array(to - from);
    this.#from = from;
    this.#columns.answer(beside, from, to, this.#beside);
  }

  /** A verdict, or how `matches` is to be asked; then the packet is added to the window. */
  wayOf(index: number, window: Pick<WindowPlan, 'add'>): number {
    const noted = this.#noted?.answer(index) ?? UNKNOWN;
    if (noted !== UNKNOWN) return noted;
    const parted = this.#parted;
    const contents = this.#contents;
    const way = contents?.way(index) ?? 'tree';
    const isAlone = parted?.beside === undefined || this.#beside[index - this.#from] === parted.neutral;
    if (way === 'none' && contents !== undefined) {
      const answer = contents.isMatchedByNone(index);
      if (isAlone || answer === parted?.decisive) return answer ? YES : NO;
    }
    if (isAlone && way !== 'none') {
      window.add(index, way);
      return way === 'tree' ? this.#wayOfTree(index) : CONTENT;
    }
    window.add(index, 'tree');
    return way === 'tree' || way === 'none' ? this.#wayOfTree(index) : CONTENT_FIRST;
  }

  /** True when contents are asked: other threads can do that. */
  get hasContents(): boolean {
    return this.#contents !== undefined;
  }

  /** Puts the contents of a packet into a batch; false when they cannot be asked elsewhere. */
  pack(index: number, numbers: DissectorNumbers, batch: PacketBatchWriter): boolean {
    return this.#contents?.pack(index, numbers, batch) === true;
  }

  /** What follows from the answer of a packet's contents; `way` as `wayOf` has given it. */
  verdictOf(way: number, isMatch: boolean): number {
    if (way === CONTENT || isMatch === this.#parted?.decisive) return isMatch ? YES : NO;
    return UNKNOWN;
  }

  /** True when a packet matches; `way` as `wayOf` has given it, `bytes` those of its window. */
  matches(index: number, way: number, bytes: FrameBytes | undefined): boolean {
    if (way === HEADERS) {
      const answer = this.#headers?.test(index, bytes) ?? UNKNOWN;
      if (answer !== UNKNOWN) return answer === YES;
    } else if (isContent(way)) {
      const verdict = this.verdictOf(way, this.#contents?.test(index, bytes) === true);
      if (verdict !== UNKNOWN) return verdict === YES;
    }
    if (bytes === undefined) return false;
    const { tree, context } = this.capture.dissect(index, bytes, this.secrets, this.#tree, this.#wants);
    return this.filter.test(tree, context);
  }

  #wayOfTree(index: number): number {
    return this.#headers?.isTold(index) === true ? HEADERS : UNKNOWN;
  }
}
