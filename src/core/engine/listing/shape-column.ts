import { CHUNK } from '../../base/column.ts';
import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import { PacketShapes, type Shape } from '../../filter/shapes.ts';

/** What each packet is made of, as far as packets have been dissected: 2 octets a packet, in chunks made when they are needed. */
export class ShapeColumn {
  readonly #shapes = new PacketShapes();
  readonly #chunks: (Uint16Array | undefined)[] = [];

  /** Shape of a packet; undefined while nobody has looked into it. */
  get(index: number): Shape | undefined {
    return this.#shapes.shape(this.number(index));
  }

  /** Number of the packet's shape; 0 while nobody has looked into it. */
  number(index: number): number {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? 0;
  }

  set(index: number, tree: Tree, context: Context): void {
    const at = Math.floor(index / CHUNK);
    let chunk = this.#chunks[at];
    if (chunk === undefined) {
      chunk = new Uint16Array(CHUNK);
      this.#chunks[at] = chunk;
    }
    chunk[index % CHUNK] = this.#shapes.numberOf(tree, context);
  }
}
