import { concatBytes, toUtf8 } from '../../src/core/base/bytes.ts';
import { sendOver } from '../../src/core/craft/bearers/bearers.ts';
import { datagram, IPV4_NETWORK, type StreamTurn, stream } from '../../src/core/craft/bearers/network.ts';
import { contentTypeText, type Push } from '../../src/core/craft/bearers/push.ts';
import { wspPush } from '../../src/core/craft/bearers/wap.ts';
import { templatePush } from '../../src/core/craft/templates/templates.ts';
import { writePcap } from '../../src/core/files/capture-writer.ts';
import { httpRequest, httpResponse } from '../../src/core/protocols/http/encode.ts';
import { obexPut } from '../../src/core/protocols/obex/encode.ts';
import { bluetooth, cdmaSegments, hex, infrared, signalling } from './links.ts';

/** When the first packet of each capture was sent. */
const FIRST_SECONDS = 1_795_237_200;
const STEP_NANOS = 40_000_000;

type Packets = readonly (Uint8Array | { readonly bytes: Uint8Array })[];

/** A capture of packets that follow each other by 40 milliseconds. */
function capture(linkType: number, packets: Packets): Uint8Array {
  const octets = packets.map((packet) => (packet instanceof Uint8Array ? packet : packet.bytes));
  return writePcap(
    linkType,
    octets.map((bytes, i) => {
      const nanos = i * STEP_NANOS;
      return { seconds: FIRST_SECONDS + Math.floor(nanos / 1e9), nanos: nanos % 1e9, bytes };
    }),
  );
}

const ETHERNET = 1;
const MMS_TYPE = 'application/vnd.wap.mms-message';
const text = (value: string) => concatBytes(toUtf8(value), Uint8Array.of(0));
const counted = (octets: Uint8Array) => concatBytes(Uint8Array.of(octets.length), octets);
const mmsPush = (body: Uint8Array): Push => ({
  mediaType: MMS_TYPE,
  parameters: [],
  applicationId: 'x-wap-application:mms.ua',
  headers: [],
  body,
});

/** A notification pushed, the client's answer over HTTP, and the delivery report pushed to the sender. */
function mms(): Uint8Array {
  const head = (type: number) => concatBytes(Uint8Array.of(0x8c, type, 0x98), text('T0051'), hex('8d 92'));
  const from = concatBytes(Uint8Array.of(0x89), counted(concatBytes(hex('80'), text('+15550199/TYPE=PLMN'))));
  const notification = concatBytes(
    head(0x82),
    from,
    concatBytes(Uint8Array.of(0x96), text('Holiday picture')),
    hex('8a 80 8e 03 01 86 a0 88 05 81 03 02 a3 00 83'),
    text('http://mmsc.example/T0051'),
  );
  const answer = concatBytes(head(0x83), hex('95 81 91 80'));
  const report = concatBytes(
    hex('8c 86 8d 92 8b'),
    text('M0051@mmsc.example'),
    concatBytes(Uint8Array.of(0x97), text('+15550100/TYPE=PLMN')),
    hex('85 04 6a 98 32 80 95 81'),
  );
  const post = httpRequest({
    method: 'POST',
    target: '/',
    host: 'mmsc.example',
    headers: [{ name: 'Content-Type', value: MMS_TYPE }],
    body: answer,
  });
  return capture(ETHERNET, [
    ...sendOver(mmsPush(notification), 'udp'),
    ...stream(IPV4_NETWORK, {
      clientPort: 40_051,
      serverPort: 80,
      turns: [
        { isAnswer: false, isContent: true, bytes: post, label: 'm-notifyresp-ind' },
        { isAnswer: true, isContent: false, bytes: httpResponse(200, 'OK', []), label: 'HTTP answer' },
      ],
    }),
    ...sendOver(mmsPush(report), 'udp'),
  ]);
}

