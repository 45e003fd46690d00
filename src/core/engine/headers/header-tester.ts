import { Cursor } from '../../codec/cursor.ts';
import { PickingTree } from '../../codec/picking-tree.ts';
import { type Chooser, Context, type FrameInfo } from '../../dissect/context.ts';
import { chooserOf } from '../../dissect/dissect-packet.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, type Verdict, YES } from '../../filter/verdict.ts';
import { type HeaderQuestion, isAskedFor } from './header-question.ts';
import { RecordTester } from './record-tester.ts';
import { WatchedState } from './watched-state.ts';

/**
 * Answers a filter over headers, packet by packet, from the octets of each alone: it is dissected up to the last header that
 * is asked for, and only rows that count are laid. It knows nothing of a capture, so that any thread can do it.
 */
export class HeaderTester {
  readonly #filter: CompiledFilter;
  readonly #question: HeaderQuestion;
  readonly #registry: Registry;
  readonly #choose: Chooser;
  readonly #tree: PickingTree;
  readonly #state = new WatchedState();
  /** Undefined when rows are asked for that stand elsewhere than in records of fixed width. */
  readonly #records: RecordTester | undefined;

  /** @param question what `headerQuestion` has made of the filter */
  constructor(registry: Registry, filter: CompiledFilter, question: HeaderQuestion) {
    this.#registry = registry;
    this.#filter = filter;
    this.#question = question;
    this.#choose = chooserOf(registry);
    this.#records = RecordTester.of(registry, filter, question);
    this.#tree = new PickingTree((field) => isAskedFor(question, field));
  }

  /**
   * What the filter says of a packet; unknown where its tree depends on other packets.
   * @param octets the captured packet
   * @param calls what `callsOf` says of its shape
   */
  test(octets: Uint8Array, frame: FrameInfo, calls: number): Verdict {
    // The user has left the packet out: then it has no headers.
    const answer = frame.isIgnored === true ? UNKNOWN : (this.#records?.test(octets, frame, calls) ?? UNKNOWN);
    // A tree of some rows alone does not say how far a protocol goes.
    if (this.#question.isSearch) return answer;
    return answer === UNKNOWN ? this.#dissected(octets, frame, calls) : answer;
  }

  /** The answer of the packet's tree, up to the last header that is asked for. */
  #dissected(octets: Uint8Array, frame: FrameInfo, calls: number): Verdict {
    const tree = this.#tree;
    const state = this.#state;
    state.isAsked = false;
    tree.reset();
    tree.addSource({ label: '', bytes: octets, cut: frame.captured < frame.original });
    const context = new Context({
      frame,
      tree,
      secrets: [],
      state,
      wants: this.#question.wants,
      calls,
      choose: this.#choose,
      frameBytes: () => {
        state.isAsked = true;
        return undefined;
      },
    });
    const first = this.#registry.table('layer').get('frame');
    try {
      if (first !== undefined) context.call(first, '', new Cursor(tree, 0));
    } catch {
      // A fault of ours, which the packet's tree tells of.
      return UNKNOWN;
    }
    if (state.isAsked) return UNKNOWN;
    return this.#filter.test(tree, context) ? YES : NO;
  }
}
