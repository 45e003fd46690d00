import type { InputOf, ValueOf } from '../../codec/codec.ts';
import { layout } from '../../codec/layout.ts';
import { restOctets } from '../../codec/leaves.ts';
import { f } from './fields.ts';
import { optionList } from './option-codec.ts';
import { OPTIONS_13 } from './options.ts';
import { INITIATORS, TRANSPORTS, UI_MODES } from './values.ts';

/** NOTI-1.3 6.1: twelve octets. */
export const header13 = layout('dmnoti')
  .auto('version', 4, {
    label: 'VER',
    spec: 'NOTI-1.3 6.4.1',
    doc: 'Version of the notification: 1 is DM 1.3, 2 is DM 2.0, other values are reserved.',
    names: { 1: 'DM 1.3', 2: 'DM 2.0' },
  })
  .auto('optionCount', 3, {
    label: 'OPC',
    spec: 'NOTI-1.3 6.4.2',
    doc: 'Number of options that follow the header, 0 to 7.',
  })
  .bits('initiator', 1, {
    label: 'I',
    spec: 'NOTI-1.3 6.4.3',
    doc: 'Who asked for the session.',
    names: INITIATORS,
  })
  .bits('uiMode', 2, {
    label: 'UIM',
    spec: 'NOTI-1.3 6.4.4',
    doc: 'How much the user is to see of the session before it starts.',
    names: UI_MODES,
  })
  .bits('transport', 3, {
    label: 'TRA',
    spec: 'NOTI-1.3 6.4.5',
    doc: 'Transport over which the server would like the session; 5 to 7 are reserved.',
    names: TRANSPORTS,
  })
  .auto('reserved', 19, {
    label: 'RESERVED',
    spec: 'NOTI-1.3 6.4.6',
    doc: 'Kept for the future; the specification does not say which value to send, zero is expected.',
    show: 'hex',
  })
  .bits('timeout', 16, {
    label: 'TIMEOUT',
    spec: 'NOTI-1.3 6.4.7',
    doc: 'Minutes in which the session may be opened, 0 for no limit (the timestamp section counts the same number in days).',
  })
  .bits('sessionId', 16, {
    label: 'SESSIONID',
    spec: 'NOTI-1.3 6.4.8',
    doc: 'Identifier, 1 to FFFF, with which the device opens the session.',
    show: 'hex',
  })
  .bits('timestamp', 32, {
    label: 'TIMESTAMP',
    spec: 'NOTI-1.3 6.4.9',
    doc: 'POSIX time in seconds at which the notification was made; it is also the nonce of the digest.',
    type: 'time',
  });

/** NOTI-1.3 6: header, options, digest. A draft may leave out version, counts, lengths and the digest (zeros until it is signed). */
export const notification13 = header13
  .field(
    'options',
    optionList(OPTIONS_13, (before) => (before as { readonly optionCount: number }).optionCount),
  )
  .autoOctets('digest', 32, {
    label: 'Digest',
    spec: 'NOTI-1.3 6.6',
    doc: 'SHA-256 over the secret, the header and the options, joined by colons.',
  })
  .when('trailing', () => true, restOctets(f.trailing))
  .derive((draft) => ({ version: 1, optionCount: draft.options.length, reserved: 0, digest: new Uint8Array(32) }));

export type Notification13 = ValueOf<typeof notification13>;
export type Notification13Draft = InputOf<typeof notification13>;
