import type { Catalogue, FieldView, FindingView, PacketView } from '../../../worker/api.ts';

const STRIDE = 4;

/** What the user opened (true) and closed (false), by kind of node; a kind that is not in it follows the default. */
export type OpenKinds = Readonly<Record<string, boolean>>;

/** The columns of a packet's tree with what they imply: parents, depths, kinds. */
export interface TreeModel {
  readonly view: PacketView;
  readonly length: number;
  /** -1 for rows at the top. */
  readonly parents: Int32Array;
  readonly depths: Uint16Array;
  /** Per row: path of filter names; rows of the same kind open and close together. */
  readonly kinds: readonly string[];
  /** Per source: rows that own bits of it, in the order of their bits. */
  readonly leaves: readonly Int32Array[];
  /** Per row: the nearest row that is a protocol, itself included; -1 when there is none. */
  readonly protocols: Int32Array;
  /** The deepest protocol of the packet, -1 when there is none. */
  readonly innermost: number;
  readonly field: (row: number) => FieldView;
}

const NO_FIELD: FieldView = {
  filter: '',
  label: 'Unknown field',
  type: 'undecoded',
  spec: undefined,
  doc: undefined,
  generated: false,
};

export const startOf = (view: PacketView, row: number): number => view.positions[row * STRIDE] ?? 0;
export const endOf = (view: PacketView, row: number): number => view.positions[row * STRIDE + 1] ?? 0;
export const endRowOf = (view: PacketView, row: number): number => view.positions[row * STRIDE + 2] ?? row + 1;
export const sourceOf = (view: PacketView, row: number): number => view.positions[row * STRIDE + 3] ?? 0;
export const hasChildren = (view: PacketView, row: number): boolean => endRowOf(view, row) > row + 1;

/** Octets that a row covers, the first and last one whole. */
export function octetsOf(view: PacketView, row: number): Uint8Array {
  const bytes = view.sources[sourceOf(view, row)]?.bytes ?? new Uint8Array();
  return bytes.subarray(Math.floor(startOf(view, row) / 8), Math.ceil(endOf(view, row) / 8));
}

export function treeModel(view: PacketView, catalogue: Catalogue): TreeModel {
  const length = view.fields.length;
  const parents = new Int32Array(length);
  const depths = new Uint16Array(length);
  const protocols = new Int32Array(length);
  const kinds: string[] = [];
  const leaves: number[][] = view.sources.map(() => []);
  const field = (row: number): FieldView => catalogue.fields[view.fields[row] ?? -1] ?? NO_FIELD;
  const open: number[] = [];
  let innermost = -1;
  /** The layer that the packet begins with; it may come once more behind the others, as the end of the frame. */
  let outermost: string | undefined;
  for (let row = 0; row < length; row++) {
    while (open.length > 0 && endRowOf(view, open.at(-1) ?? 0) <= row) open.pop();
    const parent = open.at(-1) ?? -1;
    const { filter, type } = field(row);
    parents[row] = parent;
    depths[row] = open.length;
    kinds.push(parent < 0 ? filter : `${kinds[parent]}/${filter}`);
    protocols[row] = type === 'protocol' ? row : (protocols[parent] ?? -1);
    if (hasChildren(view, row)) {
      open.push(row);
      if (type !== 'protocol') continue;
      if (innermost >= 0 && parent < 0 && filter === outermost) continue;
      innermost = row;
      if (filter !== 'frame') outermost ??= filter;
    } else if (endOf(view, row) > startOf(view, row)) {
      leaves[sourceOf(view, row)]?.push(row);
    }
  }
  // The file's statements on the packet are a protocol for the engine only; a packet with nothing else has no innermost one.
  if (innermost >= 0 && field(innermost).filter === 'frame') innermost = -1;
  return {
    view,
    length,
    parents,
    depths,
    kinds,
    // Leaves of a source are laid in the order of their bits, though rows of other sources may stand between them.
    leaves: leaves.map((rows) => Int32Array.from(rows).sort((a, b) => startOf(view, a) - startOf(view, b))),
    protocols,
    innermost,
    field,
  };
}

/** Groups of a small innermost protocol are open too: a notification is then seen whole. */
const OPEN_WHOLE = 60;

function openByDefault(model: TreeModel, row: number): boolean {
  const { view, innermost, parents } = model;
  if (innermost < 0) return row > 0 || model.length < OPEN_WHOLE;
  if (row === innermost) return true;
  const end = endRowOf(view, innermost);
  if (row > innermost && row < end) return end - innermost <= OPEN_WHOLE || parents[row] === innermost;
  // What holds the innermost protocol is open where layers stand inside each other.
  return row < innermost && endRowOf(view, row) >= end;
}

