import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, values, violations } from '../../testing/packets.ts';
import { wireExamples } from '../../testing/wire-examples.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register as wtp } from '../wtp/wtp.ts';
import { register } from './wtls.ts';

/* The frames of the reference, with every field that it states of them. */

const registry = internetRegistry();
for (const one of [wsp, wtp, register]) one(registry);

/** Cipher suites are named as the specification names them, not as the statement's decoder does. */
const DEVIATIONS: Readonly<Record<string, readonly (string | number)[]>> = {
  'wtls.handshake.client_hello.cipher': ['RC5_CBC, SHA', '3DES_CBC_EDE, SHA_80'],
};

const examples = wireExamples(
  readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8'),
  /^wtls-/,
);

describe('frames of the reference', () => {
  test('are all here', () => expect(examples).toHaveLength(4));

  test.each(examples)('$name', ({ linkType, packets, fields }) => {
    const trees = dissectAll(registry, linkType, packets).map(({ tree }) => tree);
    for (const tree of trees) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    for (const [field, stated] of fields) {
      const found = trees.flatMap((tree) => values(tree, field));
      expect(found, field).toEqual(DEVIATIONS[field] ?? stated);
    }
  });
});
