import type { CraftFault, CraftNode } from '../../../worker/api.ts';

/** One line of the form. Lines have one height, so that thousands of them scroll: a fault stands on a line of its own. */
export type FormRow =
  | { readonly kind: 'node'; readonly node: CraftNode; readonly index: number; readonly isFolded: boolean }
  | { readonly kind: 'fault'; readonly path: string; readonly depth: number; readonly message: string };

/** Whether a node holds others. */
export const isGroup = ({ kind }: CraftNode): boolean => kind === 'layer' || kind === 'group';

/** The node of each path, or the nearest one around it: what is missing has no node of its own. */
export function nearestNode(byPath: ReadonlyMap<string, number>, path: string): string | undefined {
  for (let wanted = path; ; wanted = wanted.slice(0, wanted.lastIndexOf('/'))) {
    if (byPath.has(wanted)) return wanted;
    if (wanted === '') return undefined;
  }
}

export interface FormFaults {
  /** Messages by the path of the node that they stand at. */
  readonly at: ReadonlyMap<string, readonly string[]>;
  /** Messages of no node. */
  readonly rest: readonly string[];
}

/** Faults of the description and values that were refused, by node. A refused value's own message comes first. */
export function faultsByNode(
  nodes: readonly CraftNode[],
  faults: readonly Pick<CraftFault, 'path' | 'message'>[],
  refused: Readonly<Record<string, string>>,
): FormFaults {
  const byPath = new Map(nodes.map(({ path }, index) => [path, index]));
  const at = new Map<string, string[]>();
  const rest: string[] = [];
  const all = [...Object.entries(refused).map(([path, message]) => ({ path, message })), ...faults];
  for (const { path, message } of all) {
    const node = nearestNode(byPath, path);
    const messages = node === undefined ? rest : (at.get(node) ?? []);
    if (!messages.includes(message)) messages.push(message);
    if (node !== undefined) at.set(node, messages);
  }
  return { at, rest };
}

/** The lines that are shown, in order. */
export function formRows(
  nodes: readonly CraftNode[],
  isFolded: (node: CraftNode) => boolean,
  faults: FormFaults,
): readonly FormRow[] {
  const rows: FormRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  nodes.forEach((node, index) => {
    if (node.depth > hiddenBelow) return;
    hiddenBelow = Number.POSITIVE_INFINITY;
    const folds = isGroup(node) && isFolded(node);
    if (folds) hiddenBelow = node.depth;
    rows.push({ kind: 'node', node, index, isFolded: folds });
    for (const message of faults.at.get(node.path) ?? [])
      rows.push({ kind: 'fault', path: node.path, depth: node.depth, message });
  });
  return rows;
}

/** Nodes around a node, from the outermost. */
export function around(nodes: readonly CraftNode[], index: number): readonly CraftNode[] {
  const found: CraftNode[] = [];
  let depth = nodes[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0 && depth > 0; at--) {
    const node = nodes[at];
    if (node !== undefined && node.depth < depth) {
      found.unshift(node);
      depth = node.depth;
    }
  }
  return found;
}

/** The smallest node over a range of bits; undefined where no node has all of them. */
export function nodeOver(nodes: readonly CraftNode[], start: number, end: number): CraftNode | undefined {
  let best: CraftNode | undefined;
  for (const node of nodes) {
    if (node.start > start || node.end < end || node.end <= node.start) continue;
    if (best === undefined || node.end - node.start <= best.end - best.start) best = node;
  }
  return best;
}

const DECIMAL = /^\d+$/;
const HEXADECIMAL = /^0x[0-9a-f]+$/i;

/** The number in the other base, in as many digits as the field takes; undefined when it is none. */
export function inBase(text: string, base: 'dec' | 'hex', bits: number): string | undefined {
  const typed = text.trim();
  if (!DECIMAL.test(typed) && !HEXADECIMAL.test(typed)) return undefined;
  const value = BigInt(typed);
  return base === 'dec' ? value.toString() : `0x${value.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), '0')}`;
}

export const isHex = (text: string): boolean => HEXADECIMAL.test(text.trim());

/** Whether the text of a flag says yes. */
export const isOn = (text: string): boolean => /^(1|true|yes|set|0x0*1)$/i.test(text.trim());
