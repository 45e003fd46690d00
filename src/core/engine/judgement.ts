import { SEVERITIES, type Severity } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { DigestVerdict } from '../dissect/digest.ts';
import { worstSeverity } from './packet-view.ts';

/** Verdicts in the order of how much they tell; a packet with several digests shows the first of these that it has. */
export const VERDICTS: readonly DigestVerdict[] = [
  'mismatch',
  'zero',
  'not-verifiable',
  'unchecked',
  'absent',
  'match',
];

const JUDGED = 0x80;

/** What a packet's findings and digests come to, as one octet: bit 7 judged, bits 5-3 verdict, bits 2-0 severity. */
export function judge(tree: Tree, context: Context): number {
  const worst = worstSeverity(tree.findings);
  const severity = worst === undefined ? 0 : SEVERITIES.indexOf(worst) + 1;
  let verdict = 0;
  for (const digest of context.digests) {
    const rank = VERDICTS.indexOf(digest.verdict) + 1;
    if (verdict === 0 || rank < verdict) verdict = rank;
  }
  return JUDGED | (verdict << 3) | severity;
}

/** False for a packet that has not been judged yet. */
export function isJudged(judged: number): boolean {
  return (judged & JUDGED) !== 0;
}

export function judgedSeverity(judged: number): Severity | undefined {
  return SEVERITIES[(judged & 7) - 1];
}

export function judgedVerdict(judged: number): DigestVerdict | undefined {
  return VERDICTS[((judged >>> 3) & 7) - 1];
}

/** Counts over the packets that have been judged. */
export class Tally {
  judged = 0;
  readonly verdicts: Record<DigestVerdict, number> = {
    match: 0,
    mismatch: 0,
    zero: 0,
    absent: 0,
    'not-verifiable': 0,
    unchecked: 0,
  };
  readonly #rules = new Map<string, { rule: string; severity: Severity; packets: number; first: number }>();

  add(index: number, tree: Tree, context: Context): void {
    this.judged++;
    for (const { verdict } of context.digests) this.verdicts[verdict]++;
    for (const [id, severity] of rulesOf(tree)) {
      const known = this.#rules.get(id);
      if (known === undefined) this.#rules.set(id, { rule: id, severity, packets: 1, first: index });
      else {
        known.packets++;
        if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known.severity)) known.severity = severity;
      }
    }
  }

  /** Rules with findings, the worst and most frequent first. */
  get broken(): readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly packets: number;
    readonly first: number;
  }[] {
    return [...this.#rules.values()].sort(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.packets - a.packets,
    );
  }
}

/** Each rule that a packet has findings of, once, with its worst severity there. */
function rulesOf(tree: Tree): Map<string, Severity> {
  const out = new Map<string, Severity>();
  for (const { rule, severity } of tree.findings) {
    const known = out.get(rule.id);
    if (known === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known)) out.set(rule.id, severity);
  }
  return out;
}
