import { concatBytes, toHex } from '../../core/base/bytes.ts';
import type { Opened } from '../state/capture.ts';
import { isPacketLink, type PacketLink, readPacketLink } from '../state/packet-link.ts';
import type { AppStore } from '../state/store.ts';
import type { Session } from './session.ts';

/** Opens the packet that an address holds; false when the address is no link to a packet. */
export function openLink(store: AppStore, session: Session, hash: string): boolean {
  if (!isPacketLink(hash)) return false;
  const link = readPacketLink(hash);
  const { notify, wishCraft } = store.getState();
  if (link === undefined) notify('The link does not hold a whole packet: it may have been cut off on its way');
  else if (link.place === 'craft') {
    wishCraft({ kind: 'bytes', name: 'Linked packet', bytes: link.bytes, layer: link.layer, bits: link.bits });
  } else void openInCapture(store, session, link, hash);
  return true;
}

async function openInCapture(store: AppStore, session: Session, link: PacketLink, hash: string): Promise<void> {
  const input = await inputOf(session, link);
  if (input === undefined) {
    store.getState().notify('The link does not hold a packet that can be read');
    return;
  }
  store.getState().showPlace('capture');
  session.open({ name: 'Linked packet', input, link: hash });
  const { bits } = link;
  if (bits === undefined) return;
  const stop = store.subscribe(({ view, selectBits }) => {
    if (view === undefined) return;
    stop();
    selectBits({ source: 0, ...bits });
  });
}

async function inputOf(session: Session, { layer, bytes }: PacketLink): Promise<Opened['input'] | undefined> {
  const linkType = /^link:(\d{1,5})$/.exec(layer)?.[1];
  if (linkType !== undefined) {
    return { kind: 'bytes', name: 'Linked packet', bytes: captureOf(bytes, Number(linkType)) };
  }
  const text = toHex(bytes);
  const readings = await session.recognise(text);
  const reading = readings.findIndex(({ packets, octets }) => packets === 1 && octets === bytes.length);
  return reading < 0 ? undefined : { kind: 'paste', text, reading, layer };
}

/** A pcap file (microseconds, little-endian) of one packet without a time. */
export function captureOf(packet: Uint8Array, linkType: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(40));
  const words = [0xa1b2c3d4, 0x0004_0002, 0, 0, 262_144, linkType, 0, 0, packet.length, packet.length];
  words.forEach((word, at) => void head.setUint32(at * 4, word, true));
  return concatBytes(new Uint8Array(head.buffer), packet);
}
