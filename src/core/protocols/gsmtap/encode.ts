import { Writer } from '../../codec/codec.ts';

export interface GsmtapDraft {
  /** 1 radio (Um), 2 Abis: layer 3 alone. */
  readonly type: number;
  readonly arfcn?: number;
  readonly isUplink: boolean;
  readonly timeslot?: number;
  /** Received signal in dBm. */
  readonly signal?: number;
  readonly frameNumber?: number;
  /** Radio channel of type 1, message type of others. */
  readonly channel?: number;
}

/** GSMTAP version 2: a header of 16 octets and the payload. */
export function gsmtapPacket(draft: GsmtapDraft, payload: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(8, 2);
  out.bits(8, 4);
  out.bits(8, draft.type);
  out.bits(8, draft.timeslot ?? 0);
  out.bits(1, 0);
  out.bits(1, draft.isUplink ? 1 : 0);
  out.bits(14, draft.arfcn ?? 1);
  out.bits(8, (draft.signal ?? 0) & 0xff);
  out.bits(8, 0);
  out.bits(32, draft.frameNumber ?? 0);
  out.bits(8, draft.channel ?? 0);
  out.bits(24, 0);
  out.octets(payload);
  return out.done();
}
