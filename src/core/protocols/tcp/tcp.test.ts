import { expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, findingTexts, values, violations } from '../../testing/packets.ts';
import { ipv4Packet } from '../ipv4/header.ts';
import { tcpSegment } from './tcp.ts';

const registry = internetRegistry();
const source = Uint8Array.of(10, 0, 0, 1);
const destination = Uint8Array.of(10, 0, 0, 2);
const pseudo = concatBytes(source, destination, Uint8Array.of(0, 6));
const none = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 0, psh: 0, rst: 0, syn: 0, fin: 0 };
const draft = { sourcePort: 49152, destinationPort: 80, sequence: 1000, acknowledgment: 0, flags: none, window: 64240 };

function read(segment: Uint8Array) {
  const dsfield = { dscp: 0, ecn: 0 };
  const flags = { rb: 0, df: 0, mf: 0 };
  const header = { dsfield, id: 1, flags, fragmentOffset: 0, ttl: 64, protocol: 6, source, destination };
  const result = dissect(registry, 'ip', ipv4Packet(header, segment));
  checkTiling(result.tree);
  return result;
}

test('a SYN with options reads as Wireshark would say it', () => {
  const options = fromHex('020405b40402080a000000010000000201030307')!;
  const { tree, context } = read(
    tcpSegment({ ...draft, flags: { ...none, syn: 1 } }, new Uint8Array(0), pseudo, options),
  );
  expect(findingTexts(tree)).toEqual([]);
  expect(context.info).toBe('49152 → 80 [SYN] Seq=1000 Win=64240 Len=0 MSS=1460 SACK_PERM TSval=1 TSecr=2 WS=128');
  expect(values(tree, 'tcp.hdr_len')).toEqual([40]);
  expect(values(tree, 'tcp.checksum.status')).toEqual([1]);
});

test('data, flags and acknowledgment', () => {
  const flags = { ...none, ack: 1, psh: 1 };
  const { tree, context } = read(tcpSegment({ ...draft, acknowledgment: 7, flags }, Uint8Array.of(1, 2, 3), pseudo));
  expect(context.info).toBe('49152 → 80 [PSH, ACK] Seq=1000 Ack=7 Win=64240 Len=3');
  expect(values(tree, 'tcp.flags')).toEqual([0x18]);
  expect(values(tree, 'tcp.len')).toEqual([3]);
  expect(values(tree, 'data.data')).toEqual(['010203']);
});

test.each([
  ['SACK blocks', '050a0000000100000005', 'tcp.options.sack_re', [5]],
  ['MD5', `1312${'ab'.repeat(16)}`, 'tcp.options.md5.digest', ['ab'.repeat(16)]],
  ['a fast open cookie', '2206aabbccdd', 'tcp.options.tfo.cookie', ['aabbccdd']],
  ['a fast open request', '2202', 'tcp.option_kind', [34, 0]],
  ['unknown', 'fd04beef', 'tcp.options.unknown.payload', ['beef']],
  ['padding behind the end', '00010203', 'tcp.options.padding', ['010203']],
])('option: %s', (_, options, filter, expected) => {
  const { tree } = read(tcpSegment(draft, new Uint8Array(0), pseudo, fromHex(options)!));
  expect(violations(tree)).toEqual([]);
  expect(values(tree, filter)).toEqual(expected);
});

test('wrong options, header length and checksum are found', () => {
  const rulesOf = (options: string, extra: object = {}) =>
    violations(read(tcpSegment({ ...draft, ...extra }, new Uint8Array(0), pseudo, fromHex(options)!)).tree);
  expect(rulesOf('02010000')).toEqual(['TCP-010']);
  expect(rulesOf('02030000')).toEqual(['TCP-011']);
  expect(rulesOf('02080000')).toEqual(['TCP-011', 'X-SHORT']);
  expect(rulesOf('', { headerLength: 4 })).toEqual(['TCP-002']);
  expect(rulesOf('', { checksum: 0x4242 })).toEqual(['TCP-001']);
});
