import { concatBytes } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { connectionlessPush, sessionPush, type WspPushDraft } from '../../protocols/wsp/push.ts';
import { recordHeader } from '../../protocols/wtls/fields.ts';
import { ack, invoke } from '../../protocols/wtp/headers.ts';
import { wtpPdu } from '../../protocols/wtp/wtp.ts';
import { datagram, type Network } from './network.ts';
import { type Outgoing, type Push, pushHeaders } from './push.ts';

/** WAP push without a session, WSP without a session, WTLS push, WSP in a session. */
export const PORTS = { push: 2948, wsp: 9200, securePush: 2949, session: 9201 } as const;
const CLIENT_PORT = 49_200;
const TID = 0x51;
const CONFIRMED_CLASS = 1;
const WHOLE_MESSAGE = 3;
const APPLICATION_DATA = 4;

export function wspDraft(push: Push): WspPushDraft {
  const { mediaType, parameters, body } = push;
  return { mediaType, parameters, headers: pushHeaders(push), body };
}

/** The push PDU that datagrams and short messages carry. */
export function wspPush(push: Push): Uint8Array {
  return connectionlessPush(TID, wspDraft(push));
}

/** One datagram to a WAP port. */
export function overDatagram(network: Network, push: Push, port: number): readonly Outgoing[] {
  return datagram(network, { sourcePort: PORTS.wsp, destinationPort: port, payload: wspPush(push), label: 'WSP push' });
}

/** One datagram to 2949: the push as application data of WTLS with the NULL cipher. */
export function overSecureDatagram(network: Network, push: Push): readonly Outgoing[] {
  const pdu = wspPush(push);
  const record = {
    hasLength: 1,
    hasSequence: 1,
    isProtected: 0,
    type: APPLICATION_DATA,
    sequence: 0,
    length: pdu.length,
  };
  const payload = concatBytes(encode(recordHeader, record), pdu);
  const draft = {
    sourcePort: PORTS.wsp,
    destinationPort: PORTS.securePush,
    payload,
    label: 'WTLS record with WSP push',
  };
  return datagram(network, draft);
}

/** A confirmed push in a session: a WTP transaction of class 1 from the gateway, and the client's acknowledgement. */
export function overTransaction(network: Network, push: Push): readonly Outgoing[] {
  const header = { trailer: WHOLE_MESSAGE, tid: TID, class: CONFIRMED_CLASS, userAck: 1 };
  const question = wtpPdu(invoke, header, { data: sessionPush(true, wspDraft(push)) });
  const answer = wtpPdu(ack, { response: 1, tid: TID });
  const ports = { sourcePort: PORTS.session, destinationPort: CLIENT_PORT };
  return [
    ...datagram(network, { ...ports, payload: question, label: 'WTP invoke with confirmed push' }),
    ...datagram(network, {
      sourcePort: CLIENT_PORT,
      destinationPort: PORTS.session,
      payload: answer,
      label: 'WTP acknowledgement',
      isAnswer: true,
      id: 2,
    }),
  ];
}
