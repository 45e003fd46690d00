import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex, toUtf8 } from '../../base/bytes.ts';
import { BY_SESSION_ID } from '../../dissect/dm-sessions.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, findingTexts, values } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wbxml } from '../wbxml/wbxml.ts';
import { register as xml } from '../xml/xml.ts';
import { register } from './syncml-dm.ts';

const registry = new Registry();
for (const part of [frame, wbxml, xml, dmNotification, register]) part(registry);
withPost(registry);

const SERVER = 'dm.operator.example';
const word = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** A notification of `server`; the requested object is device information unless said otherwise. */
function n13(
  id: number,
  more: { readonly server?: string; readonly timeout?: number; readonly mo?: string } = {},
): Message {
  const { server = SERVER, timeout = 0, mo = '000c' } = more;
  const options = `1${word(server.length, 3)} ${toHex(toUtf8(server))} 3 002 ${mo}`;
  return {
    type: 'application/vnd.syncml.dm.notification',
    body: `15880000 ${word(timeout, 4)} ${word(id, 4)} 65000000 ${options} ${'ab'.repeat(32)}`,
    from: 'gateway',
    to: 'device',
  };
}

function n12(id: number): Message {
  return {
    type: 'application/vnd.syncml.notification',
    body: `${'11'.repeat(16)} 02c0000000 ${word(id, 4)} ${word(SERVER.length, 2)} ${toHex(toUtf8(SERVER))}`,
    from: 'gateway',
    to: 'device',
  };
}

interface Package {
  readonly alert?: number;
  readonly message?: number;
  readonly target?: string;
  readonly source?: string;
  readonly final?: boolean;
  readonly more?: string;
  readonly protocol?: string;
}

