import type { Field } from '../../codec/field.ts';
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
    return isNoted(capture.registry, rows) ? new NotedPackets(capture, filter) : undefined;
  }

  /** What the filter says of packet `index`; unknown when only its tree can tell. */
  answer(index: number): Verdict {
    return this.#capture.state.streams.isNoted(index) ? UNKNOWN : this.#ofOthers;
  }
}

/** True when no rows have these names but those of noted segments. Few filters ask for them: all fields are looked through for those alone. */
function isNoted({ protocols, fields }: Registry, names: ReadonlySet<string>): boolean {
  const noted = new Set(protocols.flatMap((dissector) => dissector.noted ?? []));
  const known = new Set([...noted].flatMap(namesOf));
  return (
    [...names].every((name) => known.has(name)) && !fields.some((field) => !noted.has(field) && hasOne(field, names))
  );
}

const namesOf = ({ filter, also = [] }: Field): readonly string[] => [filter, ...also];
const hasOne = (field: Field, names: ReadonlySet<string>): boolean => namesOf(field).some((name) => names.has(name));
