import { Lost, type Problem } from '../markup.ts';
import { endOfString, type TextReader } from './decode-text.ts';
import { WBXML } from './rules.ts';

/** Octets with a reading position; what does not fit throws `Lost`. */
export class Input {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  readonly problems: Problem[] = [];

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  report(rule: Problem['rule'], message: string, from: number, to: number): void {
    // A document of nothing but faults must not make a finding for each octet.
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ rule, message, start: from * 8, end: to * 8 });
  }

  lose(rule: Problem['rule'], message: string, from: number, to: number): never {
    throw new Lost({ rule, message, start: from * 8, end: to * 8 });
  }

  /** The data end before the document does. */
  ended(wanted: string): never {
    const here = Math.min(this.at, this.end);
    throw new Lost({
      rule: WBXML['WBXML-001'],
      message: `the data end where ${wanted} is due`,
      start: here * 8,
      end: this.end * 8,
      ended: true,
    });
  }

  octet(wanted: string): number {
    if (this.at >= this.end) this.ended(wanted);
    return this.bytes[this.at++]!;
  }

  /** Seven bits an octet, most significant group first. */
  multiByte(wanted: string): number {
    const from = this.at;
    let value = 0;
    for (let count = 1; ; count++) {
      const octet = this.octet(wanted);
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
      if (count === 1 && octet === 0x80) {
        this.report(WBXML['WBXML-021'], `${wanted} begins with an empty group of bits`, from, this.at);
      }
      if (count === 5) this.lose(WBXML['WBXML-003'], `${wanted} has more than five octets`, from, this.at);
    }
    if (value > 0xffffffff) this.lose(WBXML['WBXML-003'], `${wanted} does not fit into 32 bits`, from, this.at);
    return value;
  }

  /** Moves behind a string and its terminator; gives the octet where the terminator begins. */
  string(reader: TextReader): number {
    const stop = endOfString(this.bytes, this.at, this.end, reader.unit);
    if (stop === undefined) {
      throw new Lost({
        rule: WBXML['WBXML-002'],
        message: `the string has no terminator (${reader.unit === 1 ? '00' : `${reader.unit} zero octets`}) before the end of the data`,
        start: this.at * 8,
        end: this.end * 8,
        ended: true,
      });
    }
    this.at = stop + reader.unit;
    return stop;
  }
}

const MAX_PROBLEMS = 100;
