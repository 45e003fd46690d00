import { describe, expect, test } from 'vitest';
import type { Field } from '../codec/field.ts';
import { TEMPLATE_SECRET } from '../craft/templates/secret.ts';
import { names } from '../testing/descriptions.ts';
import { dissectAll } from '../testing/packets.ts';
import { Crafting } from './crafting.ts';
import { Sending } from './sending.ts';

/** Crafting beside an open capture of packets that all start with Ethernet. */
function beside(packets: readonly Uint8Array[]): Crafting {
  const numbers = new Map<Field, number>();
  const read = dissectAll(names.registry, 1, packets);
  return new Crafting({
    pause: async () => undefined,
    onBreaking: () => undefined,
    registry: () => names.registry,
    secrets: () => [],
    fieldNumber: (field) => {
      const number = numbers.get(field) ?? numbers.size;
      numbers.set(field, number);
      return number;
    },
    dissected: async (index) => read[index],
  });
}

const packetsOver = (bearer: string) =>
  new Sending(names, [TEMPLATE_SECRET]).templatePackets('dm-1.3', bearer).map(({ bytes }) => bytes);

describe('compare', () => {
  test.each(['udp', 'sip', 'http', 'obex'])(
    'a captured packet over %s is the same as its description',
    async (bearer) => {
      const packets = packetsOver(bearer);
      const crafting = beside(packets);
      for (const index of packets.keys()) {
        const text = await crafting.describePacket(index, undefined);
        const { rows } = await crafting.compare({ kind: 'packet', index }, { kind: 'description', text });
        expect(rows.length).toBeGreaterThan(20);
        expect(rows.filter(({ kind }) => kind !== 'same')).toEqual([]);
      }
    },
  );

  test('two captured packets differ in what their capture says of them too', async () => {
    const crafting = beside([...packetsOver('udp'), ...packetsOver('udp')]);
    const { rows } = await crafting.compare({ kind: 'packet', index: 0 }, { kind: 'packet', index: 1 });
    expect(rows[0]?.kind).toBe('changed');
    const text = await crafting.describePacket(0, undefined);
    const alone = await crafting.compare({ kind: 'description', text }, { kind: 'packet', index: 1 });
    expect(alone.rows.every(({ kind }) => kind === 'same')).toBe(true);
    await expect(crafting.compare({ kind: 'description', text: '{' }, { kind: 'packet', index: 1 })).rejects.toThrow(
      /expected/,
    );
    await expect(crafting.compare({ kind: 'packet', index: 9 }, { kind: 'packet', index: 1 })).rejects.toThrow(
      'there is no such packet',
    );
  });
});
