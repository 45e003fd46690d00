import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { Session } from '../session.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));

async function opened(name: string): Promise<Session> {
  let now = 0;
  let isBusy = true;
  const noSpill = (): never => {
    throw new Error('nothing is packed here');
  };
  const environment = { pause: () => Promise.resolve(), now: () => now++, makeSpill: noSpill };
  const session = new Session(environment, ({ judging, judged, packets, phase }) => {
    isBusy = judging || judged < packets || phase === 'loading';
  });
  await session.open({ kind: 'source', source: new MemorySource(name, fixture(name)) });
  while (isBusy) await new Promise((done) => setTimeout(done, 1));
  return session;
}

const ALL = { isShownOnly: false };
const SHOWN = { isShownOnly: true };
const FLOWS = { from: 0, count: 100, sort: { key: 'packets', isDescending: true } } as const;

test('without a capture there are no statistics', async () => {
  const noSpill = (): never => {
    throw new Error('nothing is packed here');
  };
  const session = new Session({ pause: () => Promise.resolve(), now: () => 0, makeSpill: noSpill }, () => undefined);
  expect(await session.statistics.calls.statistics(ALL)).toBeUndefined();
  expect(await session.statistics.calls.flows({ ...ALL, ...FLOWS, kind: 'endpoints', layer: 'udp' })).toBeUndefined();
});

test('all packets, and only those that the filter shows', async () => {
  const session = await opened('pap-udp-dmnoti.pcapng');
  const { calls } = session.statistics;
  const all = await calls.statistics(ALL);
  expect([all?.packets, all?.octets, all?.dissected, all?.pushPackets]).toEqual([57, 11_799, 57, 10]);
  expect(await calls.statistics(SHOWN)).toEqual(all);
  expect(await session.listing.setFilter('udp')).toBeUndefined();
  await session.listing.idle();
  const shown = await calls.statistics(SHOWN);
  expect([shown?.packets, shown?.octets, shown?.dissected, shown?.pushPackets]).toEqual([5, 677, 5, 5]);
  expect(shown?.hierarchy.map(({ name }) => name)).toEqual([
    'Frame',
    'Ethernet',
    'IPv4',
    'UDP',
    'WSP',
    'DM Notification',
  ]);
  expect(shown?.contentTypes.map(({ value, bearer, packets }) => `${bearer} ${value} ${packets}`)).toEqual([
    'wsp application/vnd.syncml.dm.notification 4',
    'wsp application/vnd.syncml.notification 1',
  ]);
  const flows = await calls.flows({ ...SHOWN, ...FLOWS, kind: 'conversations', layer: 'udp' });
  expect(flows?.rows.map(({ a, portA, b, portB, packets }) => [a, portA, b, portB, packets])).toEqual([
    ['10.91.0.1', 9200, '10.91.0.3', 2948, 5],
  ]);
  expect(flows?.counts.tcp).toBe(0);
  expect((await calls.statistics(ALL))?.packets).toBe(57);
});

test('other secrets make other digests', async () => {
  const session = await opened('pap-udp-dmnoti.pcapng');
  const { calls } = session.statistics;
  const before = await calls.statistics(ALL);
  expect(before?.digests.every(({ verdict }) => verdict === 'unchecked')).toBe(true);
  session.setSecrets([{ form: 'text', typed: 'certainly wrong' }]);
  while (session.status()?.judged !== 57) await new Promise((done) => setTimeout(done, 1));
  const after = await calls.statistics(ALL);
  expect(after?.digests.some(({ verdict }) => verdict === 'mismatch')).toBe(true);
  expect(after?.digests.reduce((sum, { packets }) => sum + packets, 0)).toBe(
    before?.digests.reduce((sum, { packets }) => sum + packets, 0),
  );
});

test('a timeline has series of kinds and of filters, and a range of it the same packets', async () => {
  const session = await opened('pap-udp-dmnoti.pcapng');
  const { calls } = session.statistics;
  const request = {
    ...ALL,
    series: ['all', 'push', 'notifications', 'findings', 'errors'] as const,
    filters: ['udp', 'frame.number <= 7', 'udp &&'],
    range: undefined,
    interval: undefined,
  };
  const sums = async (asked: Parameters<typeof calls.timeline>[0]) => {
    let view = await calls.timeline(asked);
    while (view?.series.some(({ seen, fault }) => fault === undefined && seen < 57)) {
      await new Promise((done) => setTimeout(done, 1));
      view = await calls.timeline(asked);
    }
    return view?.series.map(({ id, packets }) => `${id} ${packets.reduce((sum, value) => sum + value, 0)}`);
  };
  const whole = await sums(request);
  expect(whole).toEqual([
    'all 57',
    'push 10',
    'notifications 10',
    expect.any(String),
    expect.any(String),
    'udp 5',
    'frame.number <= 7 7',
    'udp && 0',
  ]);
  const view = await calls.timeline(request);
  expect(view?.series.at(-1)?.fault?.message).toBeTypeOf('string');
  const first = await sums({ ...request, series: ['all'], filters: [], range: { from: 0, to: 1_000_000 } });
  const rest = await sums({ ...request, series: ['all'], filters: [], range: { from: 1_000_000, to: 4_000_000 } });
  expect([first, rest]).toEqual([['all 13'], ['all 44']]);
});

test('a layer without a row under its own name leads to its packets by the group it has', async () => {
  const session = await opened('smpp-push-concat.pcapng');
  const rows = (await session.statistics.calls.statistics(ALL))?.hierarchy ?? [];
  const userData = rows.find(({ name }) => name === 'GSM SMS UD');
  const smpp = rows.find(({ name }) => name === 'SMPP');
  expect(smpp?.packets).toBeGreaterThan(userData?.packets ?? 0);
  expect(await session.listing.setFilter(userData?.filter ?? '')).toBeUndefined();
  await session.listing.idle();
  expect(session.listing.indexes(0, 1000)).toHaveLength(userData?.packets ?? -1);
});
