import { type Rule, rules } from '../codec/rule.ts';

const NOTI_13 = { level: 'MUST', severity: 'error', who: 'R', see: 'C', scr: ['SCR-DM-NOTI-C-008-M'] } as const;

/**
 * Rules of notifications that the session shows to be broken. They are declared here because notifications and sessions
 * are protocols of their own: the notification lists them among its rules, messages of a session break them. So do
 * registrations of SIP with the two rules on GRUU.
 */
export const SESSION_RULES = rules({
  'N12-003': {
    level: 'text',
    severity: 'warning',
    who: 'RS',
    see: 'C',
    section: 'NOTI-1.2 5.1',
    text: 'After a match with the zero nonce, packages 1 and 2 use that nonce too and each side sends the other a new one.',
  },
  'N12-012': {
    level: 'MUST',
    severity: 'error',
    who: 'R',
    see: 'C',
    section: 'NOTI-1.2 6.2.10',
    text: 'The client opens the session with the session id of the trigger.',
  },
  'N12-014': {
    level: 'SHALL',
    severity: 'warning',
    who: 'SR',
    see: 'PC',
    section: 'NOTI-1.2 6.2.10',
    text: 'The session id is 1 to FFFF and becomes one to four upper-case hexadecimal digits without leading zeros.',
  },
  'N13-002': {
    ...NOTI_13,
    level: 'text',
    who: 'SR',
    section: 'NOTI-1.3 5',
    text: 'All messages of the flow have one session id.',
  },
  'N13-030': {
    level: 'MAY',
    severity: 'info',
    who: 'S',
    see: 'C',
    section: 'NOTI-1.3 6.4.7',
    text: 'The server may refuse a session that starts after the timeout.',
  },
  'N13-032': { ...NOTI_13, section: 'NOTI-1.3 6.4.8', text: 'The client connects with the session id received.' },
  'N13-034': {
    ...NOTI_13,
    level: 'SHALL',
    section: 'NOTI-1.3 6.4.8',
    text: 'The session id becomes 1 to 4 digits 0-9 A-F.',
  },
  'N13-035': {
    level: 'MUST NOT',
    severity: 'error',
    who: 'R',
    see: 'C',
    section: 'NOTI-1.3 6.4.8',
    text: 'The digits have no leading zeros.',
  },
  'N13-049': {
    level: 'text',
    severity: 'warning',
    who: 'R',
    see: 'C',
    section: 'NOTI-1.3 6.5.4',
    text: 'The device sends the requested object in package 1.',
    scr: ['SCR-DM-NOTI-C-013-M'],
  },
  'N13-075': {
    level: 'MUST',
    severity: 'info',
    who: 'R',
    see: 'C',
    section: 'NOTI-1.3 7.3',
    text: 'A device that supports GRUU registers with one.',
    scr: ['SCR-DM-NOTI-C-022-O'],
  },
  'PB-042': {
    level: 'MUST',
    severity: 'info',
    who: 'R',
    see: 'C',
    section: 'PUSHBIND 5.2',
    text: 'GRUU in the registration when supported.',
    scr: ['DM-PUSH-C-004-O'],
  },
  'Q-10': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'C',
    text: 'A client of Samsung writes the session id in lower-case hexadecimal digits.',
  },
  'Q-11': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'C',
    text: 'Some clients swap the two octets of the session id.',
  },
}) satisfies Readonly<Record<string, Rule>>;
