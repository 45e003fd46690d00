import { toBase64, toUtf8 } from '../../base/bytes.ts';
import { httpRequest, httpResponse } from '../../protocols/http/encode.ts';
import { boundaryFor, mimeMultipart } from '../../protocols/mime-multipart/encode.ts';
import { obexPut } from '../../protocols/obex/encode.ts';
import { sipAnswer, sipMessage } from '../../protocols/sip/encode.ts';
import { datagram, type Network, stream } from './network.ts';
import { contentTypeText, type Outgoing, type Push, pushHeaders } from './push.ts';

const SIP_PORT = 5060;
const OBEX_PORT = 650;
const HTTP_PORT = 80;
const CLIENT_PORT = 40_000;
/** Device to gateway, and back, for the push initiator's messages. */
const PUSH_ID = '51@pi.example';

/** `syncml.dm` of `x-wap-application:syncml.dm`: the value of the feature tag g.oma.eventappid. */
function eventAppId(applicationId: string): string {
  return applicationId.replace(/^[^:]*:/, '');
}

/** A MESSAGE of pager mode and its answer (DM Push Binding 5.2). */
export function overSip(network: Network, push: Push, transport: 'UDP' | 'TCP'): readonly Outgoing[] {
  const { applicationId, headers, body } = push;
  const tag = applicationId === undefined ? undefined : eventAppId(applicationId).replace(/["\\]/g, '');
  const draft = {
    to: 'sip:device@home.example',
    from: 'sip:push@home.example',
    via: { transport, host: 'push.home.example', port: SIP_PORT },
    branch: 'push1',
    tag: 'push',
    callId: 'push1@push.home.example',
    sequence: 1,
    contentType: contentTypeText(push),
    headers: [
      ...(tag === undefined ? [] : [{ name: 'Accept-Contact', value: `*;+g.oma.eventappid="${tag}"` }]),
      ...headers,
    ],
    body,
  };
  const question = sipMessage(draft);
  const answer = sipAnswer(draft);
  if (transport === 'UDP') {
    const ports = { sourcePort: SIP_PORT, destinationPort: SIP_PORT };
    return [
      ...datagram(network, { ...ports, payload: question, label: 'SIP MESSAGE' }),
      ...datagram(network, { ...ports, payload: answer, label: 'SIP 200 OK', isAnswer: true, id: 2 }),
    ];
  }
  return stream(network, {
    clientPort: CLIENT_PORT,
    serverPort: SIP_PORT,
    turns: [
      { isAnswer: false, bytes: question, label: 'SIP MESSAGE', isContent: true },
      { isAnswer: true, bytes: answer, label: 'SIP 200 OK', isContent: false },
    ],
  });
}

function exchange(network: Network, question: Uint8Array, answer: Uint8Array, label: string): readonly Outgoing[] {
  return stream(network, {
    clientPort: CLIENT_PORT,
    serverPort: HTTP_PORT,
    turns: [
      { isAnswer: false, bytes: question, label, isContent: true },
      { isAnswer: true, bytes: answer, label: 'HTTP answer', isContent: false },
    ],
  });
}

/** OTA-HTTP: the gateway posts to the terminal, which answers with a push status. */
export function overHttp(network: Network, push: Push): readonly Outgoing[] {
  const version = { name: 'X-Wap-Push-OTA-Version', value: '1.0' };
  const question = httpRequest({
    method: 'POST',
    target: '/wappush',
    host: 'terminal.example',
    headers: [version, { name: 'Content-Type', value: contentTypeText(push) }, ...pushHeaders(push)],
    body: push.body,
  });
  const answer = httpResponse(204, 'No Content', [version, { name: 'X-Wap-Push-Status', value: '400 Accepted' }]);
  return exchange(network, question, answer, 'HTTP POST');
}

/** A device posts a message of a session to its management server (DM HTTP binding). */
export function overDmHttp(network: Network, push: Push): readonly Outgoing[] {
  const question = httpRequest({
    method: 'POST',
    target: '/dm',
    host: 'dm.example.com',
    headers: [{ name: 'Content-Type', value: contentTypeText(push) }, ...pushHeaders(push)],
    body: push.body,
  });
  return exchange(network, question, httpResponse(200, 'OK', []), 'HTTP POST');
}

/** A submission to a gateway (PAP 2.0): control entity and content in multipart/related, and the gateway's answer. */
export function overPap(network: Network, push: Push): readonly Outgoing[] {
  const parts = [
    { headers: [{ name: 'Content-Type', value: 'application/xml' }], body: toUtf8(CONTROL_ENTITY) },
    { headers: [{ name: 'Content-Type', value: contentTypeText(push) }, ...pushHeaders(push)], body: push.body },
  ];
  const boundary = boundaryFor(parts);
  const question = httpRequest({
    method: 'POST',
    target: '/pap',
    host: 'ppg.example',
    headers: [{ name: 'Content-Type', value: `multipart/related; boundary=${boundary}; type="application/xml"` }],
    body: mimeMultipart(parts, boundary),
  });
  const answer = httpResponse(202, 'Accepted', [{ name: 'Content-Type', value: 'application/xml' }], toUtf8(RESPONSE));
  return exchange(network, question, answer, 'PAP submission');
}

const PROLOGUE = `<?xml version="1.0"?>
<!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 2.0//EN" "http://www.wapforum.org/DTD/pap_2.0.dtd">
`;
const CONTROL_ENTITY = `${PROLOGUE}<pap product-name="Pushscope">
<push-message push-id="${PUSH_ID}" ppg-notify-requested-to="http://pi.example/notify">
<address address-value="WAPPUSH=+15550100/TYPE=PLMN@ppg.example"/>
<quality-of-service priority="medium" delivery-method="unconfirmed"/>
</push-message>
</pap>
`;
const RESPONSE = `${PROLOGUE}<pap><push-response push-id="${PUSH_ID}" sender-address="http://ppg.example/pap" reply-time="2026-11-21T05:00:00Z"><response-result code="1001" desc="Accepted for Processing"/></push-response></pap>
`;

/** OBEX on its TCP port: CONNECT, PUT, final PUT, DISCONNECT with the answers (DM Push Binding 5.4). */
export function overObex(network: Network, push: Push): readonly Outgoing[] {
  const turns = obexPut({ type: contentTypeText(push), object: push.body });
  return stream(network, {
    clientPort: CLIENT_PORT,
    serverPort: OBEX_PORT,
    turns: turns.map(({ from, bytes, what }) => ({
      isAnswer: from === 'server',
      bytes,
      label: `OBEX ${what}`,
      isContent: what.startsWith('PUT') && from === 'client',
    })),
  });
}

/** Cloud messaging: a POST with JSON whose data hold the content in base64 (DM Notification 2.0 6.2). */
export function overCloud(network: Network, push: Push): readonly Outgoing[] {
  const message = { to: 'device-token', data: { payload: toBase64(push.body) } };
  const question = httpRequest({
    method: 'POST',
    target: '/fcm/send',
    host: 'fcm.example',
    headers: [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Authorization', value: 'key=example' },
    ],
    body: toUtf8(JSON.stringify(message)),
  });
  const answer = httpResponse(
    200,
    'OK',
    [{ name: 'Content-Type', value: 'application/json' }],
    toUtf8('{"success":1}'),
  );
  return exchange(network, question, answer, 'Cloud message');
}
