import type { Rule, Severity } from '../../codec/rule.ts';

/**
 * One row of a rule table: level, whom it binds, what it takes to see a breach, severity (`-` where nothing can be broken),
 * section, what it demands, conformance items.
 */
export function row(document: string, prefix = '') {
  return (
    level: string,
    who: string,
    see: string,
    severity: Severity | '-',
    section: string,
    text: string,
    scr = '',
  ): Omit<Rule, 'id'> => ({
    level,
    who,
    see,
    severity: severity === '-' ? 'info' : severity,
    section: `${document} ${section}`,
    text,
    ...(scr === '' ? {} : { scr: scr.split(' ').map((item) => prefix + item) }),
  });
}
