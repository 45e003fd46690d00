import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, values, violations } from '../../testing/packets.ts';
import { wireExamples } from '../../testing/wire-examples.ts';
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

const examples = wireExamples(
  readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8'),
  /^wtp-/,
);

describe('frames of the reference', () => {
  test('are all here', () => expect(examples).toHaveLength(18));

  test.each(examples)('$name', ({ name, linkType, packets, fields }) => {
    const trees = dissectAll(registry, linkType, packets).map(({ tree }) => tree);
    for (const tree of trees) {
      checkTiling(tree);
      expect(violations(tree)).toEqual(BREACHES[name] ?? []);
    }
    for (const [field, stated] of fields) {
      // The statement lists distinct values of all packets.
      expect([...new Set(trees.flatMap((tree) => values(tree, field)))], field).toEqual(stated);
    }
  });
});
