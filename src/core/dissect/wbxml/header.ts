import { type Leaf, Lost } from '../markup.ts';
import { endOfString, type TextReader, textReader } from './decode-text.ts';
import { W } from './fields.ts';
import type { Input } from './input.ts';
import { PUBLIC_IDS } from './public-ids.ts';
import { WBXML } from './rules.ts';

export interface Header {
  readonly version: number;
  readonly publicNumber: number;
  /** Registered or literal public identifier; undefined when it is unknown or missing. */
  readonly publicId: string | undefined;
  readonly charset: TextReader;
  readonly table: StringTable;
  readonly leaves: readonly Leaf[];
}

const UTF8 = 106;

/** Strings by their offset. Texts are decoded when asked for, and kept. */
export class StringTable {
  readonly start: number;
  readonly end: number;
  readonly #bytes: Uint8Array;
  readonly #charset: TextReader;
  readonly #texts = new Map<number, string>();

  constructor(bytes: Uint8Array, start: number, end: number, charset: TextReader) {
    this.#bytes = bytes;
    this.start = start;
    this.end = end;
    this.#charset = charset;
  }

  get size(): number {
    return this.end - this.start;
  }

  /** The string at an offset, which may lie inside another one; undefined beyond the table. */
  at(offset: number): string | undefined {
    if (offset >= this.size) return undefined;
    let text = this.#texts.get(offset);
    if (text === undefined) {
      const from = this.start + offset;
      const stop = endOfString(this.#bytes, from, this.end, this.#charset.unit) ?? this.end;
      text = this.#charset.decode(this.#bytes.subarray(from, stop)).text;
      this.#texts.set(offset, text);
    }
    return text;
  }
}

/**
 * Reads version, public identifier, charset and string table. Throws `Lost` when they do not fit.
 * @param withCharset false for documents of version 1.0, which have no charset
 * @param leaves filled with what was read, to have it even when the rest does not fit
 */
export function readHeader(input: Input, withCharset: boolean, leaves: Leaf[]): Header {
  const leaf = (field: Leaf['field'], from: number, extra: Omit<Leaf, 'kind' | 'field' | 'start' | 'end'>): void => {
    leaves.push({ kind: 'leaf', field, start: from * 8, end: input.at * 8, ...extra });
  };
  let from = input.at;
  const version = input.octet('the version');
  leaf(W.version, from, { num: version });
  if (version > 3) {
    input.report(
      WBXML['WBXML-015'],
      `version ${(version >>> 4) + 1}.${version & 15} is read as 1.3, the last one specified`,
      from,
      input.at,
    );
  }
  from = input.at;
  const publicNumber = input.multiByte('the public identifier');
  leaf(W.publicId, from, { num: publicNumber });
  const offsetAt = input.at;
  const offset = publicNumber === 0 ? input.multiByte('the offset of the public identifier') : undefined;
  const offsetEnd = input.at;
  const offsetPlace = leaves.length;
  let mib = UTF8;
  if (withCharset) {
    from = input.at;
    mib = input.multiByte('the charset');
    leaf(W.charset, from, { num: mib });
  }
  const charset = textReader(mib);
  from = input.at;
  const size = input.multiByte('the length of the string table');
  leaf(W.tableLength, from, { num: size });
  if (size > input.end - input.at) {
    throw new Lost({
      rule: WBXML['WBXML-001'],
      message: `the string table has ${size} octets, ${input.end - input.at} are left`,
      start: from * 8,
      end: input.at * 8,
      ended: true,
    });
  }
  const table = new StringTable(input.bytes, input.at, input.at + size, charset);
  const items = tableLeaves(input, table, charset);
  let publicId = PUBLIC_IDS.get(publicNumber);
  if (offset !== undefined) {
    publicId = table.at(offset);
    if (publicId === undefined) {
      input.report(
        WBXML['WBXML-004'],
        `the public identifier is at offset ${offset} of a string table of ${size} octets`,
        offsetAt,
        offsetEnd,
      );
    }
    leaves.splice(offsetPlace, 0, {
      kind: 'leaf',
      field: W.publicIdText,
      start: offsetAt * 8,
      end: offsetEnd * 8,
      text: publicId ?? '',
      note: `offset ${offset}`,
    });
  }
  input.at = table.end;
  return { version, publicNumber, publicId, charset, table, leaves: [...leaves, ...items] };
}

function tableLeaves(input: Input, table: StringTable, charset: TextReader): readonly Leaf[] {
  const leaves: Leaf[] = [];
  for (let at = table.start; at < table.end; ) {
    const stop = endOfString(input.bytes, at, table.end, charset.unit);
    const end = stop === undefined ? table.end : stop + charset.unit;
    if (stop === undefined) {
      input.report(WBXML['WBXML-019'], 'the last string ends with the table instead of a terminator', at, table.end);
    }
    const { text, bad } = charset.decode(input.bytes.subarray(at, stop ?? table.end));
    if (bad) input.report(WBXML['WBXML-008'], `a string of the table is not ${charset.name}`, at, end);
    leaves.push({
      kind: 'leaf',
      field: W.tableItem,
      start: at * 8,
      end: end * 8,
      text,
      note: `offset ${at - table.start}`,
    });
    at = end;
  }
  return leaves;
}
