import { toHex } from '../base/bytes.ts';
import { largest } from '../codec/encodings.ts';
import type { Field, FieldType } from '../codec/field.ts';
import type { Item } from './item.ts';
import { exactJson } from './leaf-bits.ts';
import type { CraftNode } from './views.ts';

/** Named values that a form offers in a list; longer tables are for typing with completion. */
const MOST_CHOICES = 64;

/** The nodes of a description for forms, in preorder. @param canCompute whether an item could be worked out */
export function formNodes(
  root: Item,
  fieldNumber: (field: Field) => number,
  canCompute: (item: Item) => boolean,
): readonly CraftNode[] {
  const out: CraftNode[] = [];
  const add = (item: Item, depth: number): void => {
    const { field, children } = item;
    if (field === undefined) return;
    out.push({
      path: item.path,
      depth,
      field: fieldNumber(field),
      kind: kindOf(item, field),
      text: textOf(item, field),
      start: item.start,
      end: item.end,
      computed: item.isAuto ? 'computed' : children === undefined && canCompute(item) ? 'pinned' : 'no',
      choices: children === undefined ? choicesOf(field) : undefined,
      max: isNumber(field.type) ? largest(field.encoding, item.width ?? field.bits) : undefined,
      isRepeatable: isRepeatable(item),
    });
    for (const child of children ?? []) add(child, depth + 1);
  };
  for (const layer of root.children ?? []) add(layer, 0);
  return out;
}

/** What a user types into a form for the value that an item has. */
export function textOf(item: Item, field: Field): string {
  if (item.children !== undefined) return '';
  if (item.document !== undefined) return item.document.xml;
  if (item.value !== undefined && item.exact === undefined && !item.isAuto) return String(item.value);
  const bits = item.bits ?? item.exact;
  if (bits === undefined) return '';
  if (item.isAuto && item.value !== undefined) return String(item.value);
  const { hex, bits: digits } = exactJson(bits);
  if (hex !== undefined && typeof digits !== 'number') return hex;
  if (typeof digits === 'string') return `0b${digits}`;
  return field.type === 'bytes' ? toHex(bits.bytes) : (hex ?? '');
}

function kindOf(item: Item, field: Field): CraftNode['kind'] {
  if (item.document !== undefined) return 'document';
  if (item.children !== undefined) return field.type === 'protocol' ? 'layer' : 'group';
  // Bits that do not follow from a value (a token, a number of more than 53 bits) are edited as octets.
  if (item.exact !== undefined && !item.isAuto) return 'bytes';
  switch (field.type) {
    case 'bool':
      return 'bool';
    case 'text':
      return 'text';
    case 'ipv4':
    case 'ipv6':
    case 'ether':
      return 'address';
    case 'protocol':
    case 'group':
    case 'bytes':
    case 'undecoded':
      return 'bytes';
    case 'uint':
    case 'time':
    case 'seconds':
    case 'frame':
      return 'uint';
  }
}

export function isNumber(type: FieldType): boolean {
  return type === 'uint' || type === 'bool' || type === 'time' || type === 'seconds' || type === 'frame';
}

function choicesOf({ names }: Field): CraftNode['choices'] {
  if (names === undefined || typeof names === 'function') return undefined;
  const entries: Iterable<[number | string, string]> = names instanceof Map ? names : Object.entries(names);
  const choices = [...entries].map(([value, name]) => ({ value: Number(value), name }));
  return choices.length > MOST_CHOICES ? undefined : choices;
}

/** Layers, members of lists, and what stands more than once already: a fixed record has no such parts. */
function isRepeatable(item: Item): boolean {
  const { parent, field } = item;
  if (parent?.children === undefined || field === undefined) return false;
  if (field.type === 'protocol') return true;
  const { children } = parent;
  if (children.filter(({ name }) => name === item.name).length > 1) return true;
  return (
    item.children !== undefined && parent.field !== undefined && children.every((child) => child.children !== undefined)
  );
}
