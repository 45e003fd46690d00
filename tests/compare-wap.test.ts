import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { checkTiling, dissectAll, findingTexts, values, violations } from '../src/core/testing/packets.ts';
import { pcapPackets } from '../src/core/testing/wire-examples.ts';

/* WTP and WTLS in captures made with other software, against what another decoder reads of them. */

const made = new URL('fixtures/made/', import.meta.url);
const registry = createRegistry();

/** Fields of WTP and WTLS: name, value, octet in the packet. */
interface Reading {
  readonly fields: readonly (readonly [string, string, number?])[];
}

const packetsOf = (name: string) => pcapPackets(new Uint8Array(readFileSync(new URL(`${name}.pcap`, made))));
const readingsOf = (name: string): readonly Reading[] =>
  readFileSync(new URL(`fixtures/tshark-wap/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Reading);

/** Where the other decoder errs, or gives no value of its own. */
const SKIPPED: Readonly<Record<string, string>> = {
  'wtls.handshake.client_hello': 'a heading',
  'wtls.handshake.client_hello.random': 'no octets given',
  'wtls.handshake.server_hello.random': 'no octets given',
  'wtls.handshake.client_hello.client_keys_id': 'a heading',
  'wtls.handshake.client_hello.trusted_keys_id': 'a heading',
  'wtls.handshake.client_hello.ciphers': 'a heading',
  'wtls.handshake.client_hello.comp_methods': 'a heading',
  'wtls.handshake.server_hello': 'a heading',
  'wtls.handshake.server_hello.cipher': 'a heading',
  'wtls.alert': 'a heading',
  'wtls.handshake.client_hello.session.str': 'an empty session id has no text here',
  'wtls.handshake.server_hello.sessionid': 'read from one octet too early there',
  'wtls.handshake.client_hello.gmt': 'a date as text',
  'wtls.handshake.server_hello.gmt': 'a date as text',
  'wtls.handshake.client_hello.cipher': 'names differ: RC5 CBC 40 there, RC5_CBC_40 here',
  'wtls.rec_cipher': 'the ciphertext there, the flag here',
};

/** Values with the octets where they begin, of one packet. */
function read(tree: Tree, filter: string): [unknown, number][] {
  const out: [unknown, number][] = [];
  for (let row = 0; row < tree.length; row++)
    if (tree.field(row).filter === filter) out.push([rowValue(tree, row), tree.start(row) >>> 3]);
  return out;
}

describe.each([
  ['wsp-browse-9201', 30],
  ['pap-confirmed-session', 6],
  ['crafted-wtls', 10],
])('%s', (name, fewest) => {
  const packets = dissectAll(registry, 1, packetsOf(name));

  test('has the fields that the other decoder reads, at their places', () => {
    let compared = 0;
    for (const [index, { fields: stated }] of readingsOf(name).entries()) {
      const { tree } = packets[index]!;
      checkTiling(tree);
      // What stands in the push without a record is no WTLS: frame 11 of the made capture.
      if (name === 'crafted-wtls' && index === 10) continue;
      for (const filter of new Set(stated.map(([field]) => field))) {
        if (filter === '' || SKIPPED[filter] !== undefined) continue;
        const wanted = stated
          .filter(([field]) => field === filter)
          .map(([, value, at]) => [filter === 'wtp.payload' ? value.replaceAll(':', '') : Number(value), at]);
        const found = read(tree, filter).map(([value, at]) => [
          // Long octets are cut short there.
          filter === 'wtp.payload' ? String(value).slice(0, String(wanted[0]?.[0]).length) : value,
          at,
        ]);
        expect({ packet: index + 1, filter, found: found.slice(0, wanted.length) }).toEqual({
          packet: index + 1,
          filter,
          found: wanted,
        });
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(fewest);
  });
});

describe('a browsing session', () => {
  const packets = dissectAll(registry, 1, packetsOf('wsp-browse-9201'));
  const info = (number: number) => packets[number - 1]!.context.info;
  const of = (number: number, filter: string) => values(packets[number - 1]!.tree, filter);

  test('says what each packet is', () => {
    expect([1, 2, 3, 4, 12, 14, 25, 26, 27].map(info)).toEqual([
      'WTP Invoke, class 2, WSP Connect',
      'WTP Result, WSP ConnectReply, session 9',
      'WTP Ack, to packet 2',
      'WTP Invoke, class 2, WSP Get http://10.91.0.2:8080/nothing.wml',
      'WTP Result, WSP Reply 404 Not Found (text/plain)',
      'WTP Invoke, class 0, WSP Disconnect, session 9',
      'WTP Invoke, class 2, new TID, WSP Connect',
      'WTP Ack, TID verification, to packet 25',
      'WTP Ack, TID is OK, to packet 26',
    ]);
  });

  test('ties requests, replies and acknowledgements to each other', () => {
    expect([4, 12, 13].map((number) => of(number, 'wtp.request_in'))).toEqual([[], [4], [4]]);
    expect([4, 12, 13].map((number) => of(number, 'wtp.response_in'))).toEqual([[12], [], []]);
    expect([4, 12, 13].map((number) => of(number, 'wtp.acknowledged_in'))).toEqual([[], [13], []]);
    expect(of(13, 'wtp.acknowledges')).toEqual([12]);
  });

  test('knows the session of every packet', () => {
    expect([1, 2, 4, 12, 14].map((number) => of(number, 'wsp.session.id'))).toEqual([[9], [9], [9], [9], [9]]);
    expect([1, 2, 14, 18].map((number) => of(number, 'wsp.session.opened_in'))).toEqual([[], [1], [1], [15]]);
    expect([1, 14].map((number) => of(number, 'wsp.session.closed_in'))).toEqual([[14], []]);
  });

  test('has the end of a session whose beginning is not in the capture', () => {
    expect(findingTexts(packets[38]!.tree)).toEqual([
      'WTP-009 note [0:336+8] sent again: a retransmission of what is not in the capture',
      'WTP-008 note [0:368+11200] packet 0, 1 of the message (0 to 2) are not in the capture',
    ]);
    expect(of(40, 'wsp.session.id')).toEqual([7]);
  });
});

describe('a confirmed push', () => {
  const packets = dissectAll(registry, 1, packetsOf('pap-confirmed-session'));

  test('is tied to its acknowledgement', () => {
    const push = packets[14]!;
    expect(push.context.info).toMatch(/^WTP Invoke, class 1, new TID, WSP ConfirmedPush, DM 1.3 notification/);
    expect(values(push.tree, 'wtp.acknowledged_in')).toEqual([16]);
    expect(values(packets[15]!.tree, 'wtp.acknowledges')).toEqual([15]);
    expect(push.context.push?.secure).toBe(false);
  });
});

describe('made WTLS', () => {
  const packets = dissectAll(registry, 1, packetsOf('crafted-wtls'));

  test('says what each packet is', () => {
    expect(packets.slice(0, 7).map(({ context }) => context.info)).toEqual([
      'WTLS client_hello (0)',
      'WTLS server_hello (0); server_hello_done (1)',
      'WTLS change_cipher_spec (1); handshake (2), encrypted, 32 octets',
      'WTLS change_cipher_spec (2); handshake (3), encrypted, 32 octets',
      'WTLS application_data (4), encrypted, 64 octets',
      'WTLS application_data (9), encrypted, 96 octets',
      'WTLS application_data (10), encrypted, 96 octets',
    ]);
    expect(packets.slice(8, 10).map(({ context }) => context.info)).toEqual([
      'WTLS alert critical handshake_failure (3)',
      'WTLS alert warning connection_close_notify',
    ]);
    expect(packets.slice(0, 7).flatMap(({ tree }) => findingTexts(tree))).toEqual([]);
  });

  test('has a push under the NULL cipher, which counts as secure', () => {
    const { tree, context } = packets[7]!;
    expect(values(tree, 'wtls.rec_seq')).toEqual([11]);
    expect(values(tree, 'wsp.pdu_type')).toEqual([6]);
    expect(values(tree, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(context.push?.secure).toBe(true);
    expect(tree.findings.map(({ rule }) => rule.id)).toContain('WTLS-002');
  });

  test('has a push without a record on the secure port', () => {
    const { tree, context } = packets[10]!;
    expect(values(tree, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(context.push?.secure).toBe(false);
    expect(tree.find1('wtls')).toBeUndefined();
    expect(violations(tree)).toContain('WTLS-010');
  });
});
