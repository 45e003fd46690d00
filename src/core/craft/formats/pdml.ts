import { readBits } from '../../base/bits.ts';
import { toHex } from '../../base/bytes.ts';
import { decimalSeconds } from '../../base/time.ts';
import type { Tree } from '../../codec/tree.ts';
import { formatRow, rowValue } from '../../codec/value.ts';
import type { FormatItem } from './item.ts';
import { xmlText } from './safe-text.ts';

/* Packet details as XML: the format of tshark -T pdml, made from our tree. */

const attribute = (name: string, value: string | number) => ` ${name}="${xmlText(String(value))}"`;

function place(tree: Tree, row: number): string {
  const from = tree.start(row) >>> 3;
  const to = Math.max(from, (tree.end(row) + 7) >>> 3);
  return attribute('size', tree.end(row) === tree.start(row) ? 0 : to - from) + attribute('pos', from);
}

/** What a row says: `Label: value`. */
function shownName(tree: Tree, row: number): string {
  const text = formatRow(tree, row);
  const { label } = tree.field(row);
  return text === '' ? label : `${label}: ${text}`;
}

function octetsAttributes(tree: Tree, row: number): string {
  const start = tree.start(row);
  const end = tree.end(row);
  if (end === start) return '';
  const octets = toHex(tree.bytes(row));
  if (start % 8 === 0 && end % 8 === 0) return attribute('value', octets);
  if (end - start > 32) return attribute('unmaskedvalue', octets);
  const bytes = tree.sources[tree.source(row)]?.bytes ?? new Uint8Array(0);
  return attribute('value', readBits(bytes, start, end - start).toString(16)) + attribute('unmaskedvalue', octets);
}

function element(tree: Tree, row: number, isTop: boolean): string {
  const field = tree.field(row);
  const isProtocol = isTop && field.type === 'protocol';
  const value = rowValue(tree, row);
  const head =
    attribute('name', field.filter) +
    attribute('showname', shownName(tree, row)) +
    place(tree, row) +
    (isProtocol ? '' : attribute('show', value ?? '') + octetsAttributes(tree, row));
  const tag = isProtocol ? 'proto' : 'field';
  const end = tree.endRow(row);
  if (end === row + 1) return isProtocol ? `<proto${head}></proto>\n` : `<field${head}/>\n`;
  return `<${tag}${head}>\n${elements(tree, row + 1, end, false)}</${tag}>\n`;
}

function elements(tree: Tree, from: number, to: number, isTop: boolean): string {
  let out = '';
  for (let row = from; row < to; row = tree.endRow(row)) {
    const isLoose = isTop && tree.field(row).type !== 'protocol';
    // Octets that no protocol claims stand in a protocol of their own, as tshark has them.
    out += isLoose
      ? `<proto${attribute('name', 'data')}${attribute('showname', 'Data')}${place(tree, row)}>\n${element(tree, row, false)}</proto>\n`
      : element(tree, row, isTop);
  }
  return out;
}

function general({ bytes, seconds, nanos }: FormatItem, number: number): string {
  const field = (name: string, shown: string, show: string | number, value: string, size: number) =>
    `<field${attribute('name', name)}${attribute('pos', 0)}${attribute('show', show)}${attribute('showname', shown)}${attribute('value', value)}${attribute('size', size)}/>\n`;
  const size = bytes.length;
  const time = decimalSeconds(seconds, nanos);
  return (
    `<proto${attribute('name', 'geninfo')}${attribute('pos', 0)}${attribute('showname', 'General information')}${attribute('size', size)}>\n` +
    field('num', 'Number', number, number.toString(16), size) +
    field('len', 'Frame Length', size, size.toString(16), size) +
    field('caplen', 'Captured Length', size, size.toString(16), size) +
    field('timestamp', 'Captured Time', new Date(seconds * 1000).toISOString(), time, size) +
    '</proto>\n'
  );
}

/** Packet details of all packets. */
export function asPdml(items: readonly FormatItem[]): string {
  const packets = items.map(
    (item, i) => `<packet>\n${general(item, i + 1)}${elements(item.tree, 0, item.tree.length, true)}</packet>\n`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<pdml version="0" creator="pushscope">\n${packets.join('')}</pdml>\n`;
}
