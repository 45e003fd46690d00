import {
  type Line,
  lineRange,
  Octets,
  oddDigitWarning,
  type PastedText,
  type PastePacket,
  type Reading,
  type TextRange,
} from './form.ts';

/** Dumps with an offset on each line: hexdump, xxd, od, tcpdump -x, tshark -x, Wireshark, what text2pcap reads. */

interface DumpLine {
  readonly line: Line;
  readonly offset: string;
  /** What stands around the offset: `0x` before it, a colon behind it. */
  readonly zeroX: boolean;
  readonly colon: boolean;
  /** Two blanks or more stand between offset and octets. */
  readonly apart: boolean;
  readonly tokens: readonly string[];
  /** What stands behind the octets. */
  readonly text: string;
}

/** Most octets that all `*` and gaps between offsets of a text stand for. */
const MOST_FILLED = 16 * 1024 * 1024;

const DUMP_LINE = /^[ \t]*(0x)?([0-9a-fA-F]{3,16})(:?)(?=[ \t]|$)/;

function dumpLine(line: Line): DumpLine | undefined {
  const begin = DUMP_LINE.exec(line.text);
  if (begin === null) return undefined;
  const tokens: string[] = [];
  const { text } = line;
  let at = begin[0].length;
  let octets = 0;
  let ascii = '';
  while (at < text.length) {
    const from = at;
    while (at < text.length && (text[at] === ' ' || text[at] === '\t')) at++;
    const gap = text[from] === '\t' ? 1 : at - from;
    let end = at;
    while (end < text.length && text[end] !== ' ' && text[end] !== '\t') end++;
    const token = text.slice(at, end);
    const middle = octets === 8 && gap === 2 && text.slice(at) !== ascii;
    if ((tokens.length > 0 && gap > 1 && !middle) || !/^[0-9a-fA-F]{1,16}$/.test(token)) {
      at = from;
      break;
    }
    tokens.push(token);
    octets += token.length >>> 1;
    if (token.length === 2) {
      const code = Number.parseInt(token, 16);
      ascii += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
    }
    at = end;
  }
  return {
    line,
    offset: begin[2]!,
    zeroX: begin[1] !== undefined,
    colon: begin[3] === ':',
    apart: /^[ \t]{2}/.test(text.slice(begin[0].length, begin[0].length + 2)),
    tokens,
    text: text.slice(at).trim(),
  };
}

/** How the tokens of a line become octets. */
interface TokenForm {
  readonly name: string;
  readonly token: RegExp;
  octets(token: string): readonly number[];
}

const hexOctets = (token: string): number[] => {
  const out: number[] = [];
  for (let i = 0; i < token.length; i += 2) out.push(Number.parseInt(token.slice(i, i + 2).padEnd(2, '0'), 16));
  return out;
};

const TOKEN_FORMS: readonly TokenForm[] = [
  { name: '', token: /^(?:[0-9a-fA-F]{2}){1,8}$/, octets: hexOctets },
  {
    name: 'little-endian words',
    token: /^(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{8})$/,
    octets: (token) => hexOctets(token).reverse(),
  },
  {
    name: 'octal words',
    token: /^[01][0-7]{5}$/,
    octets: (token) => [Number.parseInt(token, 8) & 0xff, Number.parseInt(token, 8) >>> 8],
  },
  { name: 'octal', token: /^[0-3][0-7]{2}$/, octets: (token) => [Number.parseInt(token, 8)] },
];

/** What the lines of one dump are. */
interface Shape {
  readonly tokens: TokenForm;
  readonly radix: 16 | 8 | 10;
}

const RADICES = [16, 8, 10] as const;
const RADIX_DIGITS = { 16: /^[0-9a-fA-F]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/ } as const;

function offsetOf({ offset }: DumpLine, radix: 16 | 8 | 10): number {
  return RADIX_DIGITS[radix].test(offset) ? Number.parseInt(offset, radix) : Number.NaN;
}

function sizeOf({ tokens }: DumpLine, form: TokenForm): number {
  let size = 0;
  for (const token of tokens) if (form.token.test(token)) size += form.octets(token).length;
  return size;
}

