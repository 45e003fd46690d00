import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { Session } from '../session.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));

async function opened(name: string): Promise<Session> {
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const makeSpill = () => {
    throw new Error('nothing is packed here');
  };
  const session = new Session(
    { ...clock, makeSpill },
    () => undefined,
    () => undefined,
  );
  await session.open({ kind: 'source', source: new MemorySource(name, fixture(name)) });
  while (session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  await session.listing.idle();
  return session;
}

/** The first packet of the sample that is a push over UDP. */
const PUSH = 'udp.dstport == 2948';

async function shown(session: Session, ...keys: string[]): Promise<readonly (readonly string[])[]> {
  session.listing.setColumns(keys);
  return (await session.packets.rows(0, 1000)).rows.map(({ cells }) => cells);
}

test('values that have names are shown as both, as names or as values', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  await session.listing.setFilter(PUSH);
  const keys = ['udp.dstport', 'udp.dstport:0:R', 'udp.dstport:0:U', 'udp.length', 'udp.length:0:R'];
  const [cells] = await shown(session, ...keys);
  expect(cells?.slice(0, 3)).toEqual(['WAP push (2948)', 'WAP push', '2948']);
  // A value without a name is shown as it is.
  expect(cells?.[3]).toMatch(/^\d+$/);
  expect(cells?.[4]).toBe(cells?.[3]);
});

test('numbers are hexadecimal where the field is declared so', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  const [cells] = await shown(session, 'eth.type', 'eth.type:0:U');
  expect(cells).toEqual(['IPv4 (0x0800)', '0x0800']);
});

test('one of several values, counted from either end; none where there are not as many', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  const [cells] = await shown(session, 'ip.addr', 'ip.addr:1', 'ip.addr:2', 'ip.addr:-1', 'ip.addr:-2', 'ip.addr:3');
  const [all = '', ...each] = cells ?? [];
  const [source, destination] = all.split(',');
  expect(source).not.toBe(destination);
  expect(each).toEqual([source, destination, destination, source, '']);
});

test('several fields stand in one column together', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  await session.listing.setFilter(PUSH);
  const [push] = await shown(session, 'tcp.srcport||udp.srcport', 'udp.srcport', 'udp.srcport||udp.dstport:-1:U');
  expect(push?.[0]).toBe(push?.[1]);
  expect(push?.[1]).toBe('WSP connectionless (9200)');
  expect(push?.[2]).toBe('2948');
  await session.listing.setFilter('tcp');
  const [segment] = await shown(session, 'tcp.srcport||udp.srcport', 'tcp.srcport', 'ip.dst||gone');
  expect(segment?.[0]).toBe(segment?.[1]);
  expect(segment?.[1]).toMatch(/\d/);
  expect(segment?.[2]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
});

test('findings, layers and texts of other columns are counted too', async () => {
  const session = await opened('pap-udp-dmnoti12.pcap');
  const rows = await shown(
    session,
    'rule',
    'rule:1',
    'rule:-1',
    'dmnoti12||udp:1',
    '_ws.col.info:1:U',
    '_ws.col.info:2',
    '_ws.col.info||ip.src:2',
    'ip.src',
  );
  const several = rows.find(([all]) => all?.includes(','));
  const [all = '', first, last, layer, info, none, source, own] = several ?? [];
  const rules = all.split(',');
  expect(rules.length).toBeGreaterThan(1);
  expect([first, last]).toEqual([rules[0], rules.at(-1)]);
  expect(layer).not.toBe('');
  expect(info).not.toBe('');
  expect(none).toBe('');
  // Rows come behind what is no row.
  expect(source).toBe(own);
  expect(own).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
});

test('what names nothing is an empty column', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  expect((await shown(session, 'no.such', 'udp.port == 1', ''))[0]).toEqual(['', '', '']);
});

