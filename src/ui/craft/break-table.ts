import type { BrokenVariant, Catalogue } from '../../worker/api.ts';

/** One line of the table of a negative test pack. */
export interface BreakLine {
  readonly number: number;
  readonly rule: string;
  readonly section: string;
  readonly text: string;
  readonly what: string;
  readonly octets: number;
}

export function breakLines(variants: readonly BrokenVariant[], catalogue: Catalogue | undefined): readonly BreakLine[] {
  const rules = new Map(catalogue?.rules.map((rule) => [rule.id, rule]));
  return variants.map(({ rule, what, bytes }, at) => ({
    number: at + 1,
    rule,
    section: rules.get(rule)?.section ?? '',
    text: rules.get(rule)?.text ?? '',
    what,
    octets: bytes.length,
  }));
}

const HEAD = ['Packet', 'Rule', 'Section', 'What the rule says', 'What was changed', 'Octets'] as const;

const cells = ({ number, rule, section, text, what, octets }: BreakLine): readonly string[] => [
  String(number),
  rule,
  section,
  text,
  what,
  String(octets),
];

/** RFC 4180; no cell begins a formula. */
export function breakCsv(lines: readonly BreakLine[]): string {
  return [HEAD, ...lines.map(cells)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function breakMarkdown(
  lines: readonly BreakLine[],
  missing: readonly { readonly rule: string; readonly reason: string }[],
): string {
  const row = (texts: readonly string[]): string => `| ${texts.map(markdownCell).join(' | ')} |\n`;
  const table = row(HEAD) + row(HEAD.map(() => '---')) + lines.map((line) => row(cells(line))).join('');
  if (missing.length === 0) return table;
  return `${table}\nNot broken:\n\n${missing.map(({ rule, reason }) => `- ${markdownCell(rule)}: ${markdownCell(reason)}\n`).join('')}`;
}

/** A cell is text: neither HTML nor markup of its own. */
function markdownCell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<>`*_[\]]/g, (sign) => (text === '---' ? sign : `\\${sign}`));
}
