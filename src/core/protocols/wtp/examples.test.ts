import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../codec/tree.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, values, violations } from '../../testing/packets.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register } from './wtp.ts';

/* The frames of the reference, with every field that it states of them. */

const registry = internetRegistry();
wsp(registry);
register(registry);

/** What is wrong with a frame in truth. */
const BREACHES: Readonly<Record<string, readonly string[]>> = {
  'wtp-abort-prov': ['WTP-010'],
};

function csvRow(line: string): string[] {
  return [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)].map(([, plain, quoted]) => quoted ?? plain ?? '');
}

const examples = readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8')
  .split(/\r?\n/)
  .map(csvRow)
  .filter(([name]) => /^wtp-/.test(name ?? ''))
  .map(([name = '', , , linkType, hex = '', , stated = '']) => ({
    name,
    linkType: Number(linkType),
    packets: hex.split('|'),
    fields: stated.split('; ').map((pair) => pair.split('=') as [string, string]),
  }));

function all(trees: readonly Tree[], filter: string): unknown[] {
  return trees.flatMap((tree) => values(tree, filter));
}

describe('frames of the reference', () => {
  test('are all here', () => expect(examples).toHaveLength(18));

  test.each(examples)('$name', ({ name, linkType, packets, fields }) => {
    const trees = dissectAll(registry, linkType, packets).map(({ tree }) => tree);
    for (const tree of trees) {
      checkTiling(tree);
      expect(violations(tree)).toEqual(BREACHES[name] ?? []);
    }
    for (const [field, stated] of fields) {
      const wanted = stated.split(',').map((text) => (/^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : text));
      // Types and classes of every packet: the statement lists distinct values.
      const found = [...new Set(all(trees, field))];
      expect(found, field).toEqual(wanted);
    }
  });
});
