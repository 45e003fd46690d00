import type { Leaf } from '../markup.ts';
import { Lost } from '../markup.ts';
import { isCharacter } from './decode-text.ts';
import { opaqueText } from './dialect.ts';
import { W } from './fields.ts';
import { WBXML } from './rules.ts';
import type { TokenReader } from './token-reader.ts';
import { ENTITY, hex, OPAQUE, STR_I, STR_T } from './tokens.ts';

const ESCAPES = ['escape', 'unesc', 'noesc'];

/** What one character token stands for. */
export interface Piece {
  readonly text: string;
  readonly leaves: readonly Leaf[];
  /** Octets that are the text itself. */
  readonly exact?: { readonly start: number; readonly end: number };
  /** Octets of an OPAQUE. */
  readonly data?: { readonly start: number; readonly end: number };
}

/** One string, entity, extension or OPAQUE; `name` is that of the element or attribute around it. */
export function readCharacter(reader: TokenReader, at: number, token: number, name: string): Piece {
  const input = reader.input;
  const from = input.at;
  switch (token) {
    case STR_I: {
      const { text, stop } = inline(reader);
      if (reader.dialect.opaque[name] === 'date') {
        input.report(WBXML['WBXML-031'], `${name} is a string; it should be opaque BCD octets`, at, input.at);
      }
      const exact = reader.header.charset.ascii ? { exact: { start: from * 8, end: stop * 8 } } : {};
      return { text, leaves: [reader.token(at), reader.leaf(W.strI, from, { text })], ...exact };
    }
    case STR_T: {
      const offset = input.multiByte('the offset of a string');
      const text = reader.budget > 0 ? reader.header.table.at(offset) : '';
      if (text === undefined) reader.beyondTable(offset, at);
      reader.spend(text ?? '');
      return {
        text: text ?? '',
        leaves: [reader.token(at), reader.leaf(W.strT, from, { text: text ?? '', note: `offset ${offset}` })],
      };
    }
    case ENTITY: {
      const code = input.multiByte('the number of a character');
      const good = isCharacter(code);
      if (!good) input.report(WBXML['WBXML-012'], `0x${code.toString(16)} is no character`, at, input.at);
      const text = good ? String.fromCodePoint(code) : '\uFFFD';
      return { text, leaves: [reader.token(at), reader.leaf(W.entity, from, { num: code, note: text })] };
    }
    case OPAQUE:
      return opaque(reader, at, name);
    default:
      return extension(reader, at, token);
  }
}

function inline(reader: TokenReader): { readonly text: string; readonly stop: number } {
  const input = reader.input;
  const { charset } = reader.header;
  const from = input.at;
  const stop = input.string(charset);
  const { text, bad } = charset.decode(input.bytes.subarray(from, stop));
  if (bad) input.report(WBXML['WBXML-008'], `the string is not ${charset.name}`, from, stop);
  if (!charset.known)
    input.report(WBXML['WBXML-007'], `${charset.name} is not known; its octets are shown as ISO 8859-1`, from, stop);
  return { text, stop };
}

function opaque(reader: TokenReader, at: number, name: string): Piece {
  const input = reader.input;
  const lengthAt = input.at;
  const size = input.multiByte('the length of opaque data');
  const length = reader.leaf(W.opaqueLength, lengthAt, { num: size });
  if (reader.header.version === 0) input.report(WBXML['WBXML-016'], 'OPAQUE in a document of version 1.0', at, at + 1);
  if (size > input.end - input.at) {
    throw new Lost({
      rule: WBXML['WBXML-001'],
      message: `opaque data of ${size} octets, ${input.end - input.at} are left`,
      start: at * 8,
      end: input.end * 8,
      ended: true,
    });
  }
  const from = input.at;
  input.at += size;
  const bytes = input.bytes.subarray(from, input.at);
  const form = reader.dialect.opaque[name];
  const { text, fault } = opaqueText(bytes, form);
  if (fault !== undefined) input.report(WBXML['WBXML-030'], `${name}: ${fault}`, at, input.at);
  const data = reader.leaf(W.opaque, from, form === 'date' ? { note: text } : {});
  const leaves = size === 0 ? [reader.token(at), length] : [reader.token(at), length, data];
  return { text, leaves, data: { start: from * 8, end: input.at * 8 } };
}

function extension(reader: TokenReader, at: number, token: number): Piece {
  const input = reader.input;
  const from = input.at;
  const leaves = [reader.token(at)];
  const index = token & 3;
  let name: string | undefined;
  if (token < 0x80) {
    name = inline(reader).text;
    leaves.push(reader.leaf(W.extI, from, { text: name }));
  } else if (token < 0xc0) {
    const offset = input.multiByte('the number of an extension');
    name = reader.dialect.variables && reader.budget > 0 ? reader.header.table.at(offset) : undefined;
    if (reader.dialect.variables && name === undefined) reader.beyondTable(offset, at);
    leaves.push(reader.leaf(W.extT, from, { text: name ?? String(offset), note: `number ${offset}` }));
  }
  if (!reader.dialect.variables || token >= 0xc0) {
    input.report(WBXML['WBXML-020'], `extension 0x${hex(token)} has no meaning in this document type`, at, input.at);
    return { text: '', leaves };
  }
  const text = `$(${name ?? ''}:${ESCAPES[index]})`;
  reader.spend(text);
  return { text, leaves };
}