/** Lines looked at to tell shapes apart. */
const TRIED_LINES = 200;

/** The shape under which the offsets of most lines agree with the octets before them. */
function likeliestShape(lines: readonly DumpLine[]): { shape: Shape; links: number } {
  let best: Shape = { tokens: wordsAreLittle(lines) ? TOKEN_FORMS[1]! : TOKEN_FORMS[0]!, radix: 16 };
  let links = 0;
  const tried = lines.slice(0, TRIED_LINES);
  const forms = wordsAreLittle(lines) ? [TOKEN_FORMS[1]!, ...TOKEN_FORMS] : TOKEN_FORMS;
  for (const radix of RADICES) {
    // Only od counts otherwise than in sixteens, and it writes six or seven digits.
    if (radix !== 16 && (lines[0]?.offset.length ?? 0) < 6) continue;
    for (const tokens of forms) {
      let agreed = 0;
      for (let i = 0; i + 1 < tried.length; i++) {
        const size = sizeOf(tried[i]!, tokens);
        if (size > 0 && offsetOf(tried[i]!, radix) + size === offsetOf(tried[i + 1]!, radix)) agreed++;
      }
      if (agreed > links) {
        best = { tokens, radix };
        links = agreed;
      }
    }
  }
  return { shape: best, links };
}

/** hexdump and od write words of the machine and offsets of seven digits; nothing else does both. */
function wordsAreLittle(lines: readonly DumpLine[]): boolean {
  return lines.every(
    ({ offset, colon, tokens, text }) =>
      offset.length === 7 && !colon && text === '' && tokens.every(({ length }) => length === 4 || length === 8),
  );
}

function formName(first: DumpLine, { tokens, radix }: Shape): string {
  const kind = tokens.name === '' ? '' : `, ${tokens.name}`;
  if (first.colon) return first.zeroX ? 'tcpdump -x' : 'xxd';
  if (first.text.startsWith('|')) return 'hexdump -C';
  if (first.text.startsWith('>') || radix !== 16 || tokens.name.startsWith('octal')) return `od${kind}`;
  if (tokens.name !== '') return `hexdump${kind}`;
  return first.offset.length >= 6 ? 'od' : 'Wireshark hex dump';
}

/** Titles of tshark: over a frame, and over octets that it made from frames, as in `Reassembled IPv4 (97 bytes):`. */
const TITLE = /^[A-Z][^()]*\(\d+ (?:bytes?|octets?)\):?$/;

export function recogniseHexDump(pasted: PastedText): readonly Reading[] {
  const rows: (DumpLine | '*' | undefined)[] = [];
  const dump: DumpLine[] = [];
  for (const line of pasted.lines) {
    const row = line.text.trim() === '*' ? '*' : dumpLine(line);
    rows.push(row);
    if (row !== undefined && row !== '*') dump.push(row);
  }
  const withOctets = dump.filter(({ tokens }) => tokens.length > 0);
  const first = withOctets[0];
  if (first === undefined) return [];
  const { shape, links } = likeliestShape(dump);
  const reader = new DumpReader(pasted, shape);
  let made = false;
  for (const [i, row] of rows.entries()) {
    const line = pasted.lines[i]!;
    if (row === undefined) {
      if (line.text.trim() === '') continue;
      made = reader.title(line);
    } else if (made) reader.understood.push(lineRange(line));
    else if (row === '*') reader.repeat(line);
    else reader.add(row, nextOffset(rows, i, shape));
  }
  reader.end();
  if (reader.packets.length === 0) return [];
  const marked = first.colon || first.text !== '' || first.zeroX || (first.apart && first.offset.length >= 4);
  const strength = links > 0 ? (marked ? 0.98 : 0.95) : marked ? 0.9 : 0.65;
  return [
    {
      form: formName(first, shape),
      packets: reader.packets,
      understood: reader.understood,
      warnings: reader.warnings,
      strength,
    },
  ];
}

