import { concatBytes } from '../../base/bytes.ts';
import { broadcastPages } from '../../protocols/gsm-cbs/encode.ts';
import { cpData, rpData } from '../../protocols/gsm-cp-rp/encode.ts';
import { smsDeliver, smsSubmit } from '../../protocols/gsm-sms/encode.ts';
import { portsElement, segments, type UserData, userDataHeader } from '../../protocols/gsm-sms-ud/encode.ts';
import { gsmtapPacket } from '../../protocols/gsmtap/encode.ts';
import { sipAnswer, sipMessage } from '../../protocols/sip/encode.ts';
import {
  portParameters,
  type SmppMessageDraft,
  smppBind,
  smppMessage,
  smppResponse,
} from '../../protocols/smpp/encode.ts';
import { datagram, type Network, type StreamTurn, stream } from './network.ts';
import type { Outgoing, Push } from './push.ts';
import { PORTS, wspPush } from './wap.ts';

/** Numbers of the range for fiction, and the time at which templates are sent. */
const DEVICE = '+15550100';
const SENDER = '+15550199';
const CENTRE = '+15550000';
const SENT_SECONDS = 1_795_237_200;
const REFERENCE = 0x51;
const OCTETS = 4;
const HAS_HEADER = 0x40;
const SMPP_PORT = 2775;
const GSMTAP_PORT = 4729;
const SIP_PORT = 5060;
const ABIS = 2;
const MOST_PAYLOAD = 65_535;
const CENTRE_PORT = 40_000;
/** A message identifier that operators assign, and its pages. */
const BROADCAST = { code: 1, identifier: 1000 } as const;

const part = (i: number, count: number) => (count === 1 ? '' : `, part ${i + 1} of ${count}`);

/** User data of the short messages that a push needs, addressed to the port of WAP push. */
export function pushSegments(push: Push): readonly UserData[] {
  const ports = { destination: PORTS.push, originator: PORTS.wsp };
  return segments({ coding: 'octets', bytes: wspPush(push) }, { ports, reference: REFERENCE });
}

function deliveries(push: Push): readonly Uint8Array[] {
  const list = pushSegments(push);
  return list.map((userData, i) =>
    smsDeliver({
      originator: { text: SENDER },
      dcs: OCTETS,
      seconds: SENT_SECONDS,
      hasMore: i < list.length - 1,
      userData,
    }),
  );
}

/** SMS-DELIVER TPDUs, as a device gets them. */
export function overDeliver(push: Push): readonly Outgoing[] {
  const start = { table: 'layer', key: 'sms-deliver' } as const;
  return deliveries(push).map((bytes, i, { length }) => ({
    label: `SMS-DELIVER${part(i, length)}`,
    bytes,
    start,
    isAnswer: false,
    isContent: true,
  }));
}

/** SMS-SUBMIT TPDUs, as a modem takes them. */
export function overSubmit(push: Push): readonly Outgoing[] {
  const start = { table: 'layer', key: 'sms-submit' } as const;
  return pushSegments(push).map((userData, i, { length }) => ({
    label: `SMS-SUBMIT${part(i, length)}`,
    bytes: smsSubmit({ destination: { text: DEVICE }, dcs: OCTETS, reference: i, userData }),
    start,
    isAnswer: false,
    isContent: true,
  }));
}

const addresses = { source: { address: SENDER }, destination: { address: DEVICE } };

/** A bind, a PDU for each message, and the answers of the other side, on one connection. */
function session(network: Network, kind: 'transmitter' | 'receiver', messages: readonly SmppMessageDraft[]) {
  const bind = smppBind({ kind, sequence: 1, systemId: 'pushscope', password: 'srvpwd' });
  // Towards the ESME (deliver_sm) the side that has bound is the one that answers.
  const isDelivery = kind === 'receiver';
  const turns: StreamTurn[] = [
    { isAnswer: isDelivery, bytes: bind, label: `bind_${kind}`, isContent: false },
    { isAnswer: !isDelivery, bytes: smppResponse(bind, 'smsc'), label: `bind_${kind}_resp`, isContent: false },
  ];
  for (const [i, draft] of messages.entries()) {
    const bytes = smppMessage(draft);
    const id = isDelivery ? '' : `id-${i + 1}`;
    turns.push({ isAnswer: false, bytes, label: `${draft.command}${part(i, messages.length)}`, isContent: true });
    turns.push({ isAnswer: true, bytes: smppResponse(bytes, id), label: `${draft.command}_resp`, isContent: false });
  }
  return stream(network, { clientPort: CENTRE_PORT, serverPort: SMPP_PORT, turns });
}

