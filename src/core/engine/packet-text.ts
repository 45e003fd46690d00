import { decimalSeconds } from '../base/time.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';

/** A packet for people: one line, its findings and digests, and on demand the whole tree. */
export function packetText(tree: Tree, context: Context, withTree: boolean): string {
  const { frame } = context;
  const time = decimalSeconds(frame.seconds, frame.nanos, frame.originSeconds, frame.originNanos);
  const lines = [
    `${frame.number}  ${time}  ${context.source || '-'} -> ${context.destination || '-'}  ${context.protocolName}  ${frame.original}  ${context.info}`,
  ];
  for (const { format, verdict, formula, secretForm } of context.digests) {
    lines.push(
      `    digest ${format}: ${verdict}${formula === undefined ? '' : ` by ${formula}, secret ${secretForm}`}`,
    );
  }
  for (const { rule, severity, message } of tree.findings)
    lines.push(`    ${severity} ${rule.id} (${rule.section}): ${message}`);
  if (withTree) lines.push(...treeLines(tree));
  // Captured text may hold control characters: a terminal must not obey them.
  return lines.map(visible).join('\n');
}

function treeLines(tree: Tree): string[] {
  const lines: string[] = [];
  const ends: number[] = [];
  for (let row = 0; row < tree.length; row++) {
    while (ends.length > 0 && (ends.at(-1) ?? 0) <= row) ends.pop();
    const field = tree.field(row);
    const text = formatRow(tree, row);
    const label = field.generated === true ? `[${field.label}]` : field.label;
    lines.push(`    ${'  '.repeat(ends.length)}${label}${text === '' ? '' : `: ${text}`}`);
    ends.push(tree.endRow(row));
  }
  return lines;
}

function visible(line: string): string {
  return line.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
