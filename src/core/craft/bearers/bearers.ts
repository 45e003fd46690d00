import type { CraftBearer } from '../views.ts';
import { IPV4_NETWORK, IPV6_NETWORK, type Network } from './network.ts';
import type { Outgoing, Push } from './push.ts';
import {
  overBroadcast,
  overDeliver,
  overGsmtap,
  overSipSms,
  overSmpp,
  overSmppData,
  overSubmit,
} from './short-messages.ts';
import { overCloud, overDmHttp, overHttp, overObex, overPap, overSip } from './text.ts';
import { overDatagram, overSecureDatagram, overTransaction, PORTS } from './wap.ts';

interface Bearer extends CraftBearer {
  send(push: Push, network: Network): readonly Outgoing[];
}

/** Every way in which a push can go out, in the order in which they are offered. */
const BEARERS = [
  {
    id: 'udp',
    name: 'WAP push (UDP 2948)',
    doc: 'One datagram with a WSP push, as over packet data.',
    send: (push, network) => overDatagram(network, push, PORTS.push),
  },
  {
    id: 'udp6',
    name: 'WAP push (UDP 2948, IPv6)',
    doc: 'One datagram with a WSP push over IPv6.',
    send: (push) => overDatagram(IPV6_NETWORK, push, PORTS.push),
  },
  {
    id: 'udp-9200',
    name: 'WSP without session (UDP 9200)',
    doc: 'One datagram with a WSP push to the port of connectionless WSP.',
    send: (push, network) => overDatagram(network, push, PORTS.wsp),
  },
  {
    id: 'wtls',
    name: 'Secure WAP push (UDP 2949)',
    doc: 'A WTLS record with the NULL cipher: the push can be read.',
    send: (push, network) => overSecureDatagram(network, push),
  },
  {
    id: 'wtp',
    name: 'Confirmed push (WTP, UDP 9201)',
    doc: 'A confirmed push in a WSP session and its acknowledgement.',
    send: (push, network) => overTransaction(network, push),
  },
  {
    id: 'sms-deliver',
    name: 'Short messages (SMS-DELIVER)',
    doc: 'TPDUs as the device gets them, concatenated when one is not enough.',
    send: (push) => overDeliver(push),
  },
  {
    id: 'sms-submit',
    name: 'Short messages (SMS-SUBMIT)',
    doc: 'TPDUs as a modem takes them, for AT commands.',
    send: (push) => overSubmit(push),
  },
  {
    id: 'smpp-submit',
    name: 'SMPP submit_sm',
    doc: 'Short messages from an application to the SMS centre, with bind and answers.',
    send: (push, network) => overSmpp(network, push, 'submit_sm'),
  },
  {
    id: 'smpp-deliver',
    name: 'SMPP deliver_sm',
    doc: 'Short messages from the SMS centre to an application, with answers.',
    send: (push, network) => overSmpp(network, push, 'deliver_sm'),
  },
  {
    id: 'smpp-data',
    name: 'SMPP data_sm',
    doc: 'The whole push in message_payload, its ports as parameters.',
    send: (push, network) => overSmppData(network, push),
  },
  {
    id: 'sip-sms',
    name: 'Short messages over SIP (vnd.3gpp.sms)',
    doc: 'A MESSAGE with an RP-DATA for each short message, as IMS delivers them.',
    send: (push, network) => overSipSms(network, push),
  },
  {
    id: 'gsmtap',
    name: 'Short messages in GSMTAP',
    doc: 'CP-DATA and RP-DATA of the Abis interface for each short message.',
    send: (push, network) => overGsmtap(network, push),
  },
  {
    id: 'cbs',
    name: 'Cell broadcast',
    doc: 'Up to 15 pages of 88 octets, 1230 octets of content.',
    send: (push) => overBroadcast(push),
  },
  {
    id: 'sip',
    name: 'SIP MESSAGE (UDP)',
    doc: 'OTA-SIP in pager mode with the feature tag of the application.',
    send: (push, network) => overSip(network, push, 'UDP'),
  },
  {
    id: 'sip-tcp',
    name: 'SIP MESSAGE (TCP)',
    doc: 'OTA-SIP in pager mode over a connection, for more than 1300 octets.',
    send: (push, network) => overSip(network, push, 'TCP'),
  },
  {
    id: 'http',
    name: 'HTTP POST (OTA-HTTP)',
    doc: 'The gateway posts the push to the terminal.',
    send: (push, network) => overHttp(network, push),
  },
  {
    id: 'dm-http',
    name: 'HTTP POST (DM session)',
    doc: 'The device posts a message of a session to its server.',
    send: (push, network) => overDmHttp(network, push),
  },
  {
    id: 'obex',
    name: 'OBEX PUT',
    doc: 'CONNECT, PUT in packets, DISCONNECT on TCP 650.',
    send: (push, network) => overObex(network, push),
  },
  {
    id: 'pap',
    name: 'PAP submission',
    doc: 'The initiator submits the push to a gateway over HTTP.',
    send: (push, network) => overPap(network, push),
  },
  {
    id: 'cloud',
    name: 'Cloud messaging (JSON)',
    doc: 'The content in base64 in the data of a message to a messaging service.',
    send: (push, network) => overCloud(network, push),
  },
] as const satisfies readonly Bearer[];

export type BearerId = (typeof BEARERS)[number]['id'];

const BY_ID: ReadonlyMap<string, Bearer> = new Map(BEARERS.map((bearer) => [bearer.id, bearer]));

/** What can be offered to a user. */
export const bearers: readonly CraftBearer[] = BEARERS.map(({ id, name, doc }) => ({ id, name, doc }));

export function isBearer(id: string): id is BearerId {
  return BY_ID.has(id);
}

/**
 * The packets that bring a push over a bearer, in order, with what the other side sends in between.
 * @throws RangeError when the push is too long for the bearer, or when there is no such bearer
 */
export function sendOver(push: Push, bearer: string, network: Network = IPV4_NETWORK): readonly Outgoing[] {
  const found = BY_ID.get(bearer);
  if (found === undefined)
    throw new RangeError(`there is no bearer "${bearer}"; there are ${[...BY_ID.keys()].join(', ')}`);
  return found.send(push, network);
}