const lines = (...all: readonly string[]) => all.map((line) => `${line}\r\n`).join('');
const HERE = '192.0.2.1';
const THERE = '192.0.2.9';
const HERE_PATH = `msrp://${HERE}:9001/gateway51;tcp`;
const THERE_PATH = `msrp://${THERE}:2855/device51;tcp`;

function invitation(): readonly { readonly bytes: Uint8Array }[] {
  const session = (host: string, port: number, path: string) =>
    lines(
      'v=0',
      `o=- 51 51 IN IP4 ${host}`,
      's=-',
      `c=IN IP4 ${host}`,
      't=0 0',
      `m=message ${port} TCP/MSRP *`,
      'a=accept-types:application/vnd.wap.sic application/vnd.wap.connectivity-wbxml',
      `a=path:${path}`,
    );
  const common = (method: string) => [
    `Via: SIP/2.0/UDP ${HERE}:5060;branch=z9hG4bKmsrp51${method}`,
    'From: <sip:push@home.example>;tag=a51',
    `To: <sip:device@home.example>${method === 'ACK' ? ';tag=b51' : ''}`,
    'Call-ID: msrp51@push.home.example',
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
  ];
  const withBody = (start: readonly string[], body: string) =>
    toUtf8(lines(...start, 'Content-Type: application/sdp', `Content-Length: ${body.length}`, '') + body);
  const invite = withBody(
    [
      'INVITE sip:device@home.example SIP/2.0',
      ...common('INVITE'),
      `Contact: <sip:push@${HERE}:5060>`,
      'Accept-Contact: *;+g.oma.eventappid="wml.ua"',
    ],
    session(HERE, 9001, HERE_PATH),
  );
  const accepted = withBody(
    [
      'SIP/2.0 200 OK',
      ...common('INVITE')
        .filter((line) => !line.startsWith('Max-Forwards'))
        .map((line) => (line.startsWith('To:') ? `${line};tag=b51` : line)),
      `Contact: <sip:device@${THERE}:5060>`,
    ],
    session(THERE, 2855, THERE_PATH),
  );
  const acknowledged = toUtf8(lines(`ACK sip:device@${THERE}:5060 SIP/2.0`, ...common('ACK'), 'Content-Length: 0', ''));
  const ports = { sourcePort: 5060, destinationPort: 5060 };
  return [
    ...datagram(IPV4_NETWORK, { ...ports, payload: invite, label: 'INVITE' }),
    ...datagram(IPV4_NETWORK, { ...ports, payload: accepted, label: '200 OK', isAnswer: true, id: 2 }),
    ...datagram(IPV4_NETWORK, { ...ports, payload: acknowledged, label: 'ACK', id: 3 }),
  ];
}

/** A session offered by SIP, a service indication in two chunks, provisioning in one, their answers and a report. */
function msrp(): Uint8Array {
  const transaction = (id: string, octets: Uint8Array, from: number, to: number, message: string, type: string) => {
    const flag = to === octets.length ? '$' : '+';
    const head = lines(
      `MSRP ${id} SEND`,
      `To-Path: ${THERE_PATH}`,
      `From-Path: ${HERE_PATH}`,
      `Message-ID: ${message}`,
      `Byte-Range: ${from + 1}-${to}/${octets.length}`,
      ...(message === 'n51' ? ['Success-Report: yes'] : []),
      `Content-Type: ${type}`,
      '',
    );
    return concatBytes(toUtf8(head), octets.subarray(from, to), toUtf8(`\r\n-------${id}${flag}\r\n`));
  };
  const answer = (id: string) =>
    toUtf8(lines(`MSRP ${id} 200 OK`, `To-Path: ${HERE_PATH}`, `From-Path: ${THERE_PATH}`, `-------${id}$`));
  const { body: indication, mediaType } = templatePush('si');
  const settings = templatePush('oma-cp');
  const report = lines(
    'MSRP r51a REPORT',
    `To-Path: ${HERE_PATH}`,
    `From-Path: ${THERE_PATH}`,
    'Message-ID: n51',
    `Byte-Range: 1-${indication.length}/${indication.length}`,
    'Status: 000 200 OK',
    '-------r51a$',
  );
  const half = Math.floor(indication.length / 2);
  const send = (bytes: Uint8Array): StreamTurn => ({ isAnswer: false, isContent: true, bytes, label: 'MSRP SEND' });
  const reply = (bytes: Uint8Array): StreamTurn => ({ isAnswer: true, isContent: false, bytes, label: 'MSRP answer' });
  return capture(ETHERNET, [
    ...invitation(),
    ...stream(IPV4_NETWORK, {
      clientPort: 9001,
      serverPort: 2855,
      turns: [
        send(transaction('t51a', indication, 0, half, 'n51', mediaType)),
        reply(answer('t51a')),
        send(transaction('t51b', indication, half, indication.length, 'n51', mediaType)),
        reply(concatBytes(answer('t51b'), toUtf8(report))),
        send(transaction('t51c', settings.body, 0, settings.body.length, 'm51', contentTypeText(settings))),
        reply(answer('t51c')),
      ],
    }),
  ]);
}

