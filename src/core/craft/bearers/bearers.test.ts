import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../protocols/index.ts';
import { checkTiling, dissectAll, findingTexts, values } from '../../testing/packets.ts';
import { bearers, isBearer, sendOver } from './bearers.ts';
import { IPV4_NETWORK, IPV6_NETWORK, type Network } from './network.ts';
import { contentTypeText, type Push, pushHeaders } from './push.ts';

const REGISTRY = createRegistry();
const push = (octets: number, more: Partial<Push> = {}): Push => ({
  mediaType: 'application/x-thing',
  parameters: [],
  applicationId: undefined,
  headers: [],
  body: new Uint8Array(octets).fill(0x41),
  ...more,
});

describe('sendOver', () => {
  it('says what is too long for a bearer, and which bearers there are', () => {
    expect(() => sendOver(push(70_000), 'udp')).toThrow(/70\d{3} octets are more than the 65507/);
    expect(() => sendOver(push(70_000), 'smpp-data')).toThrow(RangeError);
    expect(() => sendOver(push(40_000), 'sms-submit')).toThrow(/more than 255/);
    expect(() => sendOver(push(1230), 'cbs')).toThrow(/more than 15/);
    expect(() => sendOver(push(1), 'pigeon')).toThrow(/there is no bearer "pigeon"; there are udp, /);
    expect(isBearer('udp')).toBe(true);
    expect(isBearer('pigeon')).toBe(false);
  });

  it('offers each bearer once, with words', () => {
    expect(new Set(bearers.map(({ id }) => id)).size).toBe(bearers.length);
    for (const { name, doc } of bearers) expect(`${name}${doc}`).toMatch(/\.$/);
  });

  it.each(bearers.map(({ id }) => id))('%s carries an empty body and a long one', (id) => {
    for (const size of [0, 1150]) {
      const packets = sendOver(push(size), id);
      const key = packets[0]?.start.key ?? 1;
      for (const { tree } of dissectAll(
        REGISTRY,
        key,
        packets.map(({ bytes }) => bytes),
      ))
        checkTiling(tree);
      expect(packets.some(({ isContent }) => isContent)).toBe(true);
    }
  });

  it('cuts datagrams and segments to the link, whatever the link is', () => {
    const networks: readonly Network[] = [
      { ...IPV4_NETWORK, mtu: 576 },
      { ...IPV6_NETWORK, mtu: 1280, link: 'sll' },
      { ...IPV4_NETWORK, mtu: 576, link: 'raw' },
    ];
    const keys = [1, 113, 101];
    for (const [i, network] of networks.entries()) {
      for (const id of ['udp', 'http', 'sip']) {
        const packets = sendOver(push(3000), id, network);
        const header = { ethernet: 14, sll: 16, raw: 0 }[network.link];
        expect(Math.max(...packets.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(network.mtu + header);
        expect(packets.every(({ start }) => start.key === keys[i])).toBe(true);
        const read = dissectAll(
          REGISTRY,
          keys[i] ?? 1,
          packets.map(({ bytes }) => bytes),
        );
        const faults = read.flatMap(({ tree }) => findingTexts(tree)).filter((text) => / (error|warning) /.test(text));
        // A MESSAGE of that size belongs on a connection.
        expect(faults.filter((text) => !text.startsWith('SIP-012'))).toEqual([]);
        const statuses = read.flatMap(({ tree }) => [
          ...values(tree, 'udp.checksum.status'),
          ...values(tree, 'tcp.checksum.status'),
        ]);
        expect(statuses.every((status) => status === 1 || id !== 'http')).toBe(true);
      }
    }
  });
});

describe('text of a push', () => {
  it('quotes parameters that are no tokens', () => {
    const parameters = [
      { name: 'charset', value: 'utf-8' },
      { name: 'name', value: 'a "b" \\' },
    ];
    expect(contentTypeText({ mediaType: 'a/b', parameters })).toBe('a/b; charset=utf-8; name="a \\"b\\" \\\\"');
  });

  it('names the application first', () => {
    const headers = [{ name: 'A', value: 'b' }];
    expect(pushHeaders(push(0, { headers }))).toEqual(headers);
    expect(pushHeaders(push(0, { headers, applicationId: 'x' }))).toEqual([
      { name: 'X-Wap-Application-Id', value: 'x' },
      ...headers,
    ]);
  });
});
