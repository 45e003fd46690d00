import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, octets, values } from '../../testing/packets.ts';
import { udpDatagram } from '../udp/udp.ts';
import { register as wtp } from '../wtp/wtp.ts';
import { register } from './wsp.ts';

/* Sessions on port 9201: PDUs behind a WTP header of class 0, between a terminal and a server. */

const registry = internetRegistry();
register(registry);
wtp(registry);

const RAW_IP = 101;
const SERVER = { host: 1, port: 9201 };
const TERMINAL = { host: 2, port: 5000 };
const ELSEWHERE = { host: 3, port: 6000 };

type Peer = typeof SERVER;

let tid = 0;
function packet(from: Peer, to: Peer, hex: string): Uint8Array {
  tid++;
  const addresses = Uint8Array.of(10, 0, 0, from.host, 10, 0, 0, to.host);
  const payload = concatBytes(Uint8Array.of(0x0a, tid >>> 8, tid & 0xff, 0), octets(hex));
  const datagram = udpDatagram(
    { sourcePort: from.port, destinationPort: to.port },
    payload,
    concatBytes(addresses, Uint8Array.of(0, 17)),
  );
  const size = 20 + datagram.length;
  return concatBytes(Uint8Array.of(0x45, 0, size >>> 8, size & 0xff, 0, 1, 0, 0, 64, 17, 0, 0), addresses, datagram);
}
const up = (hex: string, from: Peer = TERMINAL) => packet(from, SERVER, hex);
const down = (hex: string, to: Peer = TERMINAL) => packet(SERVER, to, hex);

const CONNECT = '01100000';
const REPLY = (id: string) => `02${id}0000`;
const GET = '4001' + '2f';
const DISCONNECT = (id: string) => `05${id}`;
const SUSPEND = (id: string) => `08${id}`;
const RESUME = (id: string) => `09${id}00`;

/** Session, opened in, suspended in and closed in of each packet. */
function sessions(...packets: readonly Uint8Array[]): unknown[][] {
  return dissectAll(registry, RAW_IP, packets).map(({ tree }) => {
    checkTiling(tree);
    return ['id', 'opened_in', 'suspended_in', 'closed_in'].flatMap((name) => {
      const found = values(tree, `wsp.session.${name}`);
      return [found[0]];
    });
  });
}
const none = undefined;

describe('a session', () => {
  test('is known in each of its packets', () => {
    expect(sessions(up(CONNECT), down(REPLY('09')), up(GET), up(DISCONNECT('09')))).toEqual([
      [9, none, none, 4],
      [9, 1, none, 4],
      [9, 1, none, 4],
      [9, 1, none, none],
    ]);
  });

  test('begins anew with a Connect after the reply, not with one that is sent again', () => {
    expect(sessions(up(CONNECT), up(CONNECT), down(REPLY('09')), up(CONNECT), down(REPLY('0a')))).toEqual([
      [9, none, none, none],
      [9, 1, none, none],
      [9, 1, none, none],
      [10, none, none, none],
      [10, 4, none, none],
    ]);
  });

  test('is one of its peers only', () => {
    expect(sessions(up(CONNECT), down(REPLY('09')), up(GET, ELSEWHERE))).toEqual([
      [9, none, none, none],
      [9, 1, none, none],
      [none, none, none, none],
    ]);
  });

  test('whose beginning is not there is known by its id', () => {
    expect(sessions(up(GET), down(REPLY('07')), up(DISCONNECT('07')), up(GET))).toEqual([
      [none, none, none, none],
      [7, none, none, 3],
      [7, none, none, none],
      [none, none, none, none],
    ]);
  });

  test('is suspended and goes on, from another address too', () => {
    const opened = [up(CONNECT), down(REPLY('8107'))];
    expect(sessions(...opened, up(SUSPEND('8107')), up(RESUME('8107')), up(GET))).toEqual([
      [135, none, none, none],
      [135, 1, none, none],
      [135, 1, none, none],
      [135, 1, 3, none],
      [135, 1, none, none],
    ]);
    expect(
      sessions(...opened, up(SUSPEND('8107')), up(RESUME('8107'), ELSEWHERE), up(GET, ELSEWHERE)).slice(3),
    ).toEqual([
      [135, 1, 3, none],
      [135, 1, none, none],
    ]);
  });

  test('with an id that is cut off has none', () => {
    expect(sessions(up(CONNECT), down('02'))[1]).toEqual([none, 1, none, none]);
  });
});
