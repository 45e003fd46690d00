import { expect, test } from 'vitest';
import { CATALOGUE } from '../testing/fake-engine.ts';
import { breakCsv, breakLines, breakMarkdown } from './break-table.ts';

const variant = (rule: string, what: string) => ({ rule, what, description: '{}', bytes: new Uint8Array(44) });
const lines = breakLines([variant('N13-036', '=session id, "0"'), variant('X|Y', '@a <b>\nc')], CATALOGUE);

test('CSV has no formulas and keeps its cells apart', () => {
  expect(breakCsv(lines)).toBe(
    [
      'Packet,Rule,Section,What the rule says,What was changed,Octets',
      '1,N13-036,NOTI-1.3 6.4.8,The session id is not zero.,"\'=session id, ""0""",44',
      '2,X|Y,,,"\'@a <b>\nc",44',
      '',
    ].join('\r\n'),
  );
});

test('Markdown is plain text', () => {
  const text = breakMarkdown(lines, [{ rule: 'N13-001', reason: 'needs two packets' }]);
  expect(text).toContain('| 2 | X\\|Y |  |  | @a \\<b\\> c | 44 |\n');
  expect(text).toContain('| --- | --- |');
  expect(text).toContain('- N13-001: needs two packets\n');
});
