import { describe, expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { type Dissected, dissect } from '../testing/packets.ts';
import { filterCatalogue } from './catalogue.ts';
import type { ColumnReader } from './columns.ts';
import { compileFilter } from './compile.ts';
import { PacketShapes } from './shapes.ts';

const registry = createRegistry();
const catalogue = filterCatalogue(registry);

/** 10.0.0.1 to 10.0.0.2, UDP 9200 to 2948, four octets that are no push. */
const UDP = '4500 0020 0001 0000 4011 0000 0a000001 0a000002 23f0 0b84 000c 0000 00000000';
/** The same inside another IPv4 header, 192.0.2.1 to 192.0.2.2, as an ICMP error quotes it. */
const QUOTED = `4500 003c 0001 0000 4001 0000 c0000201 c0000202 0303 0000 00000000 ${UDP}`;

const shapes = new PacketShapes();

function row({ tree, context }: Dissected, known: boolean): ColumnReader {
  return {
    number: 3,
    seconds: 1_700_000_000,
    nanos: 5,
    captured: 32,
    original: 40,
    protocol: registry.protocols.find(({ name }) => name === context.protocolName)?.id ?? '',
    source: context.source,
    destination: context.destination,
    sourcePort: context.sourcePort?.port ?? 0,
    destinationPort: context.destinationPort?.port ?? 0,
    tcpStream: undefined,
    udpStream: undefined,
    shape: known ? shapes.shape(shapes.numberOf(tree, context)) : undefined,
  };
}

const plain = dissect(registry, 'ip', UDP);
const quoted = dissect(registry, 'ip', QUOTED);

function columns(text: string, reader: ColumnReader) {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  return compiled.filter.columns(reader);
}

describe('a packet that no pass has looked into', () => {
  test.each([
    ['frame.number == 3', true],
    ['frame.number > 3', false],
    ['frame.len == 40 && frame.cap_len == 32', true],
    ['frame.len - frame.cap_len == 8', true],
    ['frame.time_epoch == 1700000000.000000005', true],
    ['frame.time > "2023-11-15"', false],
    ['frame.time_epoch > -5.5', true],
    ['frame.time_epoch in {-5..-1.5}', false],
    ['frame.time < -.5', false],
    ['count(frame.number) == 1', true],
    ['max(frame.len, frame.cap_len) == 40', true],
    ['frame.number in {1..frame.len}', true],
    ['ip.src == 10.0.0.1', undefined],
    ['udp.port', undefined],
    ['tcp', undefined],
    ['arp', undefined],
    ['rule', undefined],
    ['frame.number == 1 && tcp', false],
    ['frame.number == 3 || tcp', true],
    ['frame.number == 3 && tcp', undefined],
    ['!tcp', undefined],
    ['tcp xor frame.number', undefined],
    ['frame.number#1', undefined],
    ['@frame.number == 00', undefined],
    ['len(frame.number) == 4', undefined],
    ['ip.ttl in {1}', undefined],
    ['frame.number in {ip.ttl}', undefined],
    ['frame.number in {1..ip.ttl}', undefined],
    ['frame.number == ip.ttl', undefined],
    ['ip.ttl + 1 == 2', undefined],
    ['max(ip.ttl) == 2', undefined],
    ['-ip.ttl == 2', undefined],
    ['count(ip.ttl) == 1', undefined],
    ['vals(ip.proto) == "x"', undefined],
    ['frame.protocols matches "x"', undefined],
  ])('%s', (text, expected) => {
    expect(columns(text, row(plain, false))).toBe(expected);
  });

  test('the topmost protocol is known', () => {
    const reader = row(plain, false);
    expect(columns(reader.protocol, reader)).toBe(true);
  });
});

describe('a packet whose shape is known', () => {
  test.each([
    ['ip', true],
    ['udp', true],
    ['tcp', false],
    ['!tcp', true],
    ['tcp.port == 80', false],
    ['tcp.port != 80', false],
    ['!(tcp.port == 80)', true],
    ['len(tcp) == 3', false],
    ['count(tcp.port) == 1', false],
    ['ip.src == 10.0.0.1', true],
    ['ip.addr == 10.0.0.2', true],
    ['ip.addr != 10.0.0.3', true],
    ['ip.dst == 10.0.0.1', false],
    ['ip.src', true],
    ['ip.src == ip.dst', false],
    ['ip.addr in {10.0.0.2..10.0.0.9}', true],
    ['udp.port == 2948', true],
    ['udp.srcport == 9200 && udp.dstport == 2948', true],
    ['udp.port > 10000', false],
    ['udp.length == 12', undefined],
    ['ip.ttl', undefined],
    ['ip#1', undefined],
    ['ipv6.addr == ::1', false],
  ])('%s', (text, expected) => expect(columns(text, row(plain, true))).toBe(expected));
});

describe('a packet that quotes another: the columns do not have all its addresses', () => {
  test.each([
    ['ip', true],
    ['icmp', true],
    ['ip.src == 10.0.0.1', undefined],
    ['ip.addr == 192.0.2.1', undefined],
    ['tcp.port == 80', false],
  ])('%s', (text, expected) => expect(columns(text, row(quoted, true))).toBe(expected));
});

test('shapes have numbers, and packets of one shape the same', () => {
  const other = new PacketShapes();
  const first = other.numberOf(plain.tree, plain.context);
  const second = other.numberOf(quoted.tree, quoted.context);
  expect([first, second, other.numberOf(plain.tree, plain.context)]).toEqual([1, 2, 1]);
  expect(other.shape(0)).toBeUndefined();
  expect(other.shape(3)).toBeUndefined();
  expect(other.shape(1)?.has('udp')).toBe(true);
  expect(other.shape(1)?.has('=ip.addr')).toBe(true);
  expect(other.shape(2)?.has('=ip.addr')).toBe(false);
});

test('addresses that are not of the column are looked up in the tree', () => {
  expect(columns('ip.src == 10.0.0.1', { ...row(plain, true), source: 'a name' })).toBeUndefined();
});

test('times before 1970 are compared as they are', () => {
  const before = { ...row(plain, false), seconds: -3, nanos: 500_000_000 };
  for (const filter of ['== -2.5', '< -2', '> -3', '>= -2.5', '<= -2.5', 'in {-2.6..-2.4}', '!= -2.500000001', '< 0'])
    expect(columns(`frame.time_epoch ${filter}`, before)).toBe(true);
  for (const filter of ['== 2.5', '< -2.5', '> -2.5', '== -3.5', 'in {-2.4..0}'])
    expect(columns(`frame.time_epoch ${filter}`, before)).toBe(false);
});
