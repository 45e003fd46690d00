import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import { internetRegistry } from '../src/core/testing/internet.ts';
import { checkTiling, dissectAll, violations } from '../src/core/testing/packets.ts';

/** Examples of the link layers, fragments and checksums; what lies above UDP is the business of other tests. */
const NAMES = /^(lt-(null6?|eth|vlan|qinq|ppp|raw|raw12|raw14|loop|sll2?|ipv4|ipv6|exported)|ipfrag|ip6frag|cksum)$/;
const ABOVE = /^wsp\./;

function csvRow(line: string): string[] {
  return [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)].map(([, plain, quoted]) => quoted ?? plain ?? '');
}

const examples = readFileSync(new URL('fixtures/wire-examples.csv', import.meta.url), 'utf8')
  .split(/\r?\n/)
  .map(csvRow)
  .filter(([name]) => NAMES.test(name ?? ''))
  .map(([name = '', , , linkType, hex = '', , stated = '']) => ({
    name,
    linkType: Number(linkType),
    packets: hex.split('|'),
    fields: stated
      .split('; ')
      .map((pair) => pair.split('=') as [string, string])
      .filter(([field]) => !ABOVE.test(field)),
  }));

function valuesOf(trees: readonly Tree[], filter: string): unknown[] {
  const found: unknown[] = [];
  for (const tree of trees) {
    for (let row = 0; row < tree.length; row++) if (tree.field(row).filter === filter) found.push(rowValue(tree, row));
  }
  return found;
}

describe('wire examples of the reference', () => {
  test('are all here', () => expect(examples.map(({ name }) => name)).toHaveLength(18));

  test.each(examples)('$name', ({ linkType, packets, fields }) => {
    const trees = dissectAll(internetRegistry(), linkType, packets).map(({ tree }) => tree);
    for (const tree of trees) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    for (const [field, stated] of fields) {
      const wanted = stated.split(',').map((text) => (/^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : text));
      const found = valuesOf(trees, field);
      // A reassembled packet is stated once for all its fragments.
      expect(found.slice(0, wanted.length), field).toEqual(wanted);
    }
    expect(trees.flatMap((tree) => valuesOf([tree], 'udp.dstport')).at(-1) ?? 2948).toBe(2948);
  });
});