test('the list is ordered by the value that a column shows', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  const { listing } = session;
  for (const key of [
    'ip.addr:1',
    'ip.addr:-1',
    'udp.srcport:0:U',
    'tcp.srcport||udp.srcport:0:U',
    'udp.srcport||udp.dstport:-1',
    'frame.len:1',
  ]) {
    for (const isDescending of [false, true]) {
      await listing.sort(key, isDescending);
      await listing.idle();
      const cells = (await shown(session, key)).map(([cell = '']) => natural(cell));
      const values = cells.filter((cell) => cell !== '');
      expect(values.length, key).toBeGreaterThan(3);
      // Packets without a value come last, both ways.
      expect(cells.slice(0, values.length), key).toEqual(values);
      expect(values, key).toEqual([...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (isDescending ? -1 : 1)));
    }
  }
});

test('names are ordered as names, values as values', async () => {
  const session = await opened('pap-udp-dmnoti12.pcap');
  const inOrder = async (key: string): Promise<readonly string[]> => {
    await session.listing.sort(key, false);
    await session.listing.idle();
    const texts = (await shown(session, key)).map(([cell = '']) => cell).filter((cell) => cell !== '');
    return [...new Set(texts)];
  };
  // Not specified is 0, background 1.
  const names = await inOrder('dmnoti.ui_mode:0:R');
  expect(names).toEqual([...names].sort());
  expect(names.length).toBeGreaterThan(2);
  const values = await inOrder('dmnoti.ui_mode:0:U');
  expect(values).toEqual([...values].sort());
  const details = await inOrder('dmnoti.ui_mode');
  expect(details.map((text) => /\((\d)\)$/.exec(text)?.[1])).toEqual(values);
  expect(details.map((text) => text.replace(/ \(\d\)$/, ''))).not.toEqual(names);
});

test('the filter of a cell asks for the one value that it shows', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  const [cells] = await shown(session, 'ip.addr:1', 'ip.addr:2');
  expect(await session.listing.filterForCell(0, 'ip.addr:1')).toBe(`ip.addr == ${cells?.[0]}`);
  expect(await session.listing.filterForCell(0, 'ip.addr:-1:U')).toBe(`ip.addr == ${cells?.[1]}`);
  expect(await session.listing.filterForCell(0, 'ip.addr')).toBe(
    `ip.addr == ${cells?.[0]} && ip.addr == ${cells?.[1]}`,
  );
  await session.listing.setFilter(PUSH);
  const push = (await session.packets.rows(0, 1)).rows[0]?.index ?? -1;
  const first = (await shown(session, 'udp.srcport:0:U'))[0]?.[0];
  expect(await session.listing.filterForCell(push, 'tcp.port||udp.dstport:0:R')).toBe('udp.dstport == 2948');
  expect(await session.listing.filterForCell(push, 'tcp.port||udp.port:1')).toBe(`udp.port == ${first}`);
  expect(await session.listing.filterForCell(push, 'tcp.port||sip:1')).toBeUndefined();
});

test('a table that is exported has what columns show', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  await session.listing.setFilter(PUSH);
  const columns = [
    { key: 'udp.dstport:0:U', label: 'Port' },
    { key: 'udp.port:-1:R', label: 'Name' },
  ];
  const parts: Uint8Array[] = [];
  const request = { which: { kind: 'shown' }, format: 'csv', columns } as const;
  for await (const part of session.marks.exportPackets(request).chunks) parts.push(part);
  const [head, first] = Buffer.concat(parts).toString().split('\r\n');
  expect(head).toBe('Port,Name,Findings,Digest');
  expect(first).toMatch(/^2948,WAP push,/);
});

test('a search of the list finds what columns show', async () => {
  const session = await opened('pap-udp-si-sl-co.pcap');
  const find = async (pattern: string) =>
    (
      await session.listing.find({
        kind: 'text',
        pattern,
        where: 'list',
        isCaseSensitive: true,
        from: -1,
        direction: 1,
      })
    ).found?.index;
  await shown(session, 'eth.type:0:U');
  expect(await find('0x0800')).toBe(0);
  await shown(session, 'eth.type:0:R');
  expect(await find('0x0800')).toBeUndefined();
});

/** Addresses and numbers as texts whose order is theirs. */
const natural = (text: string): string => text.replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));
