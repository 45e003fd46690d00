import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toUtf8 } from '../../base/bytes.ts';
import { dissect, octets, violations } from '../../testing/packets.ts';
import { createRegistry } from '../index.ts';

const registry = createRegistry();
const fixture = (name: string) =>
  readFileSync(new URL(`../../../../tests/fixtures/dm-notification/${name}.hex`, import.meta.url), 'utf8');

describe('accounts that the user has given', () => {
  const body = fixture('0012-n13-ok-all');
  const broken = (...serverIds: readonly (string | undefined)[]) =>
    violations(
      dissect(registry, 'dm-1.3', body, {
        secrets: serverIds.map((serverId) => ({
          form: 'text' as const,
          typed: 'a:b',
          ...(serverId === undefined ? {} : { serverId }),
        })),
      }).tree,
    ).filter((rule) => rule === 'N13-040');

  test('know the server, or may', () => {
    expect(broken()).toEqual([]);
    expect(broken('mgmt-server')).toEqual([]);
    expect(broken('other', 'mgmt-server')).toEqual([]);
    expect(broken('other', undefined)).toEqual([]);
  });
  test('do not know the server', () => expect(broken('other', 'third')).toEqual(['N13-040']));
});

describe('a push in one short message of an SMS centre', () => {
  /** A submit_sm with a port header and a push of a 1.2 notification with `vendor` octets behind the server identifier. */
  const submit = (vendor: number): Uint8Array => {
    const push = [...octets('010603c4af87'), ...octets(fixture('0001-n12-ok')), ...new Uint8Array(vendor)];
    const userData = [...octets('0605040b8423f0'), ...push];
    const text = (value: string) => [...toUtf8(value), 0];
    const body = [
      ...text(''),
      1,
      1,
      ...text('1234'),
      1,
      1,
      ...text('5678'),
      0x43,
      0,
      0,
      ...text(''),
      ...text(''),
      0,
      0,
      4,
      0,
      userData.length,
      ...userData,
    ];
    const header = fromHex(`${(16 + body.length).toString(16).padStart(8, '0')}000000040000000000000001`)!;
    return Uint8Array.from([...header, ...body]);
  };
  const rules = (vendor: number) => {
    const { tree, context } = dissect(registry, 'smpp', submit(vendor));
    expect(context.layers.map(({ protocol }) => protocol)).toContain('dmnoti');
    return violations(tree).filter((rule) => rule === 'N12-023');
  };

  test('fits', () => expect(rules(0)).toEqual([]));
  test('takes more than one holds', () => expect(rules(120)).toEqual(['N12-023']));
});
