import type { InputOf, ValueOf } from '../../codec/codec.ts';
import { layout } from '../../codec/layout.ts';
import { restOctets } from '../../codec/leaves.ts';
import { f } from './fields.ts';
import { optionList } from './option-codec.ts';
import { OPTIONS_20 } from './options.ts';

/** NOTI-2.0 5.1: four octets ("32 bytes" in the text is a slip: its fields add up to 32 bits). */
export const header20 = layout('dmnoti')
  .auto('version', 4, {
    label: 'VER',
    spec: 'NOTI-2.0 5.1.1',
    doc: 'Version of the notification: 2 is DM 2.0.',
    names: { 1: 'DM 1.3', 2: 'DM 2.0' },
  })
  .auto('optionCount', 5, {
    label: 'OC',
    spec: 'NOTI-2.0 5.1.2',
    doc: 'Number of options that follow the header, 0 to 31.',
  })
  .auto('reserved', 7, {
    label: 'RESERVED',
    spec: 'NOTI-2.0 5.1.3',
    doc: 'Kept for the future; zero is expected.',
    show: 'hex',
  })
  .bits('notificationId', 16, {
    label: 'NOTIFICATION-ID',
    spec: 'NOTI-2.0 5.1.4',
    doc: 'Number by which the device tells a repeated notification of a server from a new one.',
    show: 'hex',
  });

/** NOTI-2.0 5: header and options, of which SHA256-DIGEST is one. A draft may leave out version, counts, deltas and lengths. */
export const notification20 = header20
  .field(
    'options',
    optionList(OPTIONS_20, (before) => (before as { readonly optionCount: number }).optionCount),
  )
  .when('trailing', () => true, restOctets(f.trailing))
  .derive((draft) => ({ version: 2, optionCount: draft.options.length, reserved: 0 }));

export type Notification20 = ValueOf<typeof notification20>;
export type Notification20Draft = InputOf<typeof notification20>;
