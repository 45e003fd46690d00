import { type JsonPiece, type JsonText, jsonPiece, SIGN } from '../base/json-text.ts';
import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow, type RowValue, rowValue } from '../codec/value.ts';
import { writeValue } from './fields-json.ts';

/** A tree node of the JSON output. */
export interface NodeJson {
  /** Filter name. */
  readonly name: string;
  readonly label: string;
  readonly value?: RowValue;
  /** The value for people. */
  readonly text: string;
  /** Offset and length in bits, from the first bit of the source. */
  readonly bit: readonly [number, number];
  /** 0 is the captured octets; others stand in `sources`. */
  readonly source: number;
  readonly children?: readonly NodeJson[];
}

const HEAD = {
  name: jsonPiece('{"name":'),
  label: jsonPiece(',"label":'),
  value: jsonPiece(',"value":'),
  text: jsonPiece(',"text":'),
  bit: jsonPiece(',"bit":['),
  inSource: jsonPiece('],"source":'),
  children: jsonPiece(',"children":['),
} as const;

/** A packet's tree, a `NodeJson` each row. One object serves all packets of an output: it keeps what is the same for every row of a field. */
export class NodesJson {
  /** Name and label of each field, by the number of its declaration. */
  readonly #heads: (JsonPiece | undefined)[] = [];

  /** Writes the nodes of the outermost rows, without brackets. */
  write(out: JsonText, tree: Tree): void {
    this.#write(out, tree, 0, tree.length);
  }

  #write(out: JsonText, tree: Tree, from: number, to: number): void {
    for (let row = from; row < to; row = tree.endRow(row)) {
      if (row > from) out.sign(SIGN.comma);
      const end = tree.endRow(row);
      this.#writeHead(out, tree.field(row));
      if (rowValue(tree, row) !== undefined) {
        out.piece(HEAD.value);
        writeValue(out, tree, row);
      }
      out.piece(HEAD.text);
      out.string(formatRow(tree, row));
      writePlace(out, tree.start(row), tree.end(row));
      out.piece(HEAD.inSource);
      out.number(tree.source(row));
      if (end > row + 1) {
        out.piece(HEAD.children);
        this.#write(out, tree, row + 1, end);
        out.sign(SIGN.close);
      }
      out.sign(SIGN.end);
    }
  }

  #writeHead(out: JsonText, field: Field): void {
    const { number, filter, label } = field;
    const head = number === undefined ? undefined : (this.#heads[number] ?? this.#newHead(number, filter, label));
    if (head !== undefined) {
      out.piece(head);
      return;
    }
    out.piece(HEAD.name);
    out.string(filter);
    out.piece(HEAD.label);
    out.string(label);
  }

  /** Undefined for words that are no ASCII: these are written one by one. */
  #newHead(number: number, filter: string, label: string): JsonPiece | undefined {
    const json = `{"name":${JSON.stringify(filter)},"label":${JSON.stringify(label)}`;
    if (!/^[\x20-\x7e]*$/.test(json)) return undefined;
    while (this.#heads.length <= number) this.#heads.push(undefined);
    this.#heads[number] = jsonPiece(json);
    return this.#heads[number];
  }
}

/** First bit and number of bits, without the bracket at the end. */
export function writePlace(out: JsonText, start: number, end: number): void {
  out.piece(HEAD.bit);
  out.number(start);
  out.sign(SIGN.comma);
  out.number(end - start);
}