/** Package 1 of a session: the alert, device information, and what else is given. */
function session(id: string, about: Package = {}): Message {
  const {
    alert = 1200,
    message = 1,
    target = `https://${SERVER}/dm`,
    source = 'IMEI:1',
    final = true,
    more = '',
    protocol = 'DM/1.2',
  } = about;
  const item = '<Item><Source><LocURI>./DevInfo/Mod</LocURI></Source><Data>x</Data></Item>';
  const first = alert === 0 ? '' : `<Alert><CmdID>1</CmdID><Data>${alert}</Data></Alert>`;
  const text = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>${protocol}</VerProto><SessionID>${id}</SessionID><MsgID>${message}</MsgID><Target><LocURI>${target}</LocURI></Target><Source><LocURI>${source}</LocURI></Source></SyncHdr><SyncBody>${first}<Replace><CmdID>2</CmdID>${item}</Replace>${more}${final ? '<Final/>' : ''}</SyncBody></SyncML>`;
  return { type: 'application/vnd.syncml.dm+xml', body: toUtf8(text), from: 'elsewhere', to: 'server' };
}

const RULES = /^(N12-01[24]|N13-002|N13-03[0245]|N13-049|Q-1[01]) /;

/** Links and findings of each packet, the findings without their messages. */
function said(messages: readonly Message[]) {
  return dissectTraffic(registry, messages).packets.map(({ tree }) => {
    checkTiling(tree);
    return [
      ...values(tree, 'dmnoti.session_in').map((packet) => `in ${String(packet)}`),
      ...values(tree, 'syncml.notified_in').map((packet) => `by ${String(packet)}`),
      ...findingTexts(tree)
        .filter((text) => RULES.test(text))
        .map((text) => text.split(' ').slice(0, 2).join(' ')),
    ];
  });
}

describe('a session and its notification', () => {
  test('lead to each other, and nothing is wrong', () => {
    expect(said([n13(0x1f), session('1F')])).toEqual([['in 2'], ['by 1']]);
    expect(said([n12(0xabcd), session('ABCD')])).toEqual([['in 2'], ['by 1']]);
  });

  test('in binary form too', () => {
    const body = new Uint8Array(
      readFileSync(new URL('../../../../tests/fixtures/wbxml/dm12-alert.wbxml', import.meta.url)),
    );
    expect(said([n13(0x1f), { type: 'application/vnd.syncml.dm+wbxml', body }])).toEqual([['in 2'], ['by 1']]);
  });

  test('in two octets a character, and with the digits at the very end', () => {
    const { body, ...rest } = session('1F');
    const wide = new Uint8Array([0xff, 0xfe, ...[...(body as Uint8Array)].flatMap((octet) => [octet, 0])]);
    expect(said([n13(0x1f), { ...rest, body: wide }])).toEqual([['in 2'], ['by 1']]);
    expect(said([{ ...rest, body: toUtf8('<SyncML>120') }])).toEqual([[]]);
  });

  test('every message of the session leads back, whoever sends it', () => {
    const fromServer = session('1F', { target: 'IMEI:1', source: `https://${SERVER}/dm`, alert: 0 });
    const second = session('1F', { alert: 0, message: 2 });
    expect(said([n13(0x1f), session('1F'), fromServer, second])).toEqual([['in 2'], ['by 1'], ['by 1'], ['by 1']]);
    // Without the opening message the id and the server are enough.
    expect(said([n13(0x1f), second])).toEqual([[], ['by 1']]);
    expect(said([n13(0x1f), fromServer])).toEqual([[], ['by 1']]);
  });

  test('the latest notification with the id counts, of copies the first', () => {
    expect(said([n13(0x1f), n13(0x1f), session('1F')])).toEqual([['in 3'], ['in 3'], ['by 1']]);
    expect(said([n13(0x1f), n13(0x1f, { timeout: 9 }), session('1F')])).toEqual([[], ['in 3'], ['by 2']]);
    expect(said([n13(0x1f), session('1F'), n13(0x1f, { timeout: 9 }), session('1F')])).toEqual([
      ['in 2'],
      ['by 1'],
      ['in 4'],
      ['by 3'],
    ]);
  });

  test('a session comes after its notification', () => {
    expect(said([session('1F'), n13(0x1f)])).toEqual([[], []]);
  });

  test('a session that the client wants is none that a server asked for', () => {
    expect(said([n13(0x1f), session('1F', { alert: 1201 }), session('1F', { alert: 0, message: 2 })])).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('a message that an error message quotes is none of the session', () => {
    const quoted = { ...session('1F'), type: 'quoted application/vnd.syncml.dm+xml' };
    expect(said([n13(0x1f), quoted])).toEqual([[], []]);
  });

  test('a session after a notification with a wrong digest should not be (N13-064)', () => {
    const ignored = (secrets: readonly Secret[], id: string) =>
      dissectTraffic(registry, [n13(0x1f), session(id)], secrets).packets[0]!.tree.findings.some(
        ({ rule }) => rule.id === 'N13-064',
      );
    const secret: Secret = { form: 'text', typed: 'secret' };
    expect(ignored([secret], '1F')).toBe(true);
    expect(ignored([], '1F')).toBe(false);
    expect(ignored([secret], '2A')).toBe(false);
  });

  test('the same id at another server is another session', () => {
    const other = { target: 'https://other.example', source: 'IMEI:2' };
    expect(said([n13(0x1f), session('1F', { ...other, alert: 0 })])).toEqual([[], []]);
    expect(said([n13(0x1f), { ...session('1F', other), from: 'device' }])).toEqual([['in 2'], ['by 1']]);
    // The client says that it was asked, and only this notification is there: a link, but no judgement.
    expect(said([n13(0x1f, { mo: '0027', timeout: 1 }), { ...session('1F', other), after: 600 }])).toEqual([
      ['in 2'],
      ['by 1'],
    ]);
    expect(said([n13(0x1f), { ...session('1F', other), after: 100_000 }])).toEqual([[], []]);
  });

  test('data synchronisation and documents without a session are let be', () => {
    expect(said([n13(0x1f), session('1F', { protocol: 'SyncML/1.2' }), session('')])).toEqual([[], [], []]);
    expect(said([n13(0), session('0')])).toEqual([[], []]);
    expect(said([n13(0x1f), session('not hexadecimal', { target: 'a' })])).toEqual([[], []]);
  });
});

