/** A capture that comes with the app. */
export interface Sample {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

/** The four that a newcomer starts with. */
export const SAMPLES: readonly Sample[] = [
  {
    id: 'dm-notifications',
    file: 'dm-notifications.pcap',
    title: 'DM notifications',
    text: 'Versions 1.2, 1.3 and 2.0 over UDP, right and wrong in forty ways',
  },
  {
    id: 'push-gateway',
    file: 'pap-udp-dmnoti.pcapng',
    title: 'Push gateway, PAP and UDP',
    text: 'An initiator submits by PAP, the gateway pushes to the device',
  },
  {
    id: 'fragmented-pushes',
    file: 'frag-udp-push.pcapng',
    title: 'Fragmented pushes',
    text: 'IPv4 and IPv6 fragments and TCP segments, put together again',
  },
  {
    id: 'wsp-browsing',
    file: 'wsp-browse-9200.pcap',
    title: 'WSP browsing',
    text: 'Get and Post with their replies, connectionless on port 9200',
  },
];

/** One for each other bearer and content. */
export const MORE_SAMPLES: readonly Sample[] = [
  {
    id: 'indications',
    file: 'pap-udp-si-sl-co.pcap',
    title: 'Indications',
    text: 'Service indication, service loading and cache operation over UDP, with the submissions that caused them',
  },
  {
    id: 'sessionless',
    file: 'sessionless-signed-udp.pcap',
    title: 'Sessionless DM messages',
    text: 'SyncML DM in WBXML and XML, signed and encrypted, pushed over UDP',
  },
  {
    id: 'smpp-pushes',
    file: 'smpp-push-concat.pcapng',
    title: 'SMPP, concatenated',
    text: 'Pushes in two to ten short messages each, several in one TCP segment',
  },
  {
    id: 'smpp-provisioning',
    file: 'smpp-ota-settings.pcap',
    title: 'SMPP, provisioning',
    text: 'OMA client provisioning with PIN-protected documents, notifications, receipts',
  },
  {
    id: 'gsmtap-sms',
    file: 'gsmtap-sms.pcap',
    title: 'SMS over the air',
    text: 'Short messages in GSMTAP: LAPDm, CP, RP, both directions',
  },
  {
    id: 'cell-broadcast',
    file: 'crafted-cbs.pcap',
    title: 'Cell broadcast',
    text: 'A DM 2.0 notification and a text page on the broadcast channel',
  },
  {
    id: 'sip-message',
    file: 'sip-message-udp.pcap',
    title: 'SIP MESSAGE',
    text: 'Notifications, DM messages and a short message in SIP over UDP',
  },
  {
    id: 'ota-http',
    file: 'ota-http-register-push.pcap',
    title: 'OTA-HTTP',
    text: 'Terminal registration by OPTIONS and pushes by POST',
  },
  {
    id: 'obex-put',
    file: 'obex-put-650.pcap',
    title: 'OBEX PUT',
    text: 'Objects put over TCP: notifications and a DM message',
  },
  {
    id: 'confirmed-push',
    file: 'pap-confirmed-session.pcap',
    title: 'Confirmed push',
    text: 'Submission, session initiation request, WTP session, confirmed push and its acknowledgement',
  },
  {
    id: 'wsp-session',
    file: 'wsp-browse-9201.pcap',
    title: 'WSP sessions',
    text: 'Connect, Get, Reply and Disconnect over WTP',
  },
  {
    id: 'wtls',
    file: 'crafted-wtls.pcap',
    title: 'WTLS',
    text: 'Handshakes, alerts, encrypted records and a push in the clear',
  },
  {
    id: 'flute',
    file: 'crafted-flute.pcap',
    title: 'FLUTE',
    text: 'A notification and a DM message as files of a broadcast session',
  },
  {
    id: 'cbsp',
    file: 'crafted-cbsp.pcap',
    title: 'CBSP',
    text: 'A broadcast centre asks for a DM 2.0 notification on all cells, over TCP',
  },
  {
    id: 'sip-sms',
    file: 'crafted-sip-sms.pcap',
    title: 'SMS in SIP, SIP over TCP',
    text: 'A short message with a notification as IMS delivers it, and client provisioning in a MESSAGE over TCP',
  },
  {
    id: 'msrp',
    file: 'crafted-msrp.pcap',
    title: 'MSRP',
    text: 'A session offered by SIP and SDP, a service indication in two chunks, provisioning in one, a report',
  },
  {
    id: 'ss7',
    file: 'crafted-ss7.pcap',
    title: 'SS7 and MAP',
    text: 'Short messages that the network forwards: MTP, SCCP, TCAP, MAP, one of them in two parts',
  },
  {
    id: 'cdma',
    file: 'crafted-cdma-wdp.pcap',
    title: 'CDMA WDP',
    text: 'A service indication in two segments of a 3GPP2 short message',
  },
  {
    id: 'bluetooth',
    file: 'crafted-bluetooth.pcap',
    title: 'Bluetooth',
    text: 'A notification put as an object: HCI, L2CAP, RFCOMM, OBEX',
  },
  {
    id: 'irda',
    file: 'crafted-irda.pcap',
    title: 'Infrared',
    text: 'The same object over IrLAP, IrLMP and Tiny TP',
  },
  {
    id: 'cloud',
    file: 'crafted-cloud.pcap',
    title: 'Cloud messaging',
    text: 'A notification in base64 inside JSON, posted to a messaging service',
  },
  {
    id: 'mms',
    file: 'crafted-mms.pcap',
    title: 'Multimedia messages',
    text: 'The notification of a message pushed, its answer over HTTP, the delivery report',
  },
];

export function findSample(id: string | undefined): Sample | undefined {
  return [...SAMPLES, ...MORE_SAMPLES].find((sample) => sample.id === id);
}

export async function loadSample(sample: Sample): Promise<Uint8Array> {
  const answer = await fetch(new URL(`samples/${sample.file}`, document.baseURI));
  if (!answer.ok) throw new Error(`The sample could not be loaded: status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
