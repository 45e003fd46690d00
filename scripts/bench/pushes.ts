import { concatBytes, toUtf8 } from '../../src/core/base/bytes.ts';
import { Writer } from '../../src/core/codec/codec.ts';
import type { Secret } from '../../src/core/dissect/secrets.ts';
import { sign } from '../../src/core/protocols/dm-notification/sign.ts';
import { draftContentType } from '../../src/core/protocols/wsp/media.ts';
import type { Random } from './random.ts';

const SERVER = 'dm.example.com';
const SECRET: Secret = { form: 'text', typed: 'secret of the benchmark', nonce: toUtf8('nonce') };
/** Notifications of each format in this many have a digest that is wrong in one bit. */
const WRONG_EVERY = 97;

/** A push: what is pushed, its media type, and for whom. */
export interface Push {
  readonly mediaType: string;
  /** Number of the application, as X-WAP-Application-Id has it. */
  readonly application: number;
  readonly body: Uint8Array;
}

const SYNCML_DM = 7;
const WML_UA = 2;

/** The pushes of the capture, one after the other: three quarters are notifications of device management. */
export class Pushes {
  readonly #random: Random;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Push {
    const number = ++this.#made;
    switch (number % 8) {
      case 0:
      case 1:
      case 2:
        return this.#notification('dm-1.2', this.#dm12());
      case 3:
        return this.#notification('dm-1.3', this.#dm13(number));
      case 4:
        return this.#notification('dm-2.0', this.#dm20(number));
      case 7:
        if (number % 16 === 7) return { mediaType: 'application/vnd.wap.slc', application: WML_UA, body: sl(number) };
        return { mediaType: 'application/vnd.wap.connectivity-wbxml', application: WML_UA, body: cp(number) };
      default:
        return { mediaType: 'application/vnd.wap.sic', application: WML_UA, body: si(number) };
    }
  }

  #notification(format: 'dm-1.2' | 'dm-1.3' | 'dm-2.0', draft: Uint8Array): Push {
    const body = sign(format, draft, SECRET) ?? draft;
    if (this.#random.below(WRONG_EVERY) === 0) {
      // The digest of 1.2 is in front, those of the others at the end.
      const at = format === 'dm-1.2' ? 0 : body.length - 1;
      body[at] = (body[at] ?? 0) ^ 1;
    }
    const mediaType = format === 'dm-1.2' ? 'application/vnd.syncml.notification' : NOTIFICATION;
    return { mediaType, application: SYNCML_DM, body };
  }

  #dm12(): Uint8Array {
    const out = new Writer();
    out.octets(new Uint8Array(16));
    out.bits(10, 12);
    out.bits(2, this.#random.below(4));
    out.bits(1, this.#random.below(2));
    out.bits(27, 0);
    out.bits(16, 1 + this.#random.below(65_535));
    out.bits(8, SERVER.length);
    out.octets(toUtf8(SERVER));
    return out.done();
  }

  #dm13(number: number): Uint8Array {
    const out = new Writer();
    out.bits(4, 1);
    out.bits(3, 3);
    out.bits(1, 1);
    out.bits(2, this.#random.below(4));
    out.bits(3, 2);
    out.bits(19, 0);
    out.bits(16, 60);
    out.bits(16, 1 + this.#random.below(65_535));
    out.bits(32, FIRST_SECONDS + number);
    for (const [kind, value] of [
      [1, toUtf8(SERVER)],
      [3, Uint8Array.of(this.#random.below(3))],
      [4, Uint8Array.of(2)],
    ] as const)
      option(out, kind, value);
    out.octets(new Uint8Array(32));
    return out.done();
  }

  #dm20(number: number): Uint8Array {
    const out = new Writer();
    out.bits(4, 2);
    out.bits(5, 4);
    out.bits(7, 0);
    out.bits(16, 1 + this.#random.below(65_535));
    const stamped = new Writer();
    stamped.bits(32, FIRST_SECONDS + number);
    stamped.octets(new Uint8Array(32));
    // Numbers of options are written as distances: 1, 2, 3, 5.
    option(out, 1, toUtf8(SERVER));
    option(out, 1, Uint8Array.of(1, 2));
    option(out, 1, Uint8Array.of(0, this.#random.below(4)));
    option(out, 2, stamped.done());
    return out.done();
  }
}

export const FIRST_SECONDS = 1_700_000_000;
const NOTIFICATION = 'application/vnd.syncml.dm.notification';

function option(out: Writer, kind: number, value: Uint8Array): void {
  out.bits(4, kind);
  out.bits(12, value.length);
  out.octets(value);
}

/** A WBXML inline string. */
function text(value: string): Uint8Array {
  return concatBytes(Uint8Array.of(0x03), toUtf8(value), Uint8Array.of(0));
}

/** SI 1.0: an indication with an address and a sentence. */
function si(number: number): Uint8Array {
  return concatBytes(
    Uint8Array.of(0x02, 0x05, 0x6a, 0x00, 0x45, 0xc6, 0x0c),
    text(`example.com/mail/${number}`),
    Uint8Array.of(0x11),
    text(`mail.${number}@example.com`),
    Uint8Array.of(0x07, 0x01),
    text(`You have ${number % 40} new messages`),
    Uint8Array.of(0x01, 0x01),
  );
}

/** SL 1.0. */
function sl(number: number): Uint8Array {
  const begin = Uint8Array.of(0x02, 0x06, 0x6a, 0x00, 0x85, 0x09);
  return concatBytes(begin, text(`example.com/apps/${number}`), Uint8Array.of(0x06, 0x01));
}

/** Client provisioning 1.0: one network access point. */
function cp(number: number): Uint8Array {
  const parameter = (name: number, value: string) =>
    concatBytes(Uint8Array.of(0x87, name, 0x06), text(value), Uint8Array.of(0x01));
  return concatBytes(
    Uint8Array.of(0x03, 0x0b, 0x6a, 0x00, 0xc5, 0x45),
    text('1.0'),
    Uint8Array.of(0x01, 0xc6, 0x55, 0x01),
    parameter(0x11, `NAP${number}`),
    parameter(0x07, `Net ${number}`),
    parameter(0x08, `apn${number}.example`),
    Uint8Array.of(0x87, 0x10, 0x06, 0xab, 0x01, 0x01, 0x01),
  );
}

const contentTypes = new Map<string, Uint8Array>();

/** A connectionless WSP push: transaction, PDU type, headers, body. */
export function wspPush({ mediaType, application, body }: Push, transaction: number): Uint8Array {
  let type = contentTypes.get(mediaType);
  if (type === undefined) {
    type = draftContentType(mediaType);
    contentTypes.set(mediaType, type);
  }
  const headers = concatBytes(type, Uint8Array.of(0xaf, 0x80 + application));
  return concatBytes(Uint8Array.of(transaction & 0xff, 0x06, headers.length), headers, body);
}
