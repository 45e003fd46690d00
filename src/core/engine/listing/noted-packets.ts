import type { Registry } from '../../dissect/registry.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, type Verdict, YES } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import { ContentTester } from '../contents/content-tester.ts';

/** Answers filters over nothing but rows of noted segments (`Dissector.noted`) for all packets of which pass 1 has noted nothing. */
export class NotedPackets {
  readonly #capture: Capture;
  /** The answer for packets without any such row. */
  readonly #ofOthers: Verdict;

  private constructor(capture: Capture, filter: CompiledFilter) {
    this.#capture = capture;
    const nothing = new ContentTester(capture.registry, filter, []);
    nothing.begin();
    this.#ofOthers = nothing.matches ? YES : NO;
  }

  /** Undefined when the filter asks for anything else. */
  static of(capture: Capture, filter: CompiledFilter): NotedPackets | undefined {
    const { rows } = filter.needs;
    if (rows === undefined || rows.size === 0) return undefined;
    const noted = notedNames(capture.registry);
    return [...rows].every((name) => noted.has(name)) ? new NotedPackets(capture, filter) : undefined;
  }

  /** What the filter says of packet `index`; unknown when only its tree can tell. */
  answer(index: number): Verdict {
    return this.#capture.state.streams.isNoted(index) ? UNKNOWN : this.#ofOthers;
  }
}

/** Names that no rows have but those of noted segments. */
function notedNames(registry: Registry): ReadonlySet<string> {
  const names = new Set<string>();
  const others = new Set<string>();
  for (const { dissector, fields } of registry.declared)
    for (const field of fields) {
      const own = dissector.noted?.includes(field) === true ? names : others;
      for (const name of [field.filter, ...(field.also ?? [])]) own.add(name);
    }
  for (const name of others) names.delete(name);
  return names;
}
