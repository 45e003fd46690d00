// Made by scripts/make-wsp-tables.mjs; do not edit.
export interface ParameterNumber {
  readonly number: number;
  readonly name: string;
  readonly since: string;
  readonly deprecated: boolean;
}

/** Numbers of well-known parameters (OMNA; WAP-230 table 38). */
export const PARAMETERS: readonly ParameterNumber[] = [
  { number: 0x00, name: 'Q', since: '1.1', deprecated: false },
  { number: 0x01, name: 'Charset', since: '1.1', deprecated: false },
  { number: 0x02, name: 'Level', since: '1.1', deprecated: false },
  { number: 0x03, name: 'Type', since: '1.1', deprecated: false },
  { number: 0x04, name: 'Uaprof', since: '1.1', deprecated: false },
  { number: 0x05, name: 'Name', since: '1.1', deprecated: true },
  { number: 0x06, name: 'Filename', since: '1.1', deprecated: true },
  { number: 0x07, name: 'Differences', since: '1.1', deprecated: false },
  { number: 0x08, name: 'Padding', since: '1.1', deprecated: false },
  { number: 0x09, name: 'Type', since: '1.2', deprecated: false },
  { number: 0x0a, name: 'Start', since: '1.2', deprecated: true },
  { number: 0x0b, name: 'Start-info', since: '1.2', deprecated: true },
  { number: 0x0c, name: 'Comment', since: '1.3', deprecated: true },
  { number: 0x0d, name: 'Domain', since: '1.3', deprecated: true },
  { number: 0x0e, name: 'Max-Age', since: '1.3', deprecated: false },
  { number: 0x0f, name: 'Path', since: '1.3', deprecated: true },
  { number: 0x10, name: 'Secure', since: '1.3', deprecated: false },
  { number: 0x11, name: 'SEC', since: '1.4', deprecated: false },
  { number: 0x12, name: 'MAC', since: '1.4', deprecated: false },
  { number: 0x13, name: 'Creation-date', since: '1.4', deprecated: false },
  { number: 0x14, name: 'Modification-date', since: '1.4', deprecated: false },
  { number: 0x15, name: 'Read-date', since: '1.4', deprecated: false },
  { number: 0x16, name: 'Size', since: '1.4', deprecated: false },
  { number: 0x17, name: 'Name', since: '1.4', deprecated: false },
  { number: 0x18, name: 'Filename', since: '1.4', deprecated: false },
  { number: 0x19, name: 'Start', since: '1.4', deprecated: false },
  { number: 0x1a, name: 'Start-info', since: '1.4', deprecated: false },
  { number: 0x1b, name: 'Comment', since: '1.4', deprecated: false },
  { number: 0x1c, name: 'Domain', since: '1.4', deprecated: false },
  { number: 0x1d, name: 'Path', since: '1.4', deprecated: false },
];