/** Offset of the line below, when it is one of the same dump. */
function nextOffset(rows: readonly (DumpLine | '*' | undefined)[], at: number, { radix }: Shape): number {
  const next = rows[at + 1];
  return next === undefined || next === '*' ? Number.NaN : offsetOf(next, radix);
}

class DumpReader {
  readonly packets: PastePacket[] = [];
  readonly understood: TextRange[] = [];
  readonly warnings: string[] = [];
  readonly #shape: Shape;
  readonly #octets = new Octets();
  #base = 0;
  #inside = false;
  #starred = false;
  #width = 16;
  #fillable = MOST_FILLED;

  constructor(_pasted: PastedText, shape: Shape) {
    this.#shape = shape;
  }

  /** Text between dumps. @returns whether the dump below is of octets that are no packet */
  title(line: Line): boolean {
    this.end();
    const text = line.text.trim();
    if (!TITLE.test(text)) return false;
    this.understood.push(lineRange(line));
    if (/^(?:Frame|Packet)/.test(text)) return false;
    this.warnings.push(`left out, because it is made from packets: ${text.replace(/:$/, '')}`);
    return true;
  }

  add(row: DumpLine, next: number): void {
    const offset = offsetOf(row, this.#shape.radix);
    if (Number.isNaN(offset)) return;
    const reached = this.#base + this.#octets.length;
    if (row.tokens.length === 0) {
      // The line that ends a dump says its length; words may have brought one octet too many.
      if (!this.#inside || offset > reached + (this.#starred ? this.#fillable : 0) || offset < reached - 1) return;
      this.#fill(offset);
      this.#octets.resize(offset - this.#base);
      this.understood.push(lineRange(row.line));
      this.end();
      return;
    }
    const octets: number[] = [];
    let odd: string | undefined;
    for (const [i, token] of row.tokens.entries()) {
      const whole = this.#shape.tokens.token.test(token);
      // A single digit can only be the end of what was copied.
      if (!whole && (i + 1 < row.tokens.length || row.text !== '' || this.#shape.tokens.name !== '')) break;
      if (!whole) odd = token.at(-1);
      octets.push(...(whole ? this.#shape.tokens.octets(token) : hexOctets(token)));
    }
    if (octets.length === 0) return;
    if (!this.#inside || offset < reached) this.#begin(offset, row);
    else if (offset > reached) {
      if (offset - reached > this.#fillable) this.#begin(offset, row);
      else this.#fill(offset);
    }
    const most = next > offset ? next - offset : this.#width;
    if (next > offset && next - offset < 256) this.#width = Math.max(next - offset, this.#width);
    this.#octets.pushAll(octets.slice(0, most));
    this.#starred = false;
    this.understood.push(lineRange(row.line));
    if (odd !== undefined) this.warnings.push(oddDigitWarning(odd));
  }

  /** `*`: the line before is repeated up to the next offset. */
  repeat(line: Line): void {
    if (!this.#inside) return;
    this.#starred = true;
    this.understood.push(lineRange(line));
  }

  end(): void {
    if (this.#octets.length > 0) this.packets.push({ bytes: this.#octets.take() });
    this.#inside = false;
    this.#starred = false;
  }

  #begin(offset: number, row: DumpLine): void {
    this.end();
    this.#inside = true;
    this.#base = offset;
    this.#width = 16;
    if (offset !== 0) this.warnings.push(`packet ${this.packets.length + 1} begins at offset ${row.offset}, not at 0`);
  }

  #fill(offset: number): void {
    const missing = offset - this.#base - this.#octets.length;
    if (missing <= 0) return;
    this.#fillable -= missing;
    if (!this.#starred) {
      const from = this.#base + this.#octets.length;
      this.warnings.push(
        `octets ${from} to ${offset - 1} of packet ${this.packets.length + 1} are not in the text: shown as zeros`,
      );
      this.#octets.resize(offset - this.#base);
      return;
    }
    const line = this.#octets.tail(16);
    const filled = new Uint8Array(missing);
    for (let i = 0; i < missing; i++) filled[i] = line[i % line.length]!;
    this.#octets.pushAll(filled);
  }
}
