import { toHex } from '../base/bytes.ts';
import type { Field } from '../codec/field.ts';
import { type Finding, SEVERITIES, type Severity } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';
import type { Digest } from '../dissect/digest.ts';
import type { DigestView, FindingView, PacketView } from './views.ts';

/** The tree of a packet as columns that can be moved to another thread. */
export function packetView(
  tree: Tree,
  context: Context,
  index: number,
  version: number,
  fieldNumber: (field: Field) => number,
): PacketView {
  const fields = new Uint16Array(tree.length);
  const positions = new Int32Array(tree.length * 4);
  const texts: string[] = [];
  for (let row = 0; row < tree.length; row++) {
    fields[row] = fieldNumber(tree.field(row));
    positions[row * 4] = tree.start(row);
    positions[row * 4 + 1] = tree.end(row);
    positions[row * 4 + 2] = tree.endRow(row);
    positions[row * 4 + 3] = tree.source(row);
    texts.push(formatRow(tree, row));
  }
  return {
    version,
    index,
    fields,
    positions,
    texts,
    // Sources are views into file blocks: a copy can be moved, the block cannot.
    sources: tree.sources.map(({ label, bytes, cut }) => ({ label, bytes: bytes.slice(), cut })),
    findings: tree.findings.map((finding) => findingView(tree, finding)),
    digests: context.digests.map(digestView),
    documents: tree.documents.map(({ label, language, text, source, spans }) => ({
      label,
      language,
      text,
      source,
      spans,
    })),
    layers: context.layers.map(({ protocol, chosenBy }) => ({ protocol, chosenBy })),
    protocol: context.protocolName,
    info: context.info,
  };
}

/** Worst severity of a packet's findings. */
export function worstSeverity(findings: readonly Finding[]): Severity | undefined {
  let worst = SEVERITIES.length;
  for (const { severity } of findings) worst = Math.min(worst, SEVERITIES.indexOf(severity));
  return SEVERITIES[worst];
}

/** The deepest row of the finding's source that holds all its bits; row 0 when none does. */
export function rowOfFinding(tree: Tree, { source, start, end }: Finding): number {
  let best = 0;
  let bestSize = Number.POSITIVE_INFINITY;
  for (let row = 0; row < tree.length; row++) {
    if (tree.source(row) !== source || tree.start(row) > start || tree.end(row) < end) continue;
    const size = tree.end(row) - tree.start(row);
    if (size === 0 && end > start) continue;
    if (tree.field(row).generated === true) continue;
    if (size <= bestSize && size > 0) {
      best = row;
      bestSize = size;
    }
  }
  return best;
}

function findingView(tree: Tree, finding: Finding): FindingView {
  const { rule, severity, message, source, start, end } = finding;
  return { rule: rule.id, severity, message, source, start, end, row: rowOfFinding(tree, finding) };
}

export function digestView(digest: Digest): DigestView {
  const { format, verdict, formula, secretForm, expected, found, tried, source, start, end, covered } = digest;
  return {
    format,
    verdict,
    formula,
    secretForm,
    expected: expected && toHex(expected),
    found: found && toHex(found),
    tried,
    source,
    start,
    end,
    covered,
  };
}
