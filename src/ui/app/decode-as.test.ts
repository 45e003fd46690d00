import { expect, test } from 'vitest';
import { CATALOGUE } from '../testing/fake-engine.ts';
import { packetView } from '../testing/packet-view.ts';
import { candidates, parseKey } from './decode-as.ts';

test.each([
  ['udp.port', '2948', 2948],
  ['udp.port', ' 0x0B84 ', 2948],
  ['udp.port', '65536', undefined],
  ['udp.port', '-1', undefined],
  ['udp.port', '', undefined],
  ['ip.proto', '256', undefined],
  ['media.type', ' Text/Plain ', 'text/plain'],
  ['media.type', ' ', undefined],
] as const)('%s %s', (table, typed, key) => expect(parseKey(table, typed)).toBe(key));

test('keys of the shown packet, the destination first, none twice', () => {
  const field = { spec: undefined, doc: undefined, generated: false, type: 'uint', label: '' } as const;
  const catalogue = {
    ...CATALOGUE,
    fields: ['ip.proto', 'udp.srcport', 'udp.dstport', 'other'].map((filter) => ({ ...field, filter })),
  };
  const view = packetView(0, [
    [0, 0, 8, 1, 0],
    [3, 0, 8, 2, 0],
    [1, 8, 24, 3, 0],
    [2, 24, 40, 4, 0],
    [1, 8, 24, 5, 0],
  ]);
  const bytes = Uint8Array.of(17, 0xc0, 0x00, 0x0b, 0x84);
  expect(candidates({ ...view, sources: [{ label: 'Frame', bytes, cut: false }] }, catalogue)).toEqual([
    { table: 'udp.port', key: 2948 },
    { table: 'udp.port', key: 0xc000 },
    { table: 'ip.proto', key: 17 },
  ]);
  expect(candidates(undefined, catalogue)).toEqual([]);
});
