import { fromLatin1, octetHex, toBase64, toHex } from '../../base/bytes.ts';
import type { BlockForm } from './block-lines.ts';

/** What forms say of the ends and packets themselves. */
export interface About {
  readonly ends: readonly [string, string];
  /** Seconds since 1970 of a packet, as text. */
  time(packet: number): string;
}

const DUMP_OCTETS = 16;

/** Offset, octets, and these as text. */
export const dump: BlockForm = {
  head: [],
  lines: (size) => Math.ceil(size / DUMP_OCTETS),
  line({ offset, octets }, index) {
    const part = octets(index * DUMP_OCTETS, (index + 1) * DUMP_OCTETS);
    const halves = [part.subarray(0, 8), part.subarray(8)].map((half) => toHex(half, ' '));
    const label = (offset + index * DUMP_OCTETS).toString(16).padStart(8, '0');
    const ascii = fromLatin1(part.map((octet) => (octet >= 0x20 && octet < 0x7f ? octet : 0x2e)));
    return { label, text: `${halves.join('  ').padEnd(3 * DUMP_OCTETS)}  ${ascii}` };
  },
  notice: (text) => text,
};

const HEX_OCTETS = 32;

/** Digits alone. */
export const hex: BlockForm = {
  head: [],
  lines: (size) => Math.ceil(size / HEX_OCTETS),
  line: ({ octets }, index) => ({ label: '', text: toHex(octets(index * HEX_OCTETS, (index + 1) * HEX_OCTETS)) }),
  notice: (text) => `# ${text}`,
};

const C_OCTETS = 12;

/** An array of C for each packet. */
export const cArrays: BlockForm = {
  head: [],
  lines: (size) => 2 + Math.ceil(size / C_OCTETS),
  line({ side, ordinal, packet, size, octets }, index) {
    const name = `end${side}_${ordinal}`;
    if (index === 0) return { label: '', text: `const uint8_t ${name}[${size}] = { /* packet ${packet + 1} */` };
    const part = octets((index - 1) * C_OCTETS, index * C_OCTETS);
    if (part.length === 0) return { label: '', text: '};' };
    return {
      label: '',
      text: `  ${Array.from(part, (octet) => `0x${octetHex(octet)},`).join(' ')}`,
    };
  },
  notice: (text) => `/* ${text} */`,
};

const YAML_OCTETS = 57;
const YAML_HEAD_LINES = 5;

/** A document of YAML with the octets as base64. */
export function yaml({ ends, time }: About): BlockForm {
  return {
    head: ['ends:', ...ends.map((end) => `  - ${JSON.stringify(end)}`), 'packets:'],
    lines: (size) => YAML_HEAD_LINES + Math.ceil(size / YAML_OCTETS),
    line({ side, packet, offset, octets }, index) {
      const head = [
        `  - packet: ${packet + 1}`,
        `    time: ${time(packet)}`,
        `    end: ${side}`,
        `    offset: ${offset}`,
        '    octets: !!binary |',
      ];
      const at = (index - YAML_HEAD_LINES) * YAML_OCTETS;
      return { label: '', text: head[index] ?? `      ${toBase64(octets(at, at + YAML_OCTETS))}` };
    },
    notice: (text) => `  # ${text}`,
  };
}
