import { octetsOfDigits, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** JSON of `tshark -T json -x`, `-T jsonraw`, `-T ek -x` and of Wireshark's export: the octets of whole frames. */

const PARTS =
  /"(?:(frame_raw)"\s*:\s*(?:\[\s*)?"([0-9a-fA-F]+)"|frame(?:_frame)?[._]protocols"\s*:\s*(?:\[\s*)?"([^":]*))/g;

export function recogniseTsharkJson({ text }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  for (const match of text.matchAll(PARTS)) {
    const [whole, raw, digits, protocol] = match;
    if (raw !== undefined && digits !== undefined && digits.length % 2 === 0) {
      packets.push({ bytes: octetsOfDigits(digits) });
      understood.push({ start: match.index, end: match.index + whole.length });
    }
    const last = packets.at(-1);
    if (protocol === 'eth' && last !== undefined && last.layerHint === undefined) {
      packets[packets.length - 1] = { ...last, layerHint: 'ethernet' };
    }
  }
  if (packets.length === 0) return [];
  // The rest is what tshark made of the same octets.
  const whole = text.trim();
  const json = (whole.startsWith('[') && whole.endsWith(']')) || (whole.startsWith('{') && whole.endsWith('}'));
  if (json) understood.push({ start: 0, end: text.length });
  return [{ form: 'tshark JSON', packets, understood, warnings: [], strength: 0.99 }];
}
