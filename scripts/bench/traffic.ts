import { concatBytes, toUtf8 } from '../../src/core/base/bytes.ts';
import { concatenationElement, portsElement, userDataHeader } from '../../src/core/protocols/gsm-sms-ud/encode.ts';
import { smppBind, smppMessage, smppResponse } from '../../src/core/protocols/smpp/encode.ts';
import { ACK, Connection, type End, PSH, udpFrame } from './frames.ts';
import { type Push, Pushes, wspPush } from './pushes.ts';
import { Random } from './random.ts';

/** Frames of push traffic in a hundred. */
const PUSH_SHARE = 30;
/** Conversations of other traffic that run side by side. */
const CONVERSATIONS = 24;
const PUSH_PORT = 2948;
const WSP_PORT = 9200;
const SMS_OCTETS = 140;
/** A submission is answered before the next: windows are no matter here. */
const BOUNDARY = 'asdlfkjiurwghasf';

/**
 * Frames of a network where thirty in a hundred belong to pushes: over UDP, SMPP (in concatenated short messages), SIP and
 * HTTP (push access protocol). The others are TCP connections, questions to name servers and UDP that nobody knows.
 */
export class Traffic {
  readonly #random = new Random(1);
  readonly #pushes = new Pushes(this.#random);
  readonly #pool: Uint8Array;
  readonly #centre: Connection;
  #id = 0;
  #count = 0;
  #sequence = 1;
  #reference = 0;

  constructor() {
    this.#pool = this.#random.octets(65_536);
    const client = { address: Uint8Array.of(10, 20, 0, 1), port: 40_000 };
    const server = { address: Uint8Array.of(192, 0, 2, 75), port: 2775 };
    this.#centre = new Connection(client, server, this.#firsts(), this.#nextId);
  }

  *frames(): Generator<Uint8Array> {
    yield* this.#bind();
    const live = Array.from({ length: CONVERSATIONS }, () => this.#other());
    let sent = 0;
    let pushed = 0;
    for (;;) {
      const place = this.#random.below(CONVERSATIONS);
      const next = live[place]?.next();
      if (next === undefined || next.done === true) {
        live[place] = this.#other();
        continue;
      }
      sent++;
      yield next.value;
      while (pushed * (100 - PUSH_SHARE) < sent * PUSH_SHARE) {
        for (const frame of this.#push()) {
          pushed++;
          yield frame;
        }
      }
    }
  }

  readonly #nextId = (): number => ++this.#id;

  #firsts(): readonly [number, number] {
    return [this.#random.below(2 ** 32), this.#random.below(2 ** 32)];
  }

  #host(network: number): Uint8Array {
    return Uint8Array.of(network, 20, this.#random.below(256), 1 + this.#random.below(254));
  }

  #port(): number {
    return 1024 + this.#random.below(60_000);
  }

