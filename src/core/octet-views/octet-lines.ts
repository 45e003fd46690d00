import { toHex } from '../base/bytes.ts';
import {
  ARRAY_FOOT,
  ARRAY_OCTETS,
  arrayHead,
  arrayLine,
  cArray,
  characterColumn,
  DUMP_OCTETS,
  digitsColumn,
  dumpLine,
  escapedString,
  hexDump,
  YAML_HEAD,
  YAML_OCTETS,
  yamlBinary,
  yamlLine,
} from '../base/octet-forms.ts';
import type { LineMark, OctetLine, OctetLines } from './lines.ts';

/** Forms that show each octet for itself. */
export type OctetFormId = 'dump' | 'bits' | 'c' | 'yaml' | 'escaped' | 'hex';

const NAME = 'octets';

interface OctetForm {
  /** Octets of a line, where it may be `columns` characters long. */
  perLine(columns: number): number;
  line(octets: Uint8Array): string;
  /** Where octets `from` to `to` of a line stand. */
  marks(from: number, to: number): readonly LineMark[];
  /** Lines in front of the octets and behind them. */
  readonly head?: (octets: number) => string;
  readonly foot?: string;
  /** All octets, for programs. */
  whole(bytes: Uint8Array): string;
}

/** As many octets as fit, a multiple of `step`, `most` at most. */
const fitting = (columns: number, each: number, step: number, most: number): number =>
  Math.min(most, Math.max(step, Math.floor(columns / each / step) * step));

const binary = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join(' ');

export const OCTET_FORMS: Readonly<Record<OctetFormId, OctetForm>> = {
  dump: {
    perLine: (columns) => (columns >= characterColumn(DUMP_OCTETS) ? DUMP_OCTETS : DUMP_OCTETS / 2),
    line: dumpLine,
    marks: (from, to) => [
      { from: digitsColumn(from), to: digitsColumn(to - 1) + 2 },
      { from: characterColumn(from), to: characterColumn(to) },
    ],
    whole: hexDump,
  },
  bits: {
    perLine: (columns) => fitting(columns + 1, 9, 2, 8),
    line: binary,
    marks: (from, to) => [{ from: 9 * from, to: 9 * to - 1 }],
    whole(bytes) {
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += 8) lines.push(binary(bytes.subarray(at, at + 8)));
      return lines.join('\n');
    },
  },
  c: {
    perLine: (columns) => fitting(columns - 2, 6, 4, ARRAY_OCTETS),
    line: arrayLine,
    marks: (from, to) => [{ from: 2 + 6 * from, to: 6 * to }],
    head: (octets) => arrayHead(octets, NAME),
    foot: ARRAY_FOOT,
    whole: (bytes) => cArray(bytes, NAME),
  },
  yaml: {
    perLine: (columns) => fitting(((columns - 2) * 3) / 4, 1, 3, YAML_OCTETS),
    line: yamlLine,
    // Three octets share four characters.
    marks: (from, to) => [{ from: 2 + 4 * Math.floor(from / 3), to: 2 + 4 * Math.ceil(to / 3) }],
    head: () => YAML_HEAD,
    whole: yamlBinary,
  },
  escaped: {
    perLine: (columns) => fitting(columns - 2, 4, 4, 32),
    line: escapedString,
    marks: (from, to) => [{ from: 1 + 4 * from, to: 1 + 4 * to }],
    whole: escapedString,
  },
  hex: {
    perLine: (columns) => fitting(columns, 2, 8, 64),
    line: (octets) => toHex(octets),
    marks: (from, to) => [{ from: 2 * from, to: 2 * to }],
    whole: (bytes) => toHex(bytes),
  },
};

/** Octets in rows of as many each. */
export class FixedLines implements OctetLines {
  readonly misfits = undefined;
  readonly #bytes: Uint8Array;
  readonly #form: OctetForm;
  readonly #perLine: number;
  /** Lines in front of the octets. */
  readonly #lead: number;
  readonly #rows: number;

  constructor(bytes: Uint8Array, id: OctetFormId, columns: number) {
    this.#bytes = bytes;
    this.#form = OCTET_FORMS[id];
    this.#perLine = this.#form.perLine(columns);
    this.#lead = this.#form.head === undefined ? 0 : 1;
    this.#rows = Math.ceil(bytes.length / this.#perLine);
  }

  get count(): number {
    return this.#rows === 0 ? 0 : this.#lead + this.#rows + (this.#form.foot === undefined ? 0 : 1);
  }

  line(index: number): OctetLine {
    const { length } = this.#bytes;
    const { head, foot } = this.#form;
    const row = index - this.#lead;
    if (row < 0) return { start: 0, end: 0, text: head?.(length) ?? '' };
    if (row >= this.#rows) return { start: length, end: length, text: foot ?? '' };
    const start = row * this.#perLine;
    const end = Math.min(length, start + this.#perLine);
    return { start, end, text: this.#form.line(this.#bytes.subarray(start, end)) };
  }

  lineOf(octet: number): number {
    return this.#lead + Math.floor(octet / this.#perLine);
  }

  marks(index: number, from: number, to: number): readonly LineMark[] {
    const { start, end } = this.line(index);
    if (from >= end || to <= start) return [];
    return this.#form.marks(Math.max(from, start) - start, Math.min(to, end) - start);
  }
}
