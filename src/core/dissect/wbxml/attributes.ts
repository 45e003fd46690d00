import type { Aside, Attribute, Element, Leaf } from '../markup.ts';
import { type Piece, readCharacter } from './characters.ts';
import { W } from './fields.ts';
import { WBXML } from './rules.ts';
import type { TokenReader } from './token-reader.ts';
import {
  END,
  hex,
  isAttributeStart,
  isAttributeValue,
  isCharacterToken,
  isExtension,
  LITERAL,
  SWITCH_PAGE,
} from './tokens.ts';

/** Reads an attribute list to its END. */
export function readAttributes(reader: TokenReader, element: Element): void {
  const input = reader.input;
  let current: Attribute | undefined;
  const names = new Set<string>();
  /** Page switches that belong before what comes next. */
  let held: Leaf[] = [];
  let switched = -1;
  const finish = (): void => {
    if (current === undefined) return;
    if (names.has(current.name)) {
      input.report(
        WBXML['WBXML-014'],
        `${element.name} has attribute ${current.name} twice`,
        current.start / 8,
        current.end / 8,
      );
    }
    names.add(current.name);
    element.attributes.push(current);
    current = undefined;
  };
  for (;;) {
    const at = input.at;
    const token = input.octet(input.at < input.end ? '' : `the END of the attributes of ${element.name}`);
    if (token === SWITCH_PAGE) {
      if (switched >= 0) reader.twice(switched);
      const page = input.octet('the number of a code page');
      held.push(reader.token(at), reader.leaf(W.switchPage, at + 1, { num: page, note: 'attributes' }));
      reader.attributePage = page;
      switched = at;
      continue;
    }
    const isStart = isAttributeStart(token);
    if (switched >= 0 && !isStart && !isAttributeValue(token) && !isExtension(token)) reader.misplaced(switched, token);
    switched = -1;
    if (token === END) {
      finish();
      for (const leaf of held) element.nodes.push(leaf);
      element.nodes.push(reader.leaf(W.endAttributes, at));
      if (element.attributes.length === 0)
        input.report(WBXML['WBXML-027'], `the attribute list of ${element.name} is empty`, at, at + 1);
      reader.reached = input.at;
      return;
    }
    if (isStart || token === LITERAL) {
      finish();
      for (const leaf of held) element.nodes.push(leaf);
      held = [];
      current = startAttribute(reader, at, token);
      element.nodes.push(current);
    } else if (current === undefined || !(isAttributeValue(token) || isCharacterToken(token))) {
      input.lose(
        WBXML['WBXML-006'],
        `token 0x${hex(token)} has no place in an attribute list${current === undefined ? ' before an attribute' : ''}`,
        at,
        at + 1,
      );
    } else {
      for (const leaf of held) current.leaves.push(leaf);
      held = [];
      const piece = isAttributeValue(token)
        ? attributeValue(reader, at, token)
        : readCharacter(reader, at, token, current.name);
      current.leaves.push(...piece.leaves);
      current.value += piece.text;
      current.end = input.at * 8;
    }
    reader.reached = input.at;
  }
}

function startAttribute(reader: TokenReader, at: number, token: number): Attribute {
  const make = (name: string, value: string, leaves: Leaf[]): Attribute => {
    reader.spend(name);
    return { kind: 'attribute', name, value, start: at * 8, end: reader.input.at * 8, leaves };
  };
  if (token === LITERAL) {
    const [name, leaves] = reader.name(at, W.literal, 'the offset of an attribute name', true);
    return make(name, '', leaves);
  }
  const page = reader.attributePage;
  const known = reader.dialect.codes.start(page, token);
  if (known === undefined) {
    reader.input.report(
      WBXML['WBXML-010'],
      `attribute start 0x${hex(token)} of page ${page} has no name in this document type`,
      at,
      at + 1,
    );
  }
  const name = known?.name ?? `unknown_${page}_${hex(token)}`;
  const prefix = known?.prefix ?? '';
  return make(name, prefix, [reader.leaf(W.start, at, { text: prefix === '' ? name : `${name}=${prefix}` })]);
}

function attributeValue(reader: TokenReader, at: number, token: number): Piece {
  const page = reader.attributePage;
  let text = reader.dialect.codes.value(page, token);
  if (text === undefined) {
    text = `{unknown_${page}_${hex(token)}}`;
    reader.input.report(
      WBXML['WBXML-011'],
      `attribute value 0x${hex(token)} of page ${page} has no text in this document type`,
      at,
      at + 1,
    );
  }
  return { text, leaves: [reader.leaf(W.value, at, { text })] };
}

/** Reads a processing instruction behind its token. */
export function readInstruction(reader: TokenReader, at: number): Aside {
  const input = reader.input;
  const leaves: Leaf[] = [reader.token(at)];
  let current: Attribute | undefined;
  for (;;) {
    const here = input.at;
    const token = input.octet('the END of a processing instruction');
    if (token === END) {
      leaves.push(reader.leaf(W.endInstruction, here));
      break;
    }
    if (token === SWITCH_PAGE) {
      const page = input.octet('the number of a code page');
      reader.attributePage = page;
      leaves.push(reader.token(here), reader.leaf(W.switchPage, here + 1, { num: page, note: 'attributes' }));
    } else if (current === undefined && (isAttributeStart(token) || token === LITERAL)) {
      current = startAttribute(reader, here, token);
      leaves.push(...current.leaves);
    } else if (current !== undefined && (isAttributeValue(token) || isCharacterToken(token))) {
      const piece = isAttributeValue(token)
        ? attributeValue(reader, here, token)
        : readCharacter(reader, here, token, '');
      current.value += piece.text;
      leaves.push(...piece.leaves);
    } else
      input.lose(WBXML['WBXML-006'], `token 0x${hex(token)} has no place in a processing instruction`, here, here + 1);
  }
  const aside: Aside = {
    kind: 'instruction',
    name: current?.name ?? '',
    text: current?.value ?? '',
    start: at * 8,
    end: input.at * 8,
    leaves,
  };
  return aside;
}
