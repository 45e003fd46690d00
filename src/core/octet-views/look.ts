import { toUtf8 } from '../base/bytes.ts';
import { safeText } from '../base/visible-text.ts';
import { CHARSETS, type CharsetId } from './charsets.ts';
import { type FindInOctets, findInOctets, type Matches } from './find.ts';
import type { LineMark, Misfits, OctetLine, OctetLines } from './lines.ts';
import { FixedLines, OCTET_FORMS, type OctetFormId } from './octet-lines.ts';
import { type OctetStep, type StepOutcome, takeSteps } from './steps.ts';
import { TextLines, wholeText } from './text-lines.ts';

/** Forms in which octets are shown. */
export type LookForm = CharsetId | OctetFormId;

/** Which octets are looked at, and what is done to them. */
export interface OctetChoice {
  /** Octets of what was taken, from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
  readonly steps: readonly OctetStep[];
}

/** A window of what is to be seen. */
export interface LookWish extends OctetChoice {
  readonly form: LookForm;
  /** Characters that fit a line. */
  readonly columns: number;
  /** Nothing is looked for without it. */
  readonly find: FindInOctets | undefined;
  /** Lines `from` to before `from + count`. */
  readonly from: number;
  readonly count: number;
}

/** A place in a line where something was found. */
export interface FoundMark extends LineMark {
  /** Number of the place among all. */
  readonly match: number;
}

export interface LookLine extends OctetLine {
  readonly marks: readonly FoundMark[];
}

export interface LookAnswer {
  /** Octets behind the last step. */
  readonly octets: number;
  readonly outcomes: readonly StepOutcome[];
  readonly misfits: Misfits | undefined;
  /** Lines that there are. */
  readonly total: number;
  readonly from: number;
  readonly lines: readonly LookLine[];
  /** Per place where something was found, the line it begins in. */
  readonly found: Uint32Array;
  readonly isMoreFound: boolean;
  /** Why it could not be looked for. */
  readonly findFault: string | undefined;
}

/** What is taken away: the octets, a text for other programs, or one that may be pasted anywhere. */
export type TakenAs = 'octets' | 'text' | 'safe text';

export interface LookApi {
  /** Keeps octets to be looked at in place of those before; undefined lets them go. */
  takeOctets(bytes: Uint8Array | undefined): void;
  /** Undefined when there are no octets to be looked at. */
  lookAtOctets(wish: LookWish): LookAnswer | undefined;
  /** All of the octets behind the last step, in a form. */
  octetsAs(choice: OctetChoice, form: LookForm, as: TakenAs): Uint8Array | undefined;
}

/** Octets that one person looks at. Each stage is worked out again only when what it is made of has changed. */
export class OctetLook {
  #taken: Uint8Array | undefined;
  #steps = memo<{ readonly bytes: Uint8Array; readonly outcomes: readonly StepOutcome[] }>();
  #lines = memo<OctetLines>();
  #found = memo<Matches | string>();

  take(bytes: Uint8Array | undefined): void {
    this.#taken = bytes;
    for (const stage of [this.#steps, this.#lines, this.#found]) stage.forget();
  }

  look(wish: LookWish): LookAnswer | undefined {
    const { form, columns, find, from, count } = wish;
    const done = this.#done(wish);
    if (done === undefined) return undefined;
    const { bytes, outcomes, key } = done;
    const lines = this.#lines.of([...key, form, columns], () =>
      isCharset(form) ? new TextLines(bytes, form, columns) : new FixedLines(bytes, form, columns),
    );
    const charset = CHARSETS[isCharset(form) ? form : 'utf8'];
    const found =
      find === undefined || find.text === ''
        ? NOTHING_FOUND
        : this.#found.of([...key, isCharset(form) ? form : '', find.kind, find.text, find.isCaseSensitive], () =>
            findInOctets(bytes, find, charset),
          );
    const places = typeof found === 'string' ? NOTHING_FOUND : found;
    const to = Math.min(lines.count, from + count);
    const window: LookLine[] = [];
    for (let index = Math.max(0, from); index < to; index++) {
      window.push({ ...lines.line(index), marks: foundIn(lines, index, places) });
    }
    return {
      octets: bytes.length,
      outcomes,
      misfits: lines.misfits,
      total: lines.count,
      from: Math.max(0, from),
      lines: window,
      found: places.starts.map((octet) => lines.lineOf(octet)),
      isMoreFound: places.isMore,
      findFault: typeof found === 'string' ? found : undefined,
    };
  }

  as(choice: OctetChoice, form: LookForm, as: TakenAs): Uint8Array | undefined {
    const bytes = this.#done(choice)?.bytes;
    if (bytes === undefined) return undefined;
    if (as === 'octets') return bytes.slice();
    const text = isCharset(form) ? wholeText(bytes, form) : OCTET_FORMS[form].whole(bytes);
    return toUtf8(as === 'safe text' && isCharset(form) ? safeText(text) : text);
  }

  #done({ start, end, steps }: OctetChoice) {
    const taken = this.#taken;
    if (taken === undefined) return undefined;
    const key = [start, end, ...steps.flatMap(({ kind, count }) => [kind, count])];
    return { key, ...this.#steps.of(key, () => takeSteps(taken.subarray(start, Math.max(start, end)), steps)) };
  }
}

const NOTHING_FOUND: Matches = { starts: new Uint32Array(), ends: new Uint32Array(), isMore: false };

const isCharset = (form: LookForm): form is CharsetId => form in CHARSETS;

/** Marks of the places that reach into a line. */
function foundIn(lines: OctetLines, index: number, { starts, ends }: Matches): readonly FoundMark[] {
  const { start, end } = lines.line(index);
  let match = firstAbove(ends, start);
  const marks: FoundMark[] = [];
  for (; match < starts.length && starts[match]! < end; match++) {
    const number = match;
    marks.push(...lines.marks(index, starts[match]!, ends[match]!).map((mark) => ({ ...mark, match: number })));
  }
  // Digits come before characters, whichever place they belong to.
  return marks.sort((a, b) => a.from - b.from);
}

/** The first place of an ascending array that is above a value. */
function firstAbove(values: Uint32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Key = readonly (string | number | boolean)[];

/** Remembers the last answer and what it was made of. */
function memo<T>() {
  let known: { readonly key: string; readonly value: T } | undefined;
  return {
    of(key: Key, make: () => T): T {
      const text = JSON.stringify(key);
      if (known?.key !== text) known = { key: text, value: make() };
      return known.value;
    },
    forget(): void {
      known = undefined;
    },
  };
}

/** The calls of the page. */
export function lookCalls(look: OctetLook) {
  return {
    takeOctets: (bytes: Uint8Array | undefined) => look.take(bytes),
    lookAtOctets: (wish: LookWish) => look.look(wish),
    octetsAs: (choice: OctetChoice, form: LookForm, as: TakenAs) => look.as(choice, form, as),
  };
}
