import type { SavedFilter } from '../../../state/filter-book.ts';

/** A button that applies its filter. */
export interface FilterButton {
  readonly kind: 'filter';
  readonly label: string;
  readonly filter: SavedFilter;
}

/** A button that opens a menu of others. */
export interface ButtonGroup {
  readonly kind: 'group';
  readonly label: string;
  readonly nodes: readonly ButtonNode[];
}

export type ButtonNode = FilterButton | ButtonGroup;

/** Menus inside each other; what is behind stays one label. */
const MAX_DEPTH = 4;

/** Names of the groups that a saved filter's button is in, and then its own: `Push//Errors` is "Errors" in "Push". */
export function buttonPath(name: string): readonly string[] {
  const parts = name.split('//').flatMap((part) => part.trim() || []);
  if (parts.length === 0) return [name];
  return parts.length <= MAX_DEPTH ? parts : [...parts.slice(0, MAX_DEPTH - 1), parts.slice(MAX_DEPTH - 1).join(' / ')];
}

/** The buttons of saved filters in their order; a group stands where its first one does. */
export function buttonNodes(saved: readonly SavedFilter[]): readonly ButtonNode[] {
  return grouped(saved.flatMap((filter) => (filter.isButton ? [{ path: buttonPath(filter.name), filter }] : [])));
}

interface Placed {
  readonly path: readonly string[];
  readonly filter: SavedFilter;
}

function grouped(placed: readonly Placed[]): readonly ButtonNode[] {
  const nodes: ButtonNode[] = [];
  const seen = new Set<string>();
  for (const { path, filter } of placed) {
    const [label = '', ...rest] = path;
    if (rest.length === 0) nodes.push({ kind: 'filter', label, filter });
    else if (!seen.has(label)) {
      seen.add(label);
      const inside = placed.filter((other) => other.path.length > 1 && other.path[0] === label);
      nodes.push({ kind: 'group', label, nodes: grouped(inside.map((one) => ({ ...one, path: one.path.slice(1) }))) });
    }
  }
  return nodes;
}

/** True when the filter that holds is that of the button, or of one in the group. */
export function isApplied(node: ButtonNode, applied: string): boolean {
  if (node.kind === 'group') return node.nodes.some((one) => isApplied(one, applied));
  return node.filter.text === applied;
}

/** How many buttons of these widths fit into a row; where not all do, the one that opens a menu of the others has room too. */
export function fitting(widths: readonly number[], room: number, gap: number, more: number): number {
  const total = widths.reduce((sum, width) => sum + width + gap, -gap);
  if (total <= room) return widths.length;
  let used = more;
  return widths.findIndex((width) => {
    used += width + gap;
    return used > room;
  });
}