export function isOpen(model: TreeModel, openKinds: OpenKinds, row: number): boolean {
  return hasChildren(model.view, row) && (openKinds[model.kinds[row] ?? ''] ?? openByDefault(model, row));
}

/** The next map after kinds were opened or closed. */
export function withKinds(openKinds: OpenKinds, kinds: readonly string[], open: boolean): OpenKinds {
  return { ...openKinds, ...Object.fromEntries(kinds.map((kind) => [kind, open])) };
}

/** Rows that are shown, in order. */
export function visibleRows(model: TreeModel, openKinds: OpenKinds): Int32Array {
  const rows = new Int32Array(model.length);
  let count = 0;
  for (let row = 0; row < model.length; ) {
    rows[count++] = row;
    row = !hasChildren(model.view, row) || isOpen(model, openKinds, row) ? row + 1 : endRowOf(model.view, row);
  }
  return rows.subarray(0, count);
}

/** Place of `row` among the visible rows, -1 when it is inside a closed one. */
export function placeOf(visible: Int32Array, row: number): number {
  let low = 0;
  let high = visible.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = visible[middle] ?? 0;
    if (at === row) return middle;
    if (at < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** From the parent up. */
export function ancestorsOf(model: TreeModel, row: number): readonly number[] {
  const out: number[] = [];
  for (let at = model.parents[row] ?? -1; at >= 0; at = model.parents[at] ?? -1) out.push(at);
  return out;
}

/** Kinds of the rows with children from `row` to the end of its subtree. */
export function kindsOf(model: TreeModel, row: number, end = endRowOf(model.view, row)): readonly string[] {
  const kinds = new Set<string>();
  for (let at = row; at < end; at++) if (hasChildren(model.view, at)) kinds.add(model.kinds[at] ?? '');
  return [...kinds];
}

/** The leaf that owns bit `bit` of `source`; undefined when the source has no such bit. */
export function rowAtBit(model: TreeModel, source: number, bit: number): number | undefined {
  const leaves = model.leaves[source];
  if (leaves === undefined) return undefined;
  const at = leafIndexAt(model, source, bit);
  const row = leaves[at];
  return row !== undefined && startOf(model.view, row) <= bit && bit < endOf(model.view, row) ? row : undefined;
}

/** Index in `leaves[source]` of the last leaf that starts at or before `bit`, -1 when there is none. */
export function leafIndexAt(model: TreeModel, source: number, bit: number): number {
  const leaves = model.leaves[source] ?? new Int32Array();
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(model.view, leaves[middle] ?? 0) <= bit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The deepest row of `source` that holds exactly or more than the bits `start` to `end`. */
export function rowOver(model: TreeModel, source: number, start: number, end: number): number | undefined {
  const { view } = model;
  let best: number | undefined;
  for (let row = 0; row < model.length; row++) {
    if (sourceOf(view, row) !== source || startOf(view, row) > start || endOf(view, row) < end) continue;
    if (best === undefined || endOf(view, row) - startOf(view, row) <= endOf(view, best) - startOf(view, best))
      best = row;
  }
  return best;
}

/** `6.0 to 9.7`: first and last bit of a row as octet.bit. */
export function positionText(start: number, end: number): string {
  const place = (bit: number): string => `${Math.floor(bit / 8)}.${bit % 8}`;
  if (end <= start) return `before ${place(start)}`;
  return end === start + 1 ? place(start) : `${place(start)} to ${place(end - 1)}`;
}

/** `3 bits`, `1 octet`, `2 octets and 3 bits`. */
export function lengthText(bits: number): string {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const octets = Math.floor(bits / 8);
  if (octets === 0) return count(bits, 'bit');
  return bits % 8 === 0 ? count(octets, 'octet') : `${count(octets, 'octet')} and ${count(bits % 8, 'bit')}`;
}

const WORST = ['error', 'warning', 'note', 'info'] as const;

/** Worst finding at each row, and below it: of the row itself, and of the rows inside it. */
export function findingsByRow(model: TreeModel): {
  readonly own: ReadonlyMap<number, FindingView>;
  readonly inside: ReadonlyMap<number, FindingView['severity']>;
} {
  const own = new Map<number, FindingView>();
  const inside = new Map<number, FindingView['severity']>();
  const worse = (a: FindingView['severity'], b: FindingView['severity'] | undefined): boolean =>
    b === undefined || WORST.indexOf(a) < WORST.indexOf(b);
  for (const finding of model.view.findings) {
    if (worse(finding.severity, own.get(finding.row)?.severity)) own.set(finding.row, finding);
    for (const row of ancestorsOf(model, finding.row)) {
      if (worse(finding.severity, inside.get(row))) inside.set(row, finding.severity);
    }
  }
  return { own, inside };
}
