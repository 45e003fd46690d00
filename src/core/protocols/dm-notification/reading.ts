import { fromUtf8 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Rule, Severity } from '../../codec/rule.ts';
import type { Outcome } from './check-digest.ts';
import type { PlacedOption } from './options.ts';

/** A finding before it is known how it will be reported. Bits count from the first bit of the source that was read. */
export interface Breach {
  readonly rule: Rule;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
}

/** Octets found at a place. */
export interface Placed {
  readonly start: number;
  readonly end: number;
  readonly octets: Uint8Array;
}

/** What every reading of a message has. */
export interface Reading {
  readonly source: number;
  /** First bit of the message. */
  readonly start: number;
  readonly end: number;
  /** All octets of the message. */
  readonly octets: Uint8Array;
  /** True when the capture, and not the sender, cut the message off. */
  readonly cut: boolean;
}

export function openReading(cursor: Cursor): Reading {
  const atEnd = cursor.end === cursor.bytes.length * 8 && cursor.tree.sources[cursor.source]?.cut === true;
  return {
    source: cursor.source,
    start: cursor.bit,
    end: cursor.end,
    octets: cursor.rest(),
    cut: atEnd || cursor.end === cursor.cutAt,
  };
}

/** Collects findings of one reading. */
export class Breaches {
  readonly list: Breach[] = [];
  readonly #cut: boolean;

  constructor(reading: Reading) {
    this.#cut = reading.cut;
  }

  add(rule: Rule, message: string, start: number, end: number, severity: Severity = rule.severity): void {
    this.list.push({ rule, message, start, end, severity });
  }

  /** Octets are missing at the end: the sender's fault, unless the capture cut the packet off. */
  missing(rule: Rule, message: string, start: number, end: number): void {
    if (this.#cut) this.add(rule, `${message}: the rest of the packet is not here`, start, end, 'note');
    else this.add(rule, message, start, end);
  }
}

export const NOT_VERIFIABLE: Outcome = { verdict: 'not-verifiable', tried: 0 };
export const ABSENT: Outcome = { verdict: 'absent', tried: 0 };

/** A digest over octets that the capture cut off cannot be called wrong. */
export function unlessCut(outcome: Outcome, reading: Reading): Outcome {
  return reading.cut && outcome.verdict === 'mismatch' ? { ...NOT_VERIFIABLE, tried: outcome.tried } : outcome;
}

/** Judges a string option: UTF-8, and then Net-Unicode. A value that is cut is not judged. */
export function judgeText(
  out: Breaches,
  option: PlacedOption,
  name: string,
  rules: { readonly utf8: Rule; readonly netUnicode: Rule },
): void {
  if (!option.whole) return;
  const { valueStart, valueEnd, octets } = option;
  const text = fromUtf8(octets);
  if (text === undefined) {
    out.add(rules.utf8, `${name} is not UTF-8`, valueStart, valueEnd);
    return;
  }
  const control = /\p{Cc}/u.exec(text.replaceAll('\r\n', ''))?.[0];
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    out.add(
      rules.netUnicode,
      `${name} has the control character U+${code}; only pairs of CR and LF belong into Net-Unicode`,
      valueStart,
      valueEnd,
    );
  }
  if (text.normalize('NFC') !== text) {
    out.add(rules.netUnicode, `${name} is not in Unicode normal form C`, valueStart, valueEnd, 'note');
  }
}

/** `1 octet`, `3 octets`. */
export function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
