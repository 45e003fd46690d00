import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toHex, toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';
import { register as wsp } from '../wsp/wsp.ts';

const hex = readFileSync(new URL('../../../../tests/fixtures/wbxml/kannel-prov.hex', import.meta.url), 'utf8').trim();
const MAC = 'BFBBDF2D927A8813290E06022E28167945813521';

test('settings in a connectionless push, with the parameters of its content type', () => {
  const registry = documentRegistry();
  wsp(registry);
  const packet = `01 06 2f 1f 2d b6 91 81 92 ${toHex(toUtf8(MAC))} 00 ${hex}`;
  const { tree, context } = dissect(registry, 'wsp', packet, { secrets: [{ form: 'text', typed: '1234' }] });
  checkTiling(tree);
  expect(values(tree, 'prov.parm.name')).toContain('PROVIDER-ID');
  expect(context.digests).toMatchObject([{ format: 'oma-cp', verdict: 'match', formula: 'USERPIN' }]);
  expect(context.protocolName).toBe('OMA CP');
  expect(violations(tree)).toEqual([]);
  const digest = context.digests[0]!;
  expect([digest.start >= 3 * 8, digest.end <= 51 * 8]).toEqual([true, true]);
});
