import type { Field } from '../../codec/field.ts';
import { type Leaf, textBudget } from '../markup.ts';
import type { Dialect } from './dialect.ts';
import { W } from './fields.ts';
import type { Header } from './header.ts';
import type { Input } from './input.ts';
import { WBXML } from './rules.ts';
import { hex } from './tokens.ts';

const isName = (name: string): boolean => /^[\p{L}_:][\p{L}\p{N}\p{M}_:.\u00B7-]*$/u.test(name);

/** What the readers of a body share: octets, string table, current pages, and how much text may still come of them. */
export class TokenReader {
  readonly input: Input;
  readonly header: Header;
  readonly dialect: Dialect;
  tagPage = 0;
  attributePage = 0;
  budget: number;
  /** Octet behind the last token that was read whole. */
  reached: number;

  constructor(input: Input, header: Header, dialect: Dialect) {
    this.input = input;
    this.header = header;
    this.dialect = dialect;
    this.budget = textBudget(input.end - header.table.start);
    this.reached = input.at;
  }

  leaf(field: Field, from: number, extra: Omit<Leaf, 'kind' | 'field' | 'start' | 'end'> = {}): Leaf {
    return { kind: 'leaf', field, start: from * 8, end: this.input.at * 8, ...extra };
  }

  token(at: number): Leaf {
    return { kind: 'leaf', field: W.token, start: at * 8, end: at * 8 + 8, num: this.input.bytes[at]! };
  }

  twice(at: number): void {
    this.input.report(WBXML['WBXML-017'], 'two page switches before one token: the last one counts', at, this.input.at);
  }

  misplaced(at: number, token: number): void {
    this.input.report(
      WBXML['WBXML-018'],
      `a page switch before token 0x${hex(token)} has no place in the grammar; it is applied`,
      at,
      at + 2,
    );
  }

  /** A name of the string table; the leaves are the token and the offset. */
  name(at: number, field: Field, wanted: string, isAttribute: boolean): [string, Leaf[]] {
    const input = this.input;
    const offset = input.multiByte(wanted);
    const { table } = this.header;
    let name = this.budget > 0 ? table.at(offset) : '';
    if (name === undefined) {
      if (table.size === 0 && offset === 0 && isAttribute) {
        // Some handsets write the namespace of the root so.
        input.report(WBXML['WBXML-026'], 'a literal without a string table; it is read as xmlns', at, input.at);
        name = 'xmlns';
      } else {
        this.beyondTable(offset, at);
        name = `unknown_${offset}`;
      }
    } else if (!isName(name)) {
      input.report(WBXML['WBXML-024'], `"${name.slice(0, 64)}" is no XML name`, at, input.at);
    }
    return [name, [this.token(at), this.leaf(field, at + 1, { text: name, note: `offset ${offset}` })]];
  }

  beyondTable(offset: number, at: number): void {
    this.input.report(
      WBXML['WBXML-004'],
      `offset ${offset} is behind the string table of ${this.header.table.size} octets`,
      at,
      this.input.at,
    );
  }

  spend(text: string): void {
    this.budget -= text.length;
    if (this.budget < 0) {
      this.input.lose(
        WBXML['WBXML-022'],
        'the strings of the table are referred to so often that the text grows out of proportion',
        this.reached,
        this.input.at,
      );
    }
  }
}
