import { fromHex } from '../base/bytes.ts';
import { hasOwnWidth } from '../codec/encodings.ts';
import { nameOf } from '../codec/field.ts';
import type { Secret } from '../dissect/secrets.ts';
import { itemValueJson } from './describe.ts';
import { documentBits } from './documents.ts';
import { editBits } from './edit-bits.ts';
import { Faults } from './faults.ts';
import { isNumber } from './form-nodes.ts';
import { inline } from './format-description.ts';
import { type Item, itemsIn, NOWHERE } from './item.ts';
import type { Place } from './json-text.ts';
import { encodeValue } from './leaf-bits.ts';
import type { Names } from './names.ts';
import { readDescription } from './read-description.ts';
import type { CraftEdit, CraftFault } from './views.ts';

export interface Edited {
  readonly description: string;
  readonly faults: readonly CraftFault[];
}

/** A description after an edit: only the text of what has changed is another one. */
export function editDescription(
  description: string,
  edit: CraftEdit,
  names: Names,
  secrets: readonly Secret[] = [],
): Edited {
  if (edit.kind === 'bits') return editBits(description, edit, names, secrets);
  return editItem(description, edit, names);
}

function editItem(description: string, edit: Exclude<CraftEdit, { readonly kind: 'bits' }>, names: Names): Edited {
  const { root } = readDescription(description, names);
  const item = itemAt(root, edit.path);
  const refuse = (message: string, within?: Place): Edited => {
    const faults = new Faults();
    faults.add(edit.path, message, item?.place ?? NOWHERE, within);
    return { description, faults: faults.list };
  };
  if (item === undefined) return refuse('the description has no such item');
  if (edit.kind === 'set') {
    const bits = item.document && documentBits(item.name, { ...item.document, xml: edit.text });
    if (bits !== undefined && 'problem' in bits) return refuse(bits.problem, bits.within);
    const value = typedValue(item, edit.text);
    return 'problem' in value
      ? refuse(`${item.field?.label ?? item.name} ${value.problem}`)
      : done(replaced(description, item.place, inline(value.json)));
  }
  if (edit.kind === 'unpin') {
    if (item.children !== undefined) return refuse('only a field can be worked out');
    return done(replaced(description, item.place, autoJson(item)));
  }
  if (edit.kind === 'remove') return done(replaced(description, elementPlace(description, item.whole), ''));
  const { from, to } = item.whole;
  const lineStart = description.lastIndexOf('\n', from) + 1;
  const indent = /^\s*/.exec(description.slice(lineStart, from))?.[0] ?? '';
  const between = lineStart > 0 ? `,\n${indent}` : ', ';
  return done(replaced(description, { from: to, to }, between + description.slice(from, to)));
}

function done(description: string): Edited {
  return { description, faults: [] };
}

function replaced(text: string, { from, to }: Place, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

function itemAt(root: Item, path: string): Item | undefined {
  for (const item of itemsIn(root)) if (item.path === path && item !== root) return item;
  return undefined;
}

/** An element of a list with one comma beside it and the space before it. */
function elementPlace(text: string, { from, to }: Place): Place {
  const before = /,\s*$/.exec(text.slice(Math.max(0, from - 500), from))?.[0];
  if (before !== undefined) return { from: from - before.length, to };
  const space = /\s*$/.exec(text.slice(Math.max(0, from - 500), from))?.[0] ?? '';
  const behind = /^\s*,/.exec(text.slice(to, to + 500))?.[0] ?? '';
  return { from: from - space.length, to: to + behind.length };
}

/** The bits that a number must state, because neither its field nor its encoding does. */
function statedWidth(item: Item): number | undefined {
  const { field, width, exact } = item;
  if (field === undefined || hasOwnWidth(item.encoding ?? field.encoding) || !isNumber(field.type)) return undefined;
  const own = width ?? exact?.width;
  return own === field.bits ? undefined : own;
}

function autoJson(item: Item): string {
  const width = statedWidth(item);
  const { encoding } = item;
  if (width !== undefined || encoding !== undefined) {
    return inline({
      auto: true,
      ...(encoding === undefined ? {} : { as: encoding }),
      ...(width === undefined ? {} : { bits: width }),
    });
  }
  return item.field?.type === 'text' ? '{"auto": true}' : '"auto"';
}

/** What a user typed for an item, as it stands in a description. */
function typedValue(item: Item, text: string): { readonly json: unknown } | { readonly problem: string } {
  const { field, document } = item;
  if (item.children !== undefined || field === undefined) return { problem: 'has no value of its own' };
  if (document !== undefined) return { json: itemValueJson({ ...item, document: { ...document, xml: text } }) };
  const isOctets = item.exact !== undefined || (!isNumber(field.type) && field.type !== 'text');
  if (isOctets && /^0b[01]+$/.test(text)) return { json: { bits: text.slice(2) } };
  if (item.exact !== undefined) return typedOctets(text, item.exact.width);
  if (!isNumber(field.type)) {
    const bits = encodeValue(field, text, undefined, item.encoding);
    if ('problem' in bits) return bits;
    return { json: item.encoding === undefined ? text : { value: text, as: item.encoding } };
  }
  const value = typedNumber(item, text.trim());
  if (value === undefined) return { problem: 'must be a number' };
  const width = statedWidth(item);
  const bits = encodeValue(field, value, width, item.encoding);
  if ('problem' in bits) return bits;
  if (width === undefined && item.encoding === undefined) return { json: value };
  return {
    json: {
      value,
      ...(item.encoding === undefined ? {} : { as: item.encoding }),
      ...(width === undefined ? {} : { bits: width }),
    },
  };
}

function typedOctets(text: string, width: number): { readonly json: unknown } | { readonly problem: string } {
  const digits = text.replace(/[\s:]/g, '');
  if (fromHex(digits) === undefined) return { problem: 'must be hexadecimal digits, two an octet' };
  return { json: width % 8 === 0 ? { hex: digits } : { hex: digits, bits: width } };
}

/** Values whose names are looked at where they follow a rule. */
const MOST_NAMED = 65_536;

/** Decimal, `0x..`, `0b..`, or the name of a value. */
function typedNumber({ field }: Item, text: string): number | undefined {
  if (/^-?\d+$/.test(text) || /^0x[0-9a-f]+$/i.test(text) || /^0b[01]+$/i.test(text)) return Number(text);
  if (field?.names === undefined || text === '') return undefined;
  const { names } = field;
  const values: Iterable<number | string> =
    typeof names === 'function'
      ? Array(MOST_NAMED).keys()
      : names instanceof Map
        ? (names as ReadonlyMap<number, string>).keys()
        : Object.keys(names);
  for (const value of values) {
    if (nameOf(field, Number(value))?.toLowerCase() === text.toLowerCase()) return Number(value);
  }
  return undefined;
}
