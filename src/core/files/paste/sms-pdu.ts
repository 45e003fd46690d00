import {
  type Line,
  lineRange,
  octetsOfDigits,
  type PastedText,
  type PastePacket,
  type Reading,
  type TextRange,
} from './form.ts';
import { hexRuns } from './plain-hex.ts';

/** Short messages in PDU mode (3GPP TS 27.005): transcripts of AT commands, and lines of PDUs alone. */

const COMMAND = /(\+CM(?:T|GL|GR)|\+C(?:DS|BM)|AT\+CM(?:GS|GW|GC))\s*[:=]\s*([^\r\n\\]*)/i;
/** Lines behind a command that may hold its PDU: an echo, a prompt, a blank line. */
const LOOK_AHEAD = 4;

export function recogniseAtTranscript({ lines }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  const warnings: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const command = COMMAND.exec(lines[i]!.text);
    if (command === null) continue;
    const length = lengthOf(command[1]!, command[2]!);
    const found = pduBehind(lines, i, command.index + command[0].length);
    if (found === undefined) continue;
    const bytes = octetsOfDigits(found.digits);
    if (found.digits.length % 2 === 1) warnings.push(`PDU ${packets.length + 1} ends with a single digit`);
    packets.push({ bytes, layerHint: hintOf(command[1]!, bytes, length, packets.length + 1, warnings) });
    understood.push(lineRange(lines[i]!), { start: found.start, end: found.end });
    i = found.line;
  }
  return packets.length === 0 ? [] : [{ form: 'AT commands', packets, understood, warnings, strength: 0.99 }];
}

/** The length is the last number: `+CMT: ,28`, `+CMGL: 1,0,,42`, `AT+CMGS=42`; a state follows it in `AT+CMGW=42,0`. */
function lengthOf(command: string, parameters: string): number | undefined {
  const pattern = /^AT\+CMGW/i.test(command) ? /^(\d{1,4})/ : /(\d{1,4})\s*$/;
  const match = pattern.exec(parameters.trim());
  return match === null ? undefined : Number(match[1]);
}

function pduBehind(lines: readonly Line[], at: number, from: number) {
  for (let i = at; i < Math.min(lines.length, at + 1 + LOOK_AHEAD); i++) {
    const { text, start } = lines[i]!;
    const skipped = i === at ? from : 0;
    if (i > at && COMMAND.test(text)) return undefined;
    // A log may show line breaks as `\r\n`, so the PDU may stand behind them; also a Control-Z as `^Z` or `<...>`.
    for (const match of text.slice(skipped).matchAll(/(?:\\[rn]|[^0-9A-Za-z]|^)([0-9A-Fa-f]{8,})/g)) {
      const end = start + skipped + match.index + match[0].length;
      return { digits: match[1]!, start: end - match[1]!.length, end, line: i };
    }
  }
  return undefined;
}

function hintOf(
  command: string,
  bytes: Uint8Array,
  length: number | undefined,
  number: number,
  warnings: string[],
): string {
  // Cell broadcast pages have no service centre.
  if (/CBM/i.test(command)) return 'cbs';
  const centre = 1 + (bytes[0] ?? 0);
  if (length === undefined || length === bytes.length - centre) return 'sms-smsc';
  if (length === bytes.length) return 'sms';
  warnings.push(
    `PDU ${number} has ${bytes.length - centre} octets behind its service centre; the command says ${length}`,
  );
  return 'sms-smsc';
}

/** Lines of nothing but PDUs that fit the format of a short message to the last octet. */
export function recogniseSmsLines({ lines }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  let others = 0;
  for (const line of lines) {
    for (const { tokens, range, alone } of hexRuns(line)) {
      const digits = tokens.join('');
      const bytes = octetsOfDigits(digits);
      const layerHint = digits.length % 2 === 1 ? undefined : smsShape(bytes);
      if (layerHint === undefined) {
        if (alone) others++;
        continue;
      }
      packets.push({ bytes, layerHint });
      understood.push(range);
    }
  }
  if (packets.length === 0) return [];
  const strength = others > 0 ? 0.6 : packets.every(({ layerHint }) => layerHint === 'sms-smsc') ? 0.95 : 0.9;
  return [{ form: 'SMS PDU', packets, understood, warnings: [], strength }];
}

/** `sms-smsc` or `sms` when the octets are a whole SMS-DELIVER or SMS-SUBMIT with or without service centre. */
function smsShape(bytes: Uint8Array): 'sms-smsc' | 'sms' | undefined {
  const centre = bytes[0] ?? 0;
  const centreFits = centre === 0 || (centre >= 2 && centre <= 11 && (bytes[1]! & 0x80) !== 0);
  if (centreFits && isTpdu(bytes, 1 + centre)) return 'sms-smsc';
  return isTpdu(bytes, 0) ? 'sms' : undefined;
}

function isTpdu(bytes: Uint8Array, from: number): boolean {
  const first = bytes[from];
  if (first === undefined || (first & 3) > 1) return false;
  const submit = (first & 3) === 1;
  let at = from + (submit ? 2 : 1);
  const digits = bytes[at];
  const numberType = bytes[at + 1];
  if (digits === undefined || digits > 20 || numberType === undefined || (numberType & 0x80) === 0) return false;
  at += 2 + ((digits + 1) >>> 1);
  const coding = bytes[at + 1] ?? 0;
  at += 2;
  if (submit) at += [0, 7, 1, 7][(first >>> 3) & 3]!;
  else {
    // Year, month, day, hour, minute, second in swapped digits: none of them is above 9.
    for (let i = 0; i < 6; i++) {
      const octet = bytes[at + i] ?? 0xff;
      if ((octet & 15) > 9 || octet >>> 4 > 9) return false;
    }
    at += 7;
  }
  const length = bytes[at];
  if (length === undefined) return false;
  const there = bytes.length - at - 1;
  const septets = (coding & 0x0c) === 0 || (coding & 0xf0) === 0xf0;
  return there === length || (septets && there === Math.ceil((length * 7) / 8));
}