describe('the text of the session id', () => {
  test.each([
    ['001F', ['by 1', 'N13-035 error']],
    ['1f', ['by 1', 'N13-034 error', 'Q-10 note']],
    ['001f', ['by 1', 'N13-034 error', 'N13-035 error', 'Q-10 note']],
    ['0000001F', ['by 1', 'N13-034 error', 'N13-035 error']],
    ['1F00', ['by 1', 'N13-032 error', 'Q-11 note']],
    ['31', ['by 1', 'N13-034 error']],
  ])('1.3: %s', (text, expected) => {
    expect(said([n13(0x1f), session(text)])).toEqual([['in 2'], expected]);
  });

  test.each([
    ['001F', ['by 1', 'N12-014 error']],
    ['1f', ['by 1', 'N12-014 error', 'Q-10 note']],
    ['1F00', ['by 1', 'N12-012 error', 'Q-11 note']],
    ['31', ['by 1', 'N12-014 error']],
  ])('1.2: %s', (text, expected) => {
    expect(said([n12(0x1f), session(text)])).toEqual([['in 2'], expected]);
  });

  test('is judged where the client writes it first', () => {
    const later = session('1f', { alert: 0, message: 2 });
    expect(said([n13(0x1f), session('1f'), later])[2]).toEqual(['by 1']);
  });

  test('is named with what would have been right', () => {
    const [, message] = dissectTraffic(registry, [n12(0xaf), session('00af')]).packets;
    expect(findingTexts(message!.tree)).toContainEqual(
      expect.stringContaining(
        'the session id is "00af"; the notification in packet 1 makes it "AF", without lower-case digits and leading zeros',
      ),
    );
  });
});

describe('a session with an id that no notification has', () => {
  const here = (message: Message): Message => ({ ...message, from: 'device' });

  test('is wrong when the notification went to this device', () => {
    expect(said([n13(0x1f), here(session('2A'))])).toEqual([[], ['N13-032 error']]);
    expect(said([n12(0x1f), here(session('2A'))])).toEqual([[], ['N12-012 error']]);
  });

  test('may be that of another device, unless more than one could be meant', () => {
    expect(said([n13(0x1f), session('2A')])).toEqual([[], ['N13-032 note']]);
    expect(said([n13(0x1f), n13(0x20), session('2A')])).toEqual([[], [], []]);
    expect(said([n13(0x1f), n13(0x20), session('20'), session('2A')])).toEqual([
      [],
      ['in 3'],
      ['by 2'],
      ['N13-032 note'],
    ]);
  });

  test('is right when the notification has its session, comes from the client, or is of another server or day', () => {
    expect(said([n13(0x1f), here(session('1F')), here(session('2A'))])).toEqual([['in 2'], ['by 1'], []]);
    expect(said([n13(0x1f), here(session('2A', { alert: 1201 }))])).toEqual([[], []]);
    expect(said([n13(0x1f), here(session('2A', { target: 'https://other.example' }))])).toEqual([[], []]);
    expect(said([n13(0x1f), here(session('2A', { target: '' }))])).toEqual([[], []]);
    expect(said([n13(0x1f), { ...here(session('2A')), after: 100_000 }])).toEqual([[], []]);
  });
});

describe('one id in the whole flow (N13-002)', () => {
  const answer = (id: string, about: Package = {}): Message => ({
    ...session(id, { target: 'IMEI:1', source: `https://${SERVER}/dm`, alert: 0, ...about }),
    from: 'server',
    to: 'elsewhere',
  });
  const last = (...messages: readonly Message[]) => said([n13(0x1f), session('1F'), ...messages]).at(-1);

  test('is broken by a message in the middle that has another', () => {
    expect(last(answer('2A'))).toEqual(['N13-002 error']);
    expect(last(session('2A', { alert: 0, message: 2 }))).toEqual(['N13-002 error']);
  });

  test('is kept by the same number, and by sessions of their own', () => {
    expect(last(answer('1F'))).toEqual(['by 1']);
    expect(last(answer('1f'))).toEqual(['by 1']);
    expect(last(session('2A', { alert: 1201 }), answer('2A'))).toEqual([]);
    expect(last({ ...answer('2A'), after: 1000 })).toEqual([]);
    expect(last({ ...answer('2A'), from: 'another' })).toEqual([]);
    expect(last(answer('2A', { target: 'IMEI:2' }))).toEqual([]);
    expect(last(answer('2A', { target: '' }))).toEqual([]);
    expect(said([session('1F', { alert: 1201 }), answer('2A')])[1]).toEqual([]);
    expect(said([n12(0x1f), session('1F'), answer('2A')])[2]).toEqual([]);
  });
});

