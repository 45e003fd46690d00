import { expect, test } from 'vitest';
import type { Finding, Severity } from '../codec/rule.ts';
import { SEVERITIES } from '../codec/rule.ts';
import type { DigestVerdict } from '../dissect/digest.ts';
import { createRegistry } from '../protocols/index.ts';
import { dissect } from '../testing/packets.ts';
import { judge, judgedSeverity, judgedVerdict, Tally, VERDICTS } from './judgement.ts';

function packet(severities: readonly Severity[], verdicts: readonly DigestVerdict[]) {
  const { tree, context } = dissect(createRegistry(), 'data', '00');
  for (const severity of severities) {
    const rule: Finding['rule'] = { id: `R-${severity}`, level: 'MUST', severity, section: '1', text: 'A rule.' };
    tree.find(rule, 'broken', 0, 0, 8);
  }
  for (const verdict of verdicts) context.digests.push({ format: 'x', verdict, tried: 0, source: 0, start: 0, end: 8 });
  return { tree, context };
}

test('a packet is as bad as its worst finding and its most telling digest', () => {
  for (const severity of SEVERITIES) {
    for (const verdict of VERDICTS) {
      const { tree, context } = packet([severity, 'info'], [verdict, 'match']);
      const judged = judge(tree, context);
      expect([judgedSeverity(judged), judgedVerdict(judged)]).toEqual([severity, verdict]);
    }
  }
  const { tree, context } = packet([], []);
  const judged = judge(tree, context);
  expect([judged, judgedSeverity(judged), judgedVerdict(judged)]).toEqual([0x80, undefined, undefined]);
});

test('rules are counted by packets, worst first', () => {
  const tally = new Tally();
  for (const [index, severities] of (
    [['note', 'note'], ['note', 'error'], ['warning'], ['warning']] as const
  ).entries()) {
    const { tree, context } = packet(severities, ['match', 'unchecked']);
    tally.add(index, tree, context);
  }
  expect(tally.judged).toBe(4);
  expect(tally.verdicts).toMatchObject({ match: 4, unchecked: 4, mismatch: 0 });
  expect(tally.broken).toEqual([
    { rule: 'R-error', severity: 'error', packets: 1, first: 1 },
    { rule: 'R-warning', severity: 'warning', packets: 2, first: 2 },
    { rule: 'R-note', severity: 'note', packets: 2, first: 0 },
  ]);
});
