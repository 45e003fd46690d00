import { toBase64, toHex } from '../../base/bytes.ts';
import {
  ARRAY_FOOT,
  ARRAY_OCTETS,
  arrayHead,
  arrayLine,
  asciiOf,
  DUMP_OCTETS,
  YAML_OCTETS,
} from '../../base/octet-forms.ts';
import type { BlockForm } from './block-lines.ts';

/** What forms say of the ends and packets themselves. */
export interface About {
  readonly ends: readonly [string, string];
  /** Seconds since 1970 of a packet, as text. */
  time(packet: number): string;
}

/** Offset, octets, and these as text. */
export const dump: BlockForm = {
  head: [],
  lines: (size) => Math.ceil(size / DUMP_OCTETS),
  line({ offset, octets }, index) {
    const part = octets(index * DUMP_OCTETS, (index + 1) * DUMP_OCTETS);
    const halves = [part.subarray(0, 8), part.subarray(8)].map((half) => toHex(half, ' '));
    const label = (offset + index * DUMP_OCTETS).toString(16).padStart(8, '0');
    return { label, text: `${halves.join('  ').padEnd(3 * DUMP_OCTETS)}  ${asciiOf(part)}` };
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

/** An array of C for each packet. */
export const cArrays: BlockForm = {
  head: [],
  lines: (size) => 2 + Math.ceil(size / ARRAY_OCTETS),
  line({ side, ordinal, packet, size, octets }, index) {
    const name = `end${side}_${ordinal}`;
    if (index === 0) return { label: '', text: `${arrayHead(size, name)} /* packet ${packet + 1} */` };
    const part = octets((index - 1) * ARRAY_OCTETS, index * ARRAY_OCTETS);
    if (part.length === 0) return { label: '', text: ARRAY_FOOT };
    return { label: '', text: arrayLine(part) };
  },
  notice: (text) => `/* ${text} */`,
};

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
