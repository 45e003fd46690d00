import { rules } from '../../codec/rule.ts';
import { SESSION_RULES } from '../../dissect/dm-session-rules.ts';

/** Rules that belong to no version: what cannot be read at all. */
export const NX = rules({
  'NX-00': {
    level: 'text',
    severity: 'error',
    section: 'NOTI-1.3 6',
    who: 'S',
    see: 'P',
    text: 'A notification has octets.',
  },
  'NX-01': {
    level: 'MUST',
    severity: 'error',
    section: 'NOTI-1.3 6.4.1, NOTI-2.0 5.1.1',
    who: 'S',
    see: 'P',
    text: 'The version is 1 (DM 1.3) or 2 (DM 2.0).',
  },
});

/** What public implementations do with such a message; nothing is broken by it. */
export const QUIRKS = rules({
  'Q-01': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'Some 1.2 clients take the version field 11 only.',
  },
  'Q-03': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'Clients derived from AOSP take server identifiers of 1 to 23 octets, and do not check that the octets are there.',
  },
  'Q-04': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'Some clients copy the server identifier into 32 octets whatever its length.',
  },
  'Q-05': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'Clients derived from AOSP keep the length of the trigger in eight bits.',
  },
  'Q-09': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'Some clients extend the sign of octets, so that lengths over 127 and a set top bit of the version break them.',
  },
  'Q-10': SESSION_RULES['Q-10'],
  'Q-11': SESSION_RULES['Q-11'],
  'Q-14': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'buteo-syncml drops the two low bits of the version and never writes the session id.',
  },
  'Q-15': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'field experience',
    see: 'P',
    text: 'buteo-syncml refuses a DM trigger with vendor-specific octets and a DS alert without data stores.',
  },
  'Q-19': {
    level: 'text',
    hint: true,
    severity: 'info',
    section: 'field experience',
    see: 'T',
    text: 'The Android table of content types has no 0x58, so that the notification arrives there as an unknown type.',
  },
  'A-14': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'NOTI-1.3 7.3, 7.4',
    see: 'T',
    text: 'The body is binary; "in text format" speaks of the media type.',
  },
  'A-18': {
    level: 'text',
    hint: true,
    severity: 'note',
    section: 'NOTI-1.3 6',
    see: 'T',
    text: 'The content type decides the format, and the body is of that format.',
  },
});
