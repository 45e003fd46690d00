import { readFileSync } from 'node:fs';
import type { Disagreement } from './compare.ts';

/** A difference that is meant. `differences.json` is the list; the document is made from it. */
export interface Difference {
  /** Filter name; a trailing `*` takes all names that begin so. */
  readonly field: string;
  /** Captures, each with its packets (`name.pcap 3,5-7`) when not all; all captures when left out. */
  readonly in?: readonly string[];
  /** The difference is that this tool has no value of that name in the packet. */
  readonly only?: 'theirs';
  /** Regular expression that every value of tshark without an equal here matches. */
  readonly theirs?: string;
  /** The same of values here. */
  readonly ours?: string;
  readonly reason: string;
  readonly example: Example;
}

interface Example {
  readonly capture: string;
  readonly packet: number;
  readonly field: string;
  /** Hexadecimal digits; empty where the value stands in no octets. */
  readonly octets: string;
  readonly ours: string;
  readonly theirs: string;
}

export const LIST = new URL('../../tests/fixtures/differences.json', import.meta.url);
export const DOCUMENT = new URL('../../docs/differences-from-wireshark.md', import.meta.url);

export function readDifferences(): Difference[] {
  return JSON.parse(readFileSync(LIST, 'utf8')) as Difference[];
}

/** The entry of the list that says why the two differ, if there is one. */
export function explain(differences: readonly Difference[], found: Disagreement): Difference | undefined {
  return differences.find(
    (difference) =>
      fits(difference.field, found.field) &&
      (difference.in === undefined || difference.in.some((where) => isIn(where, found))) &&
      (difference.only === undefined || found.missing) &&
      (difference.theirs === undefined || found.theirs.every((text) => matches(difference.theirs, text))) &&
      (difference.ours === undefined || found.ours.every((text) => matches(difference.ours, text))),
  );
}

function matches(pattern: string | undefined, text: string): boolean {
  return new RegExp(pattern ?? '', 's').test(text);
}

function fits(pattern: string, field: string): boolean {
  return pattern.endsWith('*') ? field.startsWith(pattern.slice(0, -1)) : pattern === field;
}

function isIn(where: string, { capture, packet }: Disagreement): boolean {
  const [name, packets] = where.split(' ');
  if (name !== capture) return false;
  if (packets === undefined) return true;
  return packets.split(',').some((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return packet >= from && packet <= to;
  });
}

const SHOWN = 60;

function shorten(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`;
}

export function exampleOf({ capture, packet, field, octets, ours, theirs }: Disagreement): Example {
  const [left, right] = [ours, theirs].map((values) => shorten(values.join(' | ')));
  return { capture, packet, field, octets: shorten(octets), ours: left ?? '', theirs: right ?? '' };
}

/** The document for people. */
export function documentOf(differences: readonly Difference[]): string {
  const sections = [...differences]
    .sort((a, b) => (a.field < b.field ? -1 : 1))
    .map(({ field, reason, in: places, example }) => {
      const { capture, packet, field: name, octets, ours, theirs } = example;
      const where = places === undefined ? 'Any capture.' : `In ${places.join('; ')}.`;
      const stands = octets === '' ? 'no octets of its own' : `octets ${code(octets)}`;
      const right = theirs === '' ? 'nothing more' : code(theirs);
      const left = ours === '' ? 'nothing' : code(ours);
      return [
        `## ${code(field)}`,
        `${sentence(reason)} ${where}`,
        `Example: ${capture}, packet ${packet}, ${code(name)}, ${stands}: here ${left}, in Wireshark ${right}.`,
      ].join('\n\n');
    });
  return `${HEAD}\n${sections.join('\n\n')}\n`;
}

function sentence(reason: string): string {
  const text = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
  return text.endsWith('.') ? text : `${text}.`;
}

/** Markdown of a text that may hold anything. */
function code(text: string): string {
  const visible = text.replace(/[^ -~]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return visible.includes('`') ? `\`\` ${visible} \`\`` : `\`${visible}\``;
}

const HEAD = `# Differences from Wireshark

Where both have a field, Pushscope and Wireshark (tshark 4.0.17) give the same values, packet by packet, but for what is listed
here. \`npm run compare -- CAPTURE...\` compares any capture and prints the agreement by field; \`tests/agreement.test.ts\` does so
for the sample captures and fails on a difference that is not listed. What only Pushscope reads is no difference.

This file is made from \`tests/fixtures/differences.json\`: change that, then run \`npm run compare -- --document\`.
`;
