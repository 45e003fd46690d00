import { expect, it } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import { Registry } from '../../dissect/registry.ts';
import { dissect } from '../../testing/packets.ts';
import { register } from './syncml-dm.ts';

/** Rules that a message breaks when this brings it. */
function broken(target: string, push: PushCarrier): readonly string[] {
  const to = new Registry();
  register(to);
  const inner = to.table('media.type').get('application/vnd.syncml.dm+xml');
  const carrier = {
    id: 'carrier',
    name: 'carrier',
    dissect(
      cursor: Parameters<NonNullable<typeof inner>['dissect']>[0],
      context: Parameters<NonNullable<typeof inner>['dissect']>[1],
    ) {
      context.push = push;
      inner?.dissect(cursor, context);
    },
  };
  to.bind('layer', 'frame', carrier);
  const message = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>${target}</LocURI></Target><Source><LocURI>x</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1200</Data></Alert><Final/></SyncBody></SyncML>`;
  const { tree } = dissect(to, 'frame', toUtf8(message));
  return [...new Set(tree.findings.map(({ rule }) => rule.id))].filter((id) => /^(SM|PB)-/.test(id));
}

const at = { source: 0, start: 0, end: 0 };
const http: PushCarrier = { bearer: 'http', secure: false };
const PUSHED = expect.arrayContaining(['PB-002', 'SM-003', 'SM-012']);

it('takes what goes to a server, and answers, for a session over HTTP', () => {
  expect(broken('https://dm.example/', { ...http, method: { text: 'POST', ...at } })).toEqual([]);
  expect(broken('IMEI:1', { ...http, status: { code: 200, ...at } })).toEqual([]);
});

it('takes what is posted to a device, or names an application, for a push', () => {
  expect(broken('IMEI:1', { ...http, method: { text: 'POST', ...at } })).toEqual(PUSHED);
  expect(broken('https://dm.example/', { ...http, applicationId: { text: 'x', ...at } })).toEqual(PUSHED);
  expect(broken('https://dm.example/', { bearer: 'obex', secure: false })).toEqual(PUSHED);
});
