import { fromHex } from '../base/bytes.ts';
import { NUMBER_ENCODINGS, TEXT_ENCODINGS } from '../codec/encodings.ts';
import type { Field } from '../codec/field.ts';
import type { Start } from '../dissect/context.ts';
import { Faults } from './faults.ts';
import { childPath, type Item, layerName, makeItem, rootItem } from './item.ts';
import { type JsonNode, type Place, parseJson } from './json-text.ts';
import { bitsOfDigits, bitsOfHex } from './leaf-bits.ts';
import { type Names, nearest } from './names.ts';
import { readDocument } from './read-document.ts';

/** A description that was read: what it says of the frame, and its items without bits. */
export interface ReadDescription {
  readonly start: Start;
  readonly seconds: number;
  readonly nanos: number;
  readonly comment: string | undefined;
  /** Octets on the wire, where more than are described. */
  readonly length: number | undefined;
  readonly root: Item;
  readonly faults: Faults;
}

const MEMBERS = ['start', 'time', 'comment', 'length', 'layers'];
/** Items that one description may have. */
const MOST_ITEMS = 200_000;
const MOST_OCTETS = 16 * 1024 * 1024;

/** Reads the JSON text of a description. What is wrong with it stands in `faults`; the rest is read all the same. */
export function readDescription(text: string, names: Names): ReadDescription {
  const parsed = parseJson(text);
  if ('node' in parsed) return new DescriptionReader(names).read(parsed.node);
  const reader = new DescriptionReader(names);
  reader.faults.add('', parsed.fault.message, parsed.fault);
  return reader.read(undefined);
}