/** A broadcast of two pages that a cell broadcast centre asks for, and the answer. */
function cbsp(): Uint8Array {
  const pages = sendOver(templatePush('dm-2.0'), 'cbs').map(({ bytes }) => bytes);
  const message = (type: number, elements: Uint8Array) =>
    concatBytes(Uint8Array.of(type, 0, elements.length >>> 8, elements.length & 0xff), elements);
  const about = hex('0e 03e8 03 0010 04 0001 06 12 00');
  const content = pages.map((page) => concatBytes(Uint8Array.of(1, 82), page.subarray(6)));
  const request = concatBytes(
    about,
    hex('05 02 06 0102 07 0005 13'),
    Uint8Array.of(pages.length, 0x0c, pages[0]?.[4] ?? 0),
    ...content,
  );
  return capture(
    ETHERNET,
    stream(IPV4_NETWORK, {
      clientPort: 40_048,
      serverPort: 48_049,
      turns: [
        { isAnswer: false, isContent: true, bytes: message(1, request), label: 'WRITE-REPLACE' },
        {
          isAnswer: true,
          isContent: false,
          bytes: message(2, hex('0e 03e8 03 0010 12 00')),
          label: 'WRITE-REPLACE COMPLETE',
        },
      ],
    }),
  );
}

/** TPDUs of a push. */
const tpdus = (id: string) => sendOver(templatePush(id), 'sms-deliver').map(({ bytes }) => bytes);

function objectPut() {
  const { body, mediaType } = templatePush('dm-1.2');
  return obexPut({ type: mediaType, object: body });
}

/** Captures of bearers for which no other software writes some, by file name. */
export function captures(): ReadonlyMap<string, Uint8Array> {
  const provisioning = templatePush('oma-cp');
  return new Map([
    ['crafted-mms.pcap', mms()],
    ['crafted-msrp.pcap', msrp()],
    ['crafted-bluetooth.pcap', capture(201, bluetooth(objectPut()))],
    ['crafted-irda.pcap', capture(144, infrared(objectPut()))],
    ['crafted-ss7.pcap', capture(140, signalling([...tpdus('dm-1.3'), ...tpdus('oma-cp')]))],
    ['crafted-cdma-wdp.pcap', capture(252, cdmaSegments(wspPush(templatePush('si')), 60))],
    ['crafted-cbsp.pcap', cbsp()],
    [
      'crafted-sip-sms.pcap',
      capture(ETHERNET, [...sendOver(templatePush('dm-1.3'), 'sip-sms'), ...sendOver(provisioning, 'sip-tcp')]),
    ],
    ['crafted-cloud.pcap', capture(ETHERNET, sendOver(templatePush('dm-1.3'), 'cloud'))],
  ]);
}
