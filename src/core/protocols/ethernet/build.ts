import { concatBytes } from '../../base/bytes.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import { ethernetHeader, frameCheckSequence } from './ethernet.ts';

const MIN_FRAME_OCTETS = 60;

/**
 * An Ethernet II frame (IEEE 802.3 3.2), zeros behind the payload up to 60 octets.
 * @param withFcs true to put the frame check sequence of 4 octets behind it; captures mostly leave it out
 */
export function ethernetFrame(
  draft: InputOf<typeof ethernetHeader>,
  payload: Uint8Array,
  { withFcs = false }: { readonly withFcs?: boolean } = {},
): Uint8Array {
  const content = concatBytes(encode(ethernetHeader, draft), payload);
  const frame = concatBytes(content, new Uint8Array(Math.max(0, MIN_FRAME_OCTETS - content.length)));
  if (!withFcs) return frame;
  const sequence = new Uint8Array(4);
  new DataView(sequence.buffer).setUint32(0, frameCheckSequence(frame));
  return concatBytes(frame, sequence);
}