describe('what package 1 owes the notification', () => {
  test('a session after the timeout may be refused', () => {
    expect(said([n13(0x1f, { timeout: 2 }), { ...session('1F'), after: 121 }])).toEqual([
      ['in 2'],
      ['by 1', 'N13-030 info'],
    ]);
    expect(said([n13(0x1f, { timeout: 2 }), { ...session('1F'), after: 119 }])).toEqual([['in 2'], ['by 1']]);
    expect(said([n13(0x1f), { ...session('1F'), after: 1_000_000 }])).toEqual([['in 2'], ['by 1']]);
  });

  const FIRMWARE = '0027';
  const add = (inside: string) => `<Add><CmdID>3</CmdID><Item>${inside}</Item></Add>`;
  test.each([
    ['nothing', '', true],
    ['a place in the tree', add('<Source><LocURI>./FUMO/State</LocURI></Source><Data>1</Data>'), false],
    ['a type', add('<Meta><Type xmlns="syncml:metinf">urn:oma:mo:oma-fumo:1.0</Type></Meta><Data>1</Data>'), false],
    [
      'a tree',
      add(
        '<Meta><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+xml</Type></Meta><Data><![CDATA[<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>x</NodeName><RTProperties><Type><DDFName>urn:oma:mo:oma-fumo:1.0</DDFName></Type></RTProperties></Node></MgmtTree>]]></Data>',
      ),
      false,
    ],
    [
      'a tree of something else',
      add(
        '<Meta><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+xml</Type></Meta><Data><![CDATA[<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD></MgmtTree>]]></Data>',
      ),
      true,
    ],
    ['something that cannot be read', add(`<Data>${'QUJD'.repeat(200)}</Data>`), false],
  ])('the requested object: %s', (_what, more, missing) => {
    expect(said([n13(0x1f, { mo: FIRMWARE }), session('1F', { more })])[1]).toEqual(
      missing ? ['by 1', 'N13-049 warning'] : ['by 1'],
    );
  });

  test('an account of the old style', () => {
    const account = add('<Meta><Type xmlns="syncml:metinf">org.openmobilealliance/1.0/w7</Type></Meta><Data>1</Data>');
    expect(said([n13(0x1f, { mo: '0011' }), session('1F', { more: account })])[1]).toEqual(['by 1']);
    expect(said([n13(0x1f, { mo: '0011' }), session('1F')])[1]).toEqual(['by 1', 'N13-049 warning']);
  });

  test('is not asked of a package that goes on, nor of objects without a name', () => {
    expect(said([n13(0x1f, { mo: FIRMWARE }), session('1F', { final: false })])[1]).toEqual(['by 1']);
    expect(said([n13(0x1f, { mo: '0010' }), session('1F')])[1]).toEqual(['by 1']);
    expect(said([n13(0x1f, { mo: 'fff0' }), session('1F')])[1]).toEqual(['by 1']);
  });
});

test('any order of asking gives what capture order gave', () => {
  const id = fc.constantFrom(1, 0x1f, 0x1f00);
  const some = fc.oneof(
    id.map((number) => n13(number)),
    id.map((number) => n12(number)),
    fc
      .record({
        text: fc.constantFrom('1', '1F', '1f', '1F00', '001F', '2A'),
        alert: fc.constantFrom(0, 1200, 1201),
        from: fc.constantFrom('device', 'x'),
      })
      .map(({ text, alert, from }) => ({ ...session(text, { alert }), from })),
  );
  let links = 0;
  fc.assert(
    fc.property(fc.array(some, { minLength: 4, maxLength: 12 }), fc.nat(), (messages, seed) => {
      const { packets, dissect } = dissectTraffic(registry, messages);
      const texts = packets.map(({ tree }) => findingTexts(tree));
      const from = packets.map(({ tree }) => [
        ...values(tree, 'dmnoti.session_in'),
        ...values(tree, 'syncml.notified_in'),
      ]);
      links += from.flat().length;
      // A notification leads to a session only if that leads back to it or to its copy.
      packets.forEach(({ tree }, index) => {
        for (const opening of values(tree, 'dmnoti.session_in')) {
          const back = values(packets[Number(opening) - 1]!.tree, 'syncml.notified_in')[0];
          expect(messages[Number(back) - 1]!.body).toEqual(messages[index]!.body);
        }
      });
      for (let i = 0; i < messages.length; i++) {
        const index = (seed + i * 3) % messages.length;
        const { tree } = dissect(index);
        expect(findingTexts(tree)).toEqual(texts[index]);
      }
    }),
    { numRuns: 60 },
  );
  expect(links).toBeGreaterThan(30);
});

test('memory and time are bounded', () => {
  const messages = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? n13(1, { timeout: i }) : session('1')));
  const { state } = dissectTraffic(registry, messages);
  expect(state.sightings('dm.session').of(BY_SESSION_ID, 1)).toHaveLength(256);
});
