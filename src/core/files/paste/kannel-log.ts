import { lineRange, Octets, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** Octet strings in Kannel's debug logs: a length, then lines of `data:` with 16 octets and their text. */

const HEAD = /Octet string at 0x[0-9a-fA-F]+:/;
const LENGTH = /\blen: +(\d{1,9})\s*$/;
const FACT = /\b(?:size|immutable): +\d+\s*$|Octet string dump ends\.\s*$/;
const DATA = /\bdata: ((?:[0-9a-fA-F]{2}(?: |$)){1,16})/;

export function recogniseKannelLog({ lines }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  const warnings: string[] = [];
  const octets = new Octets();
  let length: number | undefined;
  const close = () => {
    if (octets.length === 0) return;
    const count = octets.length;
    packets.push({ bytes: octets.take() });
    if (length !== undefined && length !== count) {
      warnings.push(`packet ${packets.length} has ${count} octets in the text; the log says ${length}`);
    }
    length = undefined;
  };
  for (const line of lines) {
    const { text } = line;
    const data = DATA.exec(text);
    if (data !== null) {
      const left = length === undefined ? 16 : Math.max(0, length - octets.length);
      const row = data[1]!.trim().split(' ').slice(0, left);
      octets.pushAll(row.map((digits) => Number.parseInt(digits, 16)));
    } else if (HEAD.test(text)) close();
    else {
      const said = LENGTH.exec(text);
      if (said !== null) length = Number(said[1]);
      else if (!FACT.test(text)) continue;
    }
    understood.push(lineRange(line));
  }
  close();
  return packets.length === 0 ? [] : [{ form: 'Kannel log', packets, understood, warnings, strength: 0.99 }];
}