class DescriptionReader {
  readonly faults = new Faults();
  readonly #names: Names;
  readonly #root = rootItem();
  #items = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  read(node: JsonNode | undefined): ReadDescription {
    const members = new Map<string, JsonNode>();
    if (node !== undefined && node.kind !== 'object') {
      this.faults.add('', 'an object with "start" and "layers" is expected', node);
    } else if (node !== undefined) {
      for (const { key, place, value } of node.members) {
        if (MEMBERS.includes(key)) members.set(key, value);
        else this.faults.add(`/${key}`, `${quote(key)} is not known; known are ${MEMBERS.join(', ')}`, place);
      }
      if (!members.has('layers')) this.faults.add('', '"layers" is missing: the list of layers', node);
    }
    const start = this.#start(members.get('start'));
    if (start === undefined && node?.kind === 'object' && !members.has('start')) {
      this.faults.add('', '"start" is missing: a layer such as "ethernet", or {"link": 1}', node);
    }
    const { seconds, nanos } = this.#time(members.get('time'));
    const layers = members.get('layers');
    if (layers?.kind === 'array') this.#list(layers.items, this.#root);
    else if (layers !== undefined) this.faults.add('/layers', 'a list of layers is expected', layers);
    return {
      start: start ?? { table: 'layer', key: 'data' },
      seconds,
      nanos,
      comment: this.#text(members.get('comment'), '/comment'),
      length: this.#length(members.get('length')),
      root: this.#root,
      faults: this.faults,
    };
  }

  #start(node: JsonNode | undefined): Start | undefined {
    if (node === undefined) return undefined;
    const layers = this.#names.registry.table('layer');
    if (node.kind === 'string') {
      if (layers.has(node.value)) return { table: 'layer', key: node.value };
      const near = nearest(node.value, [...layers.keys()]);
      this.faults.add('/start', `${quote(node.value)} is no start layer${alternatives(near)}`, node);
      return undefined;
    }
    const [member, ...others] = node.kind === 'object' ? node.members : [];
    if (others.length === 0 && member?.key === 'link' && member.value.kind === 'number') {
      if (isCount(member.value.value, 65535)) return { table: 'link.type', key: member.value.value };
      this.faults.add('/start/link', 'a link type is a whole number from 0 to 65535', member.value);
    } else if (others.length === 0 && member?.key === 'media' && member.value.kind === 'string') {
      return { table: 'media.type', key: member.value.value.toLowerCase() };
    } else {
      this.faults.add('/start', 'a layer such as "ethernet", {"link": number} or {"media": "type"} is expected', node);
    }
    return undefined;
  }

  #time(node: JsonNode | undefined): { readonly seconds: number; readonly nanos: number } {
    const text = node?.kind === 'string' ? node.value : node?.kind === 'number' ? String(node.value) : '';
    const [, whole = '0', part = ''] = /^(\d{1,16})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
    if (node !== undefined && !/^\d{1,16}(?:\.\d{1,9})?$/.test(text)) {
      this.faults.add('/time', 'seconds since 1970 with up to nine decimals are expected: "1700000000.5"', node);
    }
    return { seconds: Number(whole), nanos: Number(part.padEnd(9, '0')) };
  }

  #text(node: JsonNode | undefined, path: string): string | undefined {
    if (node === undefined || node.kind === 'string') return node?.value;
    this.faults.add(path, 'a text is expected', node);
    return undefined;
  }

  #length(node: JsonNode | undefined): number | undefined {
    if (node === undefined) return undefined;
    if (node.kind === 'number' && isCount(node.value, 0xffff_ffff)) return node.value;
    this.faults.add('/length', 'a number of octets is expected', node);
    return undefined;
  }

  #list(nodes: readonly JsonNode[], parent: Item): void {
    for (const [index, node] of nodes.entries()) {
      if (++this.#items > MOST_ITEMS) {
        if (this.#items === MOST_ITEMS + 1) this.faults.add(parent.path, `more than ${MOST_ITEMS} items`, node);
        return;
      }
      const [member, ...others] = node.kind === 'object' ? node.members : [];
      if (member === undefined || others.length > 0) {
        this.faults.add(
          `${parent.path}/${index}`,
          'an object with one member is expected: {"udp.srcport": 9200}',
          node,
        );
        continue;
      }
      this.#item(member.key, member.place, member.value, node, index, parent);
    }
  }

  #item(name: string, keyPlace: Place, value: JsonNode, whole: Place, index: number, parent: Item): void {
    const path = childPath(parent.path, index, name);
    const layer = layerName(parent);
    const own = this.#names.field(name, name);
    const field = own?.type === 'protocol' ? own : this.#names.field(layer, name);
    if (field === undefined) {
      const what = parent === this.#root ? 'layer' : 'field';
      this.faults.add(path, `${quote(name)} is no ${what}${alternatives(this.#names.nearest(layer, name))}`, keyPlace);
      return;
    }
    const item = makeItem({
      name,
      field,
      parent,
      path,
      children: value.kind === 'array' ? [] : undefined,
      place: value,
      whole,
    });
    parent.children?.push(item);
    if (value.kind === 'array') this.#list(value.items, item);
    else this.#leaf(item, field, value);
  }

  #leaf(item: Item, field: Field, node: JsonNode): void {
    switch (node.kind) {
      case 'string':
        if (node.value === 'auto' && field.type !== 'text') item.isAuto = true;
        else item.value = node.value;
        return;
      case 'number':
        item.value = node.value;
        return;
      case 'bool':
        item.value = node.value ? 1 : 0;
        return;
      case 'object':
        this.#parts(
          item,
          node.members.map(({ key, value }) => [key, value] as const),
          node,
        );
        return;
      default:
        this.faults.add(item.path, `${EXPECTED} is expected`, node);
    }
  }

  #parts(item: Item, members: readonly (readonly [string, JsonNode])[], node: JsonNode): void {
    const parts = new Map(members);
    if (parts.has('xml')) {
      item.document = readDocument(parts, item.path, this.faults);
      return;
    }
    const unknown = members.find(([key]) => !PARTS.includes(key));
    if (unknown !== undefined) {
      this.faults.add(
        `${item.path}/${unknown[0]}`,
        `${quote(unknown[0])} is not known; ${EXPECTED} is expected`,
        unknown[1],
      );
      return;
    }
    const value = parts.get('value');
    if (value?.kind === 'string' || value?.kind === 'number') item.value = value.value;
    else if (value?.kind === 'bool') item.value = value.value ? 1 : 0;
    else if (value !== undefined) this.faults.add(`${item.path}/value`, 'a number or a text is expected', value);
    const auto = parts.get('auto');
    if (auto?.kind === 'bool') item.isAuto = auto.value;
    else if (auto !== undefined) this.faults.add(`${item.path}/auto`, 'true is expected', auto);
    const as = parts.get('as');
    item.encoding = ENCODINGS.find((name) => as?.kind === 'string' && as.value === name);
    if (as !== undefined && item.encoding === undefined) {
      this.faults.add(`${item.path}/as`, `one of ${ENCODINGS.join(', ')} is expected`, as);
    }
    this.#exact(item, parts.get('hex'), parts.get('bits'));
    if (item.value === undefined && !item.isAuto && item.exact === undefined) {
      this.faults.add(item.path, `${EXPECTED} is expected`, node);
    }
  }

  #exact(item: Item, hex: JsonNode | undefined, bits: JsonNode | undefined): void {
    if (bits?.kind === 'number' && isCount(bits.value, MOST_OCTETS * 8)) item.width = bits.value;
    else if (bits?.kind === 'string' && hex === undefined) {
      item.exact = bitsOfDigits(bits.value);
      if (item.exact === undefined) this.faults.add(`${item.path}/bits`, 'zeros and ones are expected', bits);
    } else if (bits !== undefined) {
      this.faults.add(
        `${item.path}/bits`,
        'a number of bits, or the bits as a text of zeros and ones, is expected',
        bits,
      );
    }
    if (hex === undefined) return;
    const bytes = hex.kind === 'string' ? fromHex(hex.value.replace(/[\s:]/g, '')) : undefined;
    if (bytes === undefined) {
      this.faults.add(`${item.path}/hex`, 'hexadecimal digits, two an octet, are expected', hex);
      return;
    }
    const exact = bitsOfHex(bytes, item.width ?? bytes.length * 8);
    if ('problem' in exact) this.faults.add(`${item.path}/hex`, `the octets ${exact.problem}`, hex);
    else {
      item.exact = exact;
      item.width = undefined;
    }
  }
}

const ENCODINGS = ['big-endian', ...NUMBER_ENCODINGS, 'utf-8', ...TEXT_ENCODINGS] as const;
const PARTS = ['value', 'as', 'hex', 'bits', 'auto'];
const EXPECTED = 'a value, "auto", {"value", "bits"}, {"hex"} or a list of fields';

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

function alternatives(near: readonly string[]): string {
  return near.length === 0 ? '' : `; did you mean ${near.map(quote).join(' or ')}?`;
}
