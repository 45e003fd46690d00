import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import { PacketShapes, type Shape } from '../../filter/shapes.ts';
import type { Capture } from '../capture.ts';
import { FindingColumn } from './finding-column.ts';
import { PassOneShapes } from './pass-one-shape.ts';

/** Added to the number of a shape that is known from a packet's tree; below are the sets of pass 1. */
const EXACT = 0x8000;

/** True for the number of a shape that a packet's tree has given. */
export function isExact(number: number): boolean {
  return number >= EXACT;
}

/**
 * What each packet of a capture is made of, in the table's `shape` column: at first what pass 1 has met, exactly once the
 * packet has been dissected. Filters then leave out what cannot match without reading it.
 */
export class ShapeColumn {
  /** What is wrong with them, as far as that is known. */
  readonly findings = new FindingColumn();
  readonly #exact = new PacketShapes();
  #capture: Capture | undefined;
  #known: PassOneShapes | undefined;

  /** Shape behind a number of the column; undefined when nothing is known. */
  shape(number: number, capture: Capture): Shape | undefined {
    if (number >= EXACT) return this.#exact.shape(number - EXACT);
    if (this.#known === undefined || this.#capture !== capture) {
      this.#capture = capture;
      this.#known = new PassOneShapes(capture.registry, capture.protocolSets);
    }
    return this.#known.shape(number);
  }

  /** Notes what a packet that was dissected, with all its findings, is made of. */
  set(capture: Capture, index: number, tree: Tree, context: Context): void {
    this.findings.set(index, tree.findings);
    const number = this.#exact.numberOf(tree, context);
    if (number > 0 && number < EXACT) capture.table.shape.set(index, EXACT + number);
  }
}
