import { expect, test } from 'vitest';
import { writePcap } from '../../files/capture-writer.ts';
import { createRegistry } from '../../protocols/index.ts';
import { readAtOnce } from '../../testing/captures.ts';
import { statisticsOf } from '../../testing/statistics.ts';

const RAW_IP = 101;
const PACKETS = 160_000;

/** An IPv4 packet with UDP, of which nobody else has an address. */
function packet(number: number): Uint8Array {
  const bytes = new Uint8Array(28);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x4500_001c);
  view.setUint32(8, 0x4011_0000);
  view.setUint32(12, 0x0a00_0000 + number);
  view.setUint32(16, 0xc000_0000 + number);
  view.setUint32(20, 0x1388_1389);
  view.setUint16(24, 8);
  return bytes;
}

test('each end of as many flows as are told apart is an endpoint', async () => {
  const packets = Array.from({ length: PACKETS }, (_, i) => ({ seconds: 1, nanos: 0, bytes: packet(i) }));
  const { capture } = readAtOnce(createRegistry(), writePcap(RAW_IP, packets));
  const statistics = statisticsOf(capture);
  const sort = { key: 'packets', isDescending: true } as const;
  for (const layer of ['ipv4', 'udp'] as const) {
    const asked = { isShownOnly: false, layer, from: 0, count: 1, sort };
    const endpoints = await statistics.flows({ ...asked, kind: 'endpoints' });
    expect([layer, endpoints?.count, endpoints?.untold]).toEqual([layer, 2 * PACKETS, 0]);
    const conversations = await statistics.flows({ ...asked, kind: 'conversations' });
    expect([layer, conversations?.count, conversations?.untold]).toEqual([layer, PACKETS, 0]);
  }
});
