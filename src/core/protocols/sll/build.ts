import { concatBytes } from '../../base/bytes.ts';
import { Writer } from '../../codec/codec.ts';

/** The header of Linux's "any" device. */
export interface SllDraft {
  /** 0 to us, 4 sent by us; 0 when left out. */
  readonly packetType?: number;
  /** ARPHRD number; 1 (Ethernet) when left out. */
  readonly hardwareType?: number;
  /** Address of the sender, up to 8 octets. */
  readonly address: Uint8Array;
  /** EtherType of the payload. */
  readonly protocol: number;
  /** Version 2 only: number of the interface. */
  readonly interfaceIndex?: number;
}

const ADDRESS_OCTETS = 8;

function address(out: Writer, octets: Uint8Array): void {
  out.octets(
    concatBytes(octets.subarray(0, ADDRESS_OCTETS), new Uint8Array(Math.max(0, ADDRESS_OCTETS - octets.length))),
  );
}

/** A packet of LINKTYPE_LINUX_SLL: 16 octets and the payload. */
export function sllPacket({ packetType = 0, hardwareType = 1, ...draft }: SllDraft, payload: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(16, packetType);
  out.bits(16, hardwareType);
  out.bits(16, draft.address.length);
  address(out, draft.address);
  out.bits(16, draft.protocol);
  out.octets(payload);
  return out.done();
}

/** A packet of LINKTYPE_LINUX_SLL2: 20 octets and the payload. */
export function sll2Packet({ packetType = 0, hardwareType = 1, ...draft }: SllDraft, payload: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(16, draft.protocol);
  out.bits(16, 0);
  out.bits(32, draft.interfaceIndex ?? 1);
  out.bits(16, hardwareType);
  out.bits(8, packetType);
  out.bits(8, draft.address.length);
  address(out, draft.address);
  out.octets(payload);
  return out.done();
}