/** SMPP with a user data header in each short message. */
export function overSmpp(network: Network, push: Push, command: 'submit_sm' | 'deliver_sm'): readonly Outgoing[] {
  const messages = pushSegments(push).map(({ bytes }, i) => ({
    command,
    sequence: i + 2,
    ...addresses,
    esmClass: HAS_HEADER,
    dataCoding: OCTETS,
    message: bytes,
  }));
  return session(network, command === 'submit_sm' ? 'transmitter' : 'receiver', messages);
}

/** SMPP data_sm: the whole push in message_payload, ports as optional parameters. */
export function overSmppData(network: Network, push: Push): readonly Outgoing[] {
  const parameters = portParameters(PORTS.push, PORTS.wsp);
  const message = wspPush(push);
  if (message.length > MOST_PAYLOAD)
    throw new RangeError(`${message.length} octets are more than the ${MOST_PAYLOAD} of message_payload`);
  return session(network, 'transmitter', [
    { command: 'data_sm', sequence: 2, ...addresses, dataCoding: OCTETS, message, parameters },
  ]);
}

/** SIP MESSAGE requests with an RP-DATA each (TS 24.341), and their answers. */
export function overSipSms(network: Network, push: Push): readonly Outgoing[] {
  return deliveries(push).flatMap((tpdu, i, { length }) => {
    const body = rpData({ direction: 'to-mobile', reference: i, centre: CENTRE, tpdu });
    const draft = {
      to: `sip:${DEVICE}@home.example;user=phone`,
      from: 'sip:ipsmgw@home.example',
      via: { transport: 'UDP', host: 'ipsmgw.home.example', port: SIP_PORT },
      branch: `sms${i + 1}`,
      tag: 'sms',
      callId: `sms${i + 1}@ipsmgw.home.example`,
      sequence: 1,
      contentType: 'application/vnd.3gpp.sms',
      body,
    } as const;
    const ports = { sourcePort: SIP_PORT, destinationPort: SIP_PORT };
    const label = `SIP MESSAGE with RP-DATA${part(i, length)}`;
    return [
      ...datagram(network, { ...ports, payload: sipMessage(draft), label, id: 2 * i + 1 }),
      ...datagram(network, { ...ports, payload: sipAnswer(draft), label: 'SIP 200 OK', isAnswer: true, id: 2 * i + 2 }),
    ];
  });
}

/** GSMTAP of the Abis interface: CP-DATA and RP-DATA around each TPDU. */
export function overGsmtap(network: Network, push: Push): readonly Outgoing[] {
  return deliveries(push).flatMap((tpdu, i, { length }) => {
    const relay = rpData({ direction: 'to-mobile', reference: i, centre: CENTRE, tpdu });
    const payload = gsmtapPacket({ type: ABIS, isUplink: false, frameNumber: i }, cpData(i % 7, relay));
    const ports = { sourcePort: CENTRE_PORT, destinationPort: GSMTAP_PORT };
    return datagram(network, { ...ports, payload, label: `GSMTAP with CP-DATA${part(i, length)}`, id: i + 1 });
  });
}

/** Pages of a cell broadcast: a user data header with ports, then the push. */
export function overBroadcast(push: Push): readonly Outgoing[] {
  const header = userDataHeader([portsElement({ destination: PORTS.push, originator: PORTS.wsp })]);
  const pages = broadcastPages(BROADCAST, concatBytes(header, wspPush(push)));
  const start = { table: 'layer', key: 'cbs' } as const;
  return pages.map((bytes, i) => ({
    label: `page ${i + 1} of ${pages.length}`,
    bytes,
    start,
    isAnswer: false,
    isContent: true,
  }));
}
