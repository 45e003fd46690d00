import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import type { Codec, InputOf, ValueOf } from '../../codec/codec.ts';
import { fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { restOctets } from '../../codec/leaves.ts';
import { INITIATORS, UI_MODES, versionTimesTen } from './values.ts';

export const f12 = fields({
  serverId: {
    filter: 'dmnoti.server_id',
    type: 'text',
    label: 'Server-identifier',
    spec: 'NOTI-1.2 6.2.12',
    doc: 'Name of the management server, made of the octets 01 to 7F.',
  },
  vendorSpecific: {
    filter: 'dmnoti.vendor_specific',
    type: 'bytes',
    label: 'Vendor-specific',
    spec: 'NOTI-1.2 6.2.13',
    doc: 'Octets to the end of the message whose meaning the vendor defines.',
  },
});

/** NOTI-1.2 6.1: the 24 octets before the server identifier. DS alerts begin alike. */
export const header12 = layout('dmnoti')
  .autoOctets('digest', 16, {
    label: 'Digest',
    spec: 'NOTI-1.2 6.2.2',
    doc: 'MD5 over server identifier, password, nonce and everything that follows the digest.',
  })
  .auto('version', 10, {
    label: 'Version',
    spec: 'NOTI-1.2 6.2.6',
    doc: 'Version times ten: 11 in DM notifications (although the specification is 1.2), 12 in DS alerts.',
    names: versionTimesTen,
  })
  .bits('uiMode', 2, {
    label: 'UI-mode',
    spec: 'NOTI-1.2 6.2.7',
    doc: 'How much the user is to see of the session before it starts.',
    names: UI_MODES,
  })
  .bits('initiator', 1, {
    label: 'Initiator',
    spec: 'NOTI-1.2 6.2.8',
    doc: 'Who asked for the session.',
    names: INITIATORS,
  })
  .auto('futureUse', 27, {
    label: 'Future-use',
    spec: 'NOTI-1.2 6.2.9',
    doc: 'Bits without a use yet; they are zero.',
    show: 'hex',
  })
  .bits('sessionId', 16, {
    label: 'Sessionid',
    spec: 'NOTI-1.2 6.2.10',
    doc: 'Identifier, 1 to FFFF, with which the device opens the session.',
    show: 'hex',
  })
  .auto('serverIdLength', 8, {
    label: 'Length-identifier',
    spec: 'NOTI-1.2 6.2.11',
    doc: 'Octets of the server identifier; 0 names no server.',
  });

/** Text of as many octets as a field before says; octets that are not UTF-8 are kept as octets. */
export function countedText(
  field: (typeof f12)['serverId'],
  count: (before: unknown) => number,
): Codec<string | Uint8Array> {
  return {
    width: undefined,
    shape: { kind: 'text', field, octets: undefined },
    fields: [field],
    read(cursor, before) {
      const octets = cursor.octets(field, count(before));
      return fromUtf8(octets) ?? octets;
    },
    write: (out, value) => out.octets(textOctets(value)),
  };
}

export function textOctets(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? toUtf8(value) : value;
}

/** Header and server identifier, which DM 1.2 and DS have in common. */
export const opening12 = header12.field(
  'serverId',
  countedText(f12.serverId, (before) => (before as { readonly serverIdLength: number }).serverIdLength),
);

/** NOTI-1.2 6.1. A draft may leave out version, future use, length and the digest (zeros until it is signed). */
export const notification12 = opening12
  .when('vendorSpecific', () => true, restOctets(f12.vendorSpecific))
  .derive((draft) => ({
    digest: new Uint8Array(16),
    version: 11,
    futureUse: 0,
    serverIdLength: textOctets(draft.serverId).length,
  }));

export type Notification12 = ValueOf<typeof notification12>;
export type Notification12Draft = InputOf<typeof notification12>;
