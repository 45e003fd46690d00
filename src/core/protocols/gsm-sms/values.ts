/** Value names of TS 23.040 9.2.3. */

export const MTI_TO_MOBILE: Readonly<Record<number, string>> = {
  0: 'SMS-DELIVER',
  1: 'SMS-SUBMIT-REPORT',
  2: 'SMS-STATUS-REPORT',
  3: 'reserved',
};

export const MTI_TO_NETWORK: Readonly<Record<number, string>> = {
  0: 'SMS-DELIVER-REPORT',
  1: 'SMS-SUBMIT',
  2: 'SMS-COMMAND',
  3: 'reserved',
};

export const VALIDITY_FORMATS = { 0: 'not present', 1: 'enhanced', 2: 'relative', 3: 'absolute' } as const;

export const NUMBER_TYPES = {
  0: 'unknown',
  1: 'international',
  2: 'national',
  3: 'network specific',
  4: 'subscriber',
  5: 'alphanumeric',
  6: 'abbreviated',
  7: 'reserved',
} as const;

export const NUMBERING_PLANS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'E.164',
  3: 'data (X.121)',
  4: 'telex',
  5: 'SMSC specific',
  6: 'SMSC specific',
  8: 'national',
  9: 'private',
  10: 'ERMES',
  15: 'reserved',
};

const DEVICES: Readonly<Record<number, string>> = {
  0: 'implicit',
  1: 'telex',
  2: 'group 3 fax',
  3: 'group 4 fax',
  4: 'voice',
  5: 'ERMES',
  6: 'paging',
  7: 'videotex T.100',
  8: 'teletex, unspecified carrier',
  9: 'teletex, PSPDN',
  10: 'teletex, CSPDN',
  11: 'teletex, PSTN',
  12: 'teletex, ISDN',
  13: 'UCI',
  16: 'message handling facility',
  17: 'X.400',
  18: 'Internet e-mail',
  31: 'GSM mobile station',
};

export function deviceName(device: number): string {
  return DEVICES[device] ?? (device >= 24 ? 'SMSC specific' : 'reserved');
}

export const MESSAGE_TYPES: Readonly<Record<number, string>> = {
  0: 'short message type 0',
  1: 'replace type 1',
  2: 'replace type 2',
  3: 'replace type 3',
  4: 'replace type 4',
  5: 'replace type 5',
  6: 'replace type 6',
  7: 'replace type 7',
  8: 'device triggering',
  30: 'enhanced message service (obsolete)',
  31: 'return call',
  60: 'ANSI-136 R-DATA',
  61: 'ME data download',
  62: 'ME de-personalisation',
  63: '(U)SIM data download',
};

export const COMMAND_TYPES = (type: number): string | undefined =>
  ['enquiry', 'cancel status report request', 'delete message', 'enable status report request'][type] ??
  (type >= 0xe0 ? 'SMSC specific' : 'reserved');

const COMPLETED = ['received', 'forwarded without confirmation', 'replaced'];
const TEMPORARY = ['congestion', 'SME busy', 'no response', 'service rejected', 'quality of service', 'error in SME'];
const PERMANENT = [
  'remote procedure error',
  'incompatible destination',
  'connection rejected',
  'not obtainable',
  'quality of service',
  'no interworking',
  'validity period expired',
  'deleted by sender',
  'deleted by SMSC',
  'message does not exist',
];
const STATUS_GROUPS = [COMPLETED, TEMPORARY, PERMANENT, TEMPORARY];

/** TP-ST: what became of the message. */
export function statusName(status: number): string {
  if (status >= 0x80) return 'reserved';
  const reason = status & 0x1f;
  if (reason >= 0x10) return 'SMSC specific';
  return STATUS_GROUPS[status >>> 5]?.[reason] ?? 'reserved';
}

export const STATUS_ERRORS = {
  0: 'completed',
  1: 'temporary error, still trying',
  2: 'permanent error',
  3: 'temporary error, given up',
} as const;

const FAILURES: Readonly<Record<number, string>> = {
  128: 'telematic interworking not supported',
  129: 'short message type 0 not supported',
  130: 'cannot replace short message',
  143: 'unspecified PID error',
  144: 'alphabet not supported',
  145: 'message class not supported',
  159: 'unspecified DCS error',
  160: 'command cannot be done',
  161: 'command unsupported',
  175: 'unspecified command error',
  176: 'TPDU not supported',
  192: 'SMSC busy',
  193: 'no SMSC subscription',
  194: 'SMSC system failure',
  195: 'invalid SME address',
  196: 'destination SME barred',
  197: 'duplicate rejected',
  198: 'validity period format not supported',
  199: 'validity period not supported',
  208: 'SIM storage full',
  209: 'no SIM storage',
  210: 'error in mobile station',
  211: 'memory capacity exceeded',
  212: 'SIM application toolkit busy',
  213: 'SIM data download error',
  255: 'unspecified',
};

/** TP-FCS: why the message failed. */
export function failureName(cause: number): string {
  return FAILURES[cause] ?? (cause >= 0xe0 ? 'application specific' : 'reserved');
}

export const ALPHABETS = { 0: 'GSM 7-bit', 1: '8-bit data', 2: 'UCS2', 3: 'reserved' } as const;
export const CLASSES = { 0: 'class 0, flash', 1: 'class 1, ME', 2: 'class 2, SIM', 3: 'class 3, TE' } as const;
export const WAITING = { 0: 'voicemail', 1: 'fax', 2: 'e-mail', 3: 'other' } as const;
export const CODING_GROUPS: Readonly<Record<number, string>> = {
  8: 'reserved',
  9: 'reserved',
  10: 'reserved',
  11: 'reserved',
  12: 'message waiting, discard',
  13: 'message waiting, store',
  14: 'message waiting, store, UCS2',
  15: 'data coding and message class',
};
export const PERIOD_FORMATS: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'relative',
  2: 'seconds',
  3: 'hours, minutes, seconds',
};

/** Relative validity period in minutes. */
export function validityMinutes(value: number): number {
  if (value < 144) return (value + 1) * 5;
  if (value < 168) return 12 * 60 + (value - 143) * 30;
  if (value < 197) return (value - 166) * 24 * 60;
  return (value - 192) * 7 * 24 * 60;
}

/** Relative validity period in the largest unit that divides it. */
export function validityText(value: number): string {
  const minutes = validityMinutes(value);
  for (const [unit, size] of [
    ['week', 7 * 24 * 60],
    ['day', 24 * 60],
    ['hour', 60],
  ] as const) {
    if (minutes % size === 0) return `${minutes / size} ${unit}${minutes === size ? '' : 's'}`;
  }
  return `${minutes} minutes`;
}
