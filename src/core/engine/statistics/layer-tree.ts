import type { Layer } from '../../dissect/context.ts';

/** Layers of a packet as numbers of nodes, each once; `ends` are those in which nothing else is. */
export interface Layers {
  readonly nodes: readonly number[];
  readonly ends: readonly number[];
}

interface Node {
  readonly protocol: string;
  readonly parent: number;
  readonly children: Map<string, number>;
}

/** Layers that are told apart; hostile packets could nest ever new ones. */
const MAX_NODES = 2000;

/** Every way that protocols lie in each other, as one tree. Node 0 is the root, in which all packets are. */
export class LayerTree {
  readonly #nodes: Node[] = [{ protocol: '', parent: 0, children: new Map() }];

  protocol(node: number): string {
    return this.#nodes[node]?.protocol ?? '';
  }

  /** The node around; the root for the outermost. */
  parent(node: number): number {
    return this.#nodes[node]?.parent ?? 0;
  }

  of(layers: readonly Layer[]): Layers {
    const nodes = new Set<number>();
    const inner = new Set<number>();
    const open: { readonly node: number; readonly depth: number }[] = [];
    for (const { protocol, depth } of layers) {
      while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
      const parent = open.at(-1)?.node ?? 0;
      const node = this.#child(parent, protocol);
      if (node === parent) continue;
      if (parent !== 0) inner.add(parent);
      nodes.add(node);
      open.push({ node, depth });
    }
    const all = [...nodes];
    return { nodes: all, ends: all.filter((node) => !inner.has(node)) };
  }

  /** The node of a protocol in `parent`; `parent` itself when there are too many. */
  #child(parent: number, protocol: string): number {
    const above = this.#nodes[parent]!;
    const known = above.children.get(protocol);
    if (known !== undefined) return known;
    if (this.#nodes.length >= MAX_NODES) return parent;
    const node = this.#nodes.length;
    this.#nodes.push({ protocol, parent, children: new Map() });
    above.children.set(protocol, node);
    return node;
  }
}
