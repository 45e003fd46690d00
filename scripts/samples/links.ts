import { concatBytes, fromHex } from '../../src/core/base/bytes.ts';
import { frameCheck } from '../../src/core/protocols/btrfcomm/fcs.ts';
import type { ObexTurn } from '../../src/core/protocols/obex/encode.ts';

/** Octets from hexadecimal digits; blanks are for the reader. */
export const hex = (text: string): Uint8Array => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array(0);
const le16 = (value: number) => Uint8Array.of(value & 0xff, value >>> 8);

const SENT = 0;
const RECEIVED = 1;
const SIGNALLING = 1;

/** L2CAP octets in an ACL packet of H4 with a direction in front (link type 201). */
function h4(direction: number, cid: number, octets: Uint8Array): Uint8Array {
  const packet = concatBytes(le16(octets.length), le16(cid), octets);
  const head = Uint8Array.of(0, 0, 0, direction, 2, 1, 0x20);
  return concatBytes(head, le16(packet.length), packet);
}

/** An information frame of RFCOMM, server channel 9. */
function uih(isClient: boolean, octets: Uint8Array): Uint8Array {
  const head = Uint8Array.of(isClient ? 0x4b : 0x49, 0xef);
  const long = octets.length > 127;
  const length = long ? le16(octets.length << 1) : Uint8Array.of((octets.length << 1) | 1);
  return concatBytes(head, length, octets, Uint8Array.of(frameCheck(head, 0, 2)));
}

const CLIENT_CID = 0x40;
const SERVER_CID = 0x41;

/** OBEX over RFCOMM over Bluetooth: the channel is opened, then used. */
export function bluetooth(turns: readonly ObexTurn[]): readonly Uint8Array[] {
  const control = (bits: string) => {
    const head = hex(bits);
    return concatBytes(head, Uint8Array.of(1, frameCheck(concatBytes(head, Uint8Array.of(1)), 0, 3)));
  };
  return [
    h4(SENT, SIGNALLING, hex('02 01 0400 0300 4000')),
    h4(RECEIVED, SIGNALLING, hex('03 01 0800 4100 4000 0000 0000')),
    h4(SENT, SERVER_CID, control('4b3f')),
    h4(RECEIVED, CLIENT_CID, control('4b73')),
    ...turns.map(({ from, bytes }) =>
      from === 'client' ? h4(SENT, SERVER_CID, uih(true, bytes)) : h4(RECEIVED, CLIENT_CID, uih(false, bytes)),
    ),
  ];
}

const CLIENT_LSAP = 3;
const OBEX_LSAP = 2;

/** OBEX over Tiny TP over infrared (link type 144): station and transport connection, then the exchange. */
export function infrared(turns: readonly ObexTurn[]): readonly Uint8Array[] {
  const cooked = (isClient: boolean, octets: Uint8Array) =>
    concatBytes(hex(isClient ? '0004' : '0000'), hex('030f 0000 0000000000000000 0017'), octets);
  const sent = { client: 0, server: 0 };
  const information = (from: 'client' | 'server', octets: Uint8Array) => {
    const received = from === 'client' ? sent.server : sent.client;
    const control = ((received & 7) << 5) | 0x10 | ((sent[from]++ & 7) << 1);
    return cooked(from === 'client', concatBytes(Uint8Array.of(from === 'client' ? 5 : 4, control), octets));
  };
  const data = ({ from, bytes }: ObexTurn) => {
    const selectors = from === 'client' ? [OBEX_LSAP, CLIENT_LSAP] : [CLIENT_LSAP, OBEX_LSAP];
    return information(from, concatBytes(Uint8Array.of(...selectors, 1), bytes));
  };
  return [
    cooked(true, hex('ff 93 01020304 05060708 04')),
    cooked(false, hex('04 73 05060708 01020304')),
    information('client', hex('82 03 01 00 08')),
    information('server', hex('83 02 81 00 08')),
    ...turns.map(data),
  ];
}

/** An element of BER with a definite length. */
function ber(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const inside = concatBytes(...content);
  const length = inside.length < 128 ? [inside.length] : [0x81, inside.length];
  return concatBytes(Uint8Array.of(tag, ...length), inside);
}

/** SCCP unit data between two mobile switching centres, in MTP3 and a signal unit (link type 140). */
function signalUnit(number: number, isAnswer: boolean, message: Uint8Array): Uint8Array {
  const unitData = concatBytes(hex('09 00 03 05 07 02 42 08 02 42 08'), Uint8Array.of(message.length), message);
  const label = hex(isAnswer ? '01 80 00 50' : '02 40 00 50');
  return concatBytes(Uint8Array.of(0x80 | number, 0x80 | number, 63), hex('83'), label, unitData);
}

/** Each TPDU in a mt-ForwardSM of MAP, and its result. */
export function signalling(tpdus: readonly Uint8Array[]): readonly Uint8Array[] {
  const context = hex(
    '6b 1e 28 1c 06 07 00 11 86 05 01 01 01 a0 11 60 0f 80 02 07 80 a1 09 06 07 04 00 00 01 00 19 03',
  );
  return tpdus.flatMap((tpdu, i) => {
    const transaction = Uint8Array.of(0, 0, 0, i + 1);
    const argument = ber(
      0x30,
      ber(0x80, hex('00 01 01 00 00 00 00 f1')),
      ber(0x84, hex('91 51 55 00 00 f0')),
      ber(0x04, tpdu),
    );
    const id = ber(0x02, Uint8Array.of(1));
    const invoke = ber(0xa1, id, ber(0x02, Uint8Array.of(44)), argument);
    const begin = ber(0x62, ber(0x48, transaction), context, ber(0x6c, invoke));
    const end = ber(0x64, ber(0x49, transaction), ber(0x6c, ber(0xa2, id)));
    return [signalUnit(2 * i + 1, false, begin), signalUnit(2 * i + 2, true, end)];
  });
}

/** CDMA datagram in segments of `size` octets (link type 252): message type, count, number, ports in the first, data. */
export function cdmaSegments(datagram: Uint8Array, size: number): readonly Uint8Array[] {
  const content = concatBytes(hex('23f0 0b84'), datagram);
  const count = Math.ceil(content.length / size);
  const name = new TextEncoder().encode('cdma_wdp');
  const tags = concatBytes(hex('000c 0008'), name, hex('0000 0000'));
  return Array.from({ length: count }, (_, i) =>
    concatBytes(tags, Uint8Array.of(0, count, i), content.subarray(i * size, (i + 1) * size)),
  );
}
