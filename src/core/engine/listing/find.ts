import type { Tree } from '../../codec/tree.ts';
import { formatRow } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { INFO_ALONE, type Wants } from '../../dissect/wants.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import type { FilterFault, FindAnswer, FindRequest } from '../listing-views.ts';
import { askedOf, treeFor } from './asked.ts';
import type { Cells } from './cells.ts';
import type { Listing } from './listing.ts';
import { makeNeedle, type Needle } from './needle.ts';
import { type FrameBytes, readPackets } from './packet-window.ts';
import type { ShapeColumn } from './shape-column.ts';
import { type Clock, Slices } from './slices.ts';
import { TableRow } from './table-row.ts';

/** What a search looks through. */
export interface Searched {
  readonly capture: Capture;
  readonly listing: Listing;
  readonly catalogue: FilterCatalogue;
  readonly shapes: ShapeColumn;
  readonly cells: Cells;
  readonly clock: Clock;
  secrets(): readonly Secret[];
}

type Place = { readonly source: number; readonly start: number; readonly end: number };
type Hit = { readonly at: Place | undefined };

/** What makes a packet a hit; `at` where there are bits to point at. */
interface Target {
  /** False when the packet list alone says that it is none. */
  mayBe(index: number): boolean;
  /** True when its octets decide, without dissection. */
  readonly isOctets: boolean;
  /** What is asked of its tree, elsewhere; undefined for all. */
  readonly wants: Wants | undefined;
  inOctets(octets: Uint8Array): Place | undefined;
  inTree(tree: Tree, context: Context): Hit | undefined;
}

const NOTHING: FindAnswer = { found: undefined, isWrapped: false, fault: undefined, isGivenUp: false };
/** The answer of a search that has not come to an end. */
export const GIVEN_UP: FindAnswer = { ...NOTHING, isGivenUp: true };

/** Packets read together; fewer at first, because a hit is often near. */
const FIRST_BLOCK = 32;
const BLOCK = 2048;
/** Octets of the file that a block may span. */
const MOST_OCTETS = 8 * 1024 * 1024;
const LOOK_EVERY = 8;

/**
 * The next hit from a place of the list on, once around it. The row at the place itself comes last.
 * @param isOn asked after each pause; once false the search ends without a hit
 */
export async function findNext(request: FindRequest, searched: Searched, isOn: () => boolean): Promise<FindAnswer> {
  const target = makeTarget(request, searched);
  if ('message' in target) return { ...NOTHING, fault: target };
  const { capture, listing, clock } = searched;
  const { length } = listing;
  const { direction } = request;
  const { revision } = listing;
  // Before the first row, or behind the last: then the search begins at that end.
  const from =
    direction > 0 ? Math.max(-1, Math.min(request.from, length - 1)) : Math.max(0, Math.min(request.from, length));
  const placeOf = (step: number): number => mod(from + direction * step, length);
  const slices = new Slices(clock);
  const tree = treeFor(target.wants);
  const isOver = (): boolean => !isOn() || listing.revision !== revision;
  const hitIn = (index: number, bytes: FrameBytes): Hit | undefined => {
    if (!target.isOctets) {
      const { context } = capture.dissect(index, bytes, searched.secrets(), tree, target.wants);
      return target.inTree(tree, context);
    }
    const octets = bytes.get(index);
    const at = octets && target.inOctets(octets);
    return at && { at };
  };
  for (let step = 1; step <= length; ) {
    const block = nextBlock(step, length, placeOf, searched, target);
    await slices.rest();
    if (isOver()) return GIVEN_UP;
    step = block.next;
    if (block.steps.length === 0) continue;
    const ascending = block.steps.map((at) => listing.at(placeOf(at))).sort((a, b) => a - b);
    const bytes = await readPackets(capture, ascending, () => !target.isOctets);
    try {
      if (isOver()) return GIVEN_UP;
      for (const [i, at] of block.steps.entries()) {
        const place = placeOf(at);
        const index = listing.at(place);
        const hit = hitIn(index, bytes);
        const isWrapped = direction > 0 ? from + at >= length : from - at < 0;
        if (hit !== undefined) return { ...NOTHING, found: { place, index, at: hit.at }, isWrapped };
        if (i % LOOK_EVERY === LOOK_EVERY - 1 && slices.isOver) {
          await slices.pause();
          if (isOver()) return GIVEN_UP;
        }
      }
    } finally {
      bytes.release?.();
    }
  }
  return { ...NOTHING, isWrapped: true };
}

/** Steps whose packets are to be looked at together, and the step behind them. */
function nextBlock(
  first: number,
  length: number,
  placeOf: (step: number) => number,
  { capture, listing }: Searched,
  target: Target,
): { readonly steps: readonly number[]; readonly next: number } {
  const steps: number[] = [];
  const most = first === 1 ? FIRST_BLOCK : BLOCK;
  const { table } = capture;
  let octets = 0;
  let step = first;
  for (; step <= length && steps.length < most && step - first < 32 * BLOCK && octets < MOST_OCTETS; step++) {
    const index = listing.at(placeOf(step));
    if (!target.mayBe(index)) continue;
    steps.push(step);
    octets += table.captured.get(index);
  }
  return { steps, next: step };
}

function mod(value: number, length: number): number {
  return ((value % length) + length) % length;
}

function makeTarget(request: FindRequest, searched: Searched): Target | FilterFault {
  if (request.kind === 'filter') return filterTarget(request.pattern, searched);
  const needle = makeNeedle(request);
  if ('message' in needle) return needle;
  const where = request.kind === 'hex' ? 'bytes' : request.where;
  return {
    mayBe: () => true,
    isOctets: where === 'bytes',
    wants: where === 'list' && !searched.cells.hasColumns ? INFO_ALONE : undefined,
    inOctets: (octets) => {
      const hit = needle.inOctets(octets);
      return hit && { source: 0, start: hit.start * 8, end: hit.end * 8 };
    },
    inTree: (tree, context) =>
      where === 'tree' ? inRows(needle, tree) : inList(needle, tree, context, searched.cells),
  };
}

function filterTarget(text: string, { catalogue, capture, shapes }: Searched): Target | FilterFault {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) {
    const { message, start, end } = compiled.fault;
    return { message, start, end };
  }
  const filter: CompiledFilter = compiled.filter;
  const row = new TableRow(capture, shapes);
  return {
    mayBe: (index) => {
      row.index = index;
      return filter.columns(row) !== false;
    },
    isOctets: false,
    wants: askedOf(filter, capture.registry),
    inOctets: () => undefined,
    inTree: (tree, context) => (filter.test(tree, context) ? { at: undefined } : undefined),
  };
}

/** The first row of the tree whose words hold it, as the tree shows them. */
function inRows(needle: Needle, tree: Tree): Hit | undefined {
  for (let row = 0; row < tree.length; row++) {
    const value = formatRow(tree, row);
    const { label } = tree.field(row);
    if (!needle.inText(value === '' ? label : `${label}: ${value}`)) continue;
    return { at: { source: tree.source(row), start: tree.start(row), end: tree.end(row) } };
  }
  return undefined;
}

/** The cells of the row in the list, times apart: how these are written is up to the reader. */
function inList(needle: Needle, tree: Tree, context: Context, cells: Cells): Hit | undefined {
  const { frame, source, destination, protocolName, info } = context;
  const own = [source, destination, protocolName, info, String(frame.number), String(frame.original)];
  return own.some((text) => needle.inText(text)) || cells.texts(tree, context).some((text) => needle.inText(text))
    ? { at: undefined }
    : undefined;
}
