import type { Rule, Severity } from '../../codec/rule.ts';

/** One row of the rule tables; `-` where a breach is never a finding of its own. */
export function rule(
  level: string,
  who: string,
  see: string,
  severity: Severity | '-',
  section: string,
  text: string,
  scr?: string,
): Omit<Rule, 'id'> {
  return {
    level,
    severity: severity === '-' ? 'note' : severity,
    section,
    text,
    ...(see !== '' && { see }),
    ...(who !== '' && { who }),
    ...(scr !== undefined && { scr: scr.split(', ') }),
  };
}
