import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { type Chooser, Context } from '../../dissect/context.ts';
import { chooserOf } from '../../dissect/dissect-packet.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { type Wants, wantsOf } from '../../dissect/wants.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO_FRAME } from '../no-frame.ts';

/**
 * Answers a filter over fields that follow from the octets of contents alone, packet by packet: `begin`, `add` each
 * content, ask `matches`. It knows nothing of a capture, so that any thread can do it.
 */
export class ContentTester {
  readonly #filter: CompiledFilter;
  readonly #secrets: readonly Secret[];
  readonly #wants: Wants;
  readonly #choose: Chooser;
  /** Rows of the contents that were added. */
  readonly tree = new Tree();
  /** Rows that follow from their own message ask nothing of it: empty as it is, it has no answers to look for. */
  readonly #state = createCaptureState();
  #context: Context;

  /** @param filter one of which `placedProtocols` gives the protocols */
  constructor(registry: Registry, filter: CompiledFilter, secrets: readonly Secret[]) {
    this.#filter = filter;
    this.#secrets = secrets;
    this.#choose = chooserOf(registry);
    // What the content carries itself has places of its own.
    this.#wants = wantsOf(filter.needs.rows ?? new Set(), () => true, true);
    this.#context = this.#newContext();
  }

  /** Begins with the next packet. */
  begin(): void {
    this.tree.reset();
    this.#context = this.#newContext();
  }

  /**
   * Reads a content.
   * @param octets all of it, and nothing else
   * @param isCut true when octets are missing at its end
   * @param port destination port of the innermost transport
   */
  add(dissector: Dissector, octets: Uint8Array, isCut: boolean, port: number): void {
    const context = this.#context;
    const tree = this.tree;
    // A source for each content: what lies before it in its packet is of no interest.
    const source = tree.addSource({ label: '', bytes: octets, cut: isCut });
    context.destinationPort = { port, source, start: 0, end: 0 };
    try {
      dissector.dissect(new Cursor(tree, source), context);
    } catch {
      // A fault of ours, which the packet's tree tells of: what was read stays, as there.
    }
  }

  /** True when the contents that were added match. */
  get matches(): boolean {
    return this.#filter.test(this.tree, this.#context);
  }

  #newContext(): Context {
    return new Context({
      frame: NO_FRAME,
      tree: this.tree,
      secrets: this.#secrets,
      state: this.#state,
      wants: this.#wants,
      choose: this.#choose,
      frameBytes: () => undefined,
    });
  }
}