  #data(octets: number): Uint8Array {
    const from = this.#random.below(this.#pool.length - octets);
    return this.#pool.subarray(from, from + octets);
  }

  #push(): readonly Uint8Array[] {
    const push = this.#pushes.next();
    const count = ++this.#count;
    switch (count % 10) {
      case 0:
        return this.#http(push, count);
      case 1:
        return this.#sip(push, count);
      case 2:
      case 3:
        return this.#short(push);
      default:
        return [this.#datagram(push, count)];
    }
  }

  #datagram(push: Push, count: number): Uint8Array {
    const from = { address: this.#host(10), port: WSP_PORT };
    const to = { address: this.#host(100), port: PUSH_PORT };
    return udpFrame(from, to, this.#nextId(), wspPush(push, count));
  }

  #bind(): readonly Uint8Array[] {
    const bind = smppBind({ kind: 'transceiver', sequence: this.#sequence, systemId: 'push', password: 'secret' });
    const centre = this.#centre;
    return [...centre.open(), centre.up(PSH | ACK, bind), centre.down(PSH | ACK, smppResponse(bind, 'centre'))];
  }

  /** The push in as many short messages as it needs, each with its response. */
  #short(push: Push): readonly Uint8Array[] {
    const content = wspPush(push, this.#count);
    const ports = portsElement({ destination: PUSH_PORT, originator: WSP_PORT });
    const room = SMS_OCTETS - 12;
    const total = Math.ceil(content.length / room);
    const address = `1555${String(this.#random.below(10 ** 7)).padStart(7, '0')}`;
    this.#reference = (this.#reference + 1) & 0xff;
    return Array.from({ length: total }, (_, i) => {
      const parts = total === 1 ? [] : [concatenationElement(this.#reference, 8, total, i + 1)];
      const header = userDataHeader([ports, ...parts]);
      const pdu = smppMessage({
        command: 'deliver_sm',
        sequence: ++this.#sequence,
        source: { address: '1234' },
        destination: { address },
        esmClass: 0x40,
        message: concatBytes(header, content.subarray(i * room, (i + 1) * room)),
      });
      return [this.#centre.down(PSH | ACK, pdu), this.#centre.up(PSH | ACK, smppResponse(pdu, ''))];
    }).flat();
  }

  #sip({ mediaType, application, body }: Push, count: number): readonly Uint8Array[] {
    const from = { address: this.#host(10), port: 5060 };
    const to = { address: this.#host(100), port: 5060 };
    const name = application === 7 ? 'syncml.dm' : 'wml.ua';
    const shared = [
      `Via: SIP/2.0/UDP ${from.address.join('.')}:5060;branch=z9hG4bK${count}`,
      `From: <sip:push@example.com>;tag=${count * 7}`,
      `Call-ID: ${count * 31}@example.com`,
      'CSeq: 1 MESSAGE',
    ];
    const request = lines([
      `MESSAGE sip:ue${count}@example.com SIP/2.0`,
      ...shared,
      'Max-Forwards: 70',
      `To: <sip:ue${count}@example.com>`,
      `Accept-Contact: *;+g.oma.pusheventapp="x-wap-application:${name}"`,
      `Content-Type: ${mediaType}`,
      `Content-Length: ${body.length}`,
    ]);
    const response = lines([
      'SIP/2.0 200 OK',
      ...shared,
      `To: <sip:ue${count}@example.com>;tag=9`,
      'Content-Length: 0',
    ]);
    return [
      udpFrame(from, to, this.#nextId(), concatBytes(request, body)),
      udpFrame(to, from, this.#nextId(), response),
    ];
  }

  /** A push submission over HTTP that two segments bring. */
  #http({ mediaType, body }: Push, count: number): readonly Uint8Array[] {
    const control = document(
      `<push-message push-id="${count}@pi.example.com"><address address-value="WAPPUSH=+1555${count}/TYPE=PLMN@ppg.example.com"/></push-message>`,
    );
    const content = concatBytes(
      lines([`--${BOUNDARY}`, 'Content-Type: application/xml']),
      control,
      toUtf8('\r\n'),
      lines([`--${BOUNDARY}`, `Content-Type: ${mediaType}`]),
      body,
      toUtf8(`\r\n--${BOUNDARY}--\r\n`),
    );
    const type = `multipart/related; boundary=${BOUNDARY}; type="application/xml"`;
    const request = concatBytes(
      lines([
        'POST /pap HTTP/1.1',
        'Host: ppg.example.com',
        `Content-Type: ${type}`,
        `Content-Length: ${content.length}`,
      ]),
      content,
    );
    const answer = document(
      `<push-response push-id="${count}@pi.example.com"><response-result code="1001" desc="Accepted"/></push-response>`,
    );
    const response = concatBytes(
      lines(['HTTP/1.1 202 Accepted', 'Content-Type: application/xml', `Content-Length: ${answer.length}`]),
      answer,
    );
    const server = { address: Uint8Array.of(192, 0, 2, 80), port: 80 };
    const connection = this.#connection(server);
    const cut = 1 + this.#random.below(request.length - 1);
    return [
      ...connection.open(),
      connection.up(ACK, request.subarray(0, cut)),
      connection.down(ACK),
      connection.up(PSH | ACK, request.subarray(cut)),
      connection.down(PSH | ACK, response),
      ...connection.close(),
    ];
  }

  #connection(server: End): Connection {
    return new Connection({ address: this.#host(10), port: this.#port() }, server, this.#firsts(), this.#nextId);
  }

  #other(): Iterator<Uint8Array> {
    switch (this.#random.below(5)) {
      case 0:
        return this.#nameQuery();
      case 1:
        return this.#unknown();
      default:
        return this.#secured();
    }
  }

  /** Octets that look like TLS records, both ways. */
  *#secured(): Generator<Uint8Array> {
    const connection = this.#connection({ address: this.#host(100), port: 443 });
    yield* connection.open();
    for (let left = 6 + this.#random.below(30); left > 0; left--) {
      const size = 5 + this.#random.below(640);
      const record = concatBytes(Uint8Array.of(0x17, 0x03, 0x03, size >>> 8, size), this.#data(size));
      const isDown = this.#random.below(3) > 0;
      yield isDown ? connection.down(PSH | ACK, record) : connection.up(PSH | ACK, record);
      yield isDown ? connection.up(ACK) : connection.down(ACK);
    }
    yield* connection.close();
  }

  *#nameQuery(): Generator<Uint8Array> {
    const id = this.#random.below(65_536);
    const labels = [`h${this.#random.below(2 ** 20).toString(16)}`, 'example', 'com'];
    const name = concatBytes(...labels.map((label) => concatBytes(Uint8Array.of(label.length), toUtf8(label))));
    const question = concatBytes(name, Uint8Array.of(0, 0, 1, 0, 1));
    const head = (flags: number, answers: number) =>
      Uint8Array.of(id >>> 8, id, flags >>> 8, flags, 0, 1, 0, answers, 0, 0, 0, 0);
    const answer = concatBytes(Uint8Array.of(0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4), this.#host(100));
    const client = { address: this.#host(10), port: this.#port() };
    const server = { address: Uint8Array.of(192, 0, 2, 53), port: 53 };
    yield udpFrame(client, server, this.#nextId(), concatBytes(head(0x0100, 0), question));
    yield udpFrame(server, client, this.#nextId(), concatBytes(head(0x8180, 1), question, answer));
  }

  *#unknown(): Generator<Uint8Array> {
    const from = { address: this.#host(10), port: 49_200 + this.#random.below(700) };
    const to = { address: this.#host(100), port: 50_000 + this.#random.below(9000) };
    // Zeros in front: no protocol that is known by its octets begins so.
    const data = concatBytes(new Uint8Array(4), this.#data(20 + this.#random.below(400)));
    yield udpFrame(from, to, this.#nextId(), data);
  }
}

function lines(all: readonly string[]): Uint8Array {
  return toUtf8(`${all.join('\r\n')}\r\n\r\n`);
}

function document(content: string): Uint8Array {
  const type =
    '<!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 2.1//EN" "http://www.openmobilealliance.org/tech/DTD/pap_2.1.dtd">';
  return toUtf8(`<?xml version="1.0"?>\r\n${type}\r\n<pap>${content}</pap>\r\n`);
}
