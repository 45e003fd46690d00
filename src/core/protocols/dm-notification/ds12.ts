import type { Codec, InputOf, ValueOf } from '../../codec/codec.ts';
import { fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { restOctets } from '../../codec/leaves.ts';
import { countedText, f12, opening12, textOctets } from './v12.ts';
import { SYNC_CONTENT_TYPES, SYNC_TYPES } from './values.ts';

const SPEC = 'DS 1.2 SAN, read from implementations';

export const fDs = fields({
  sync: {
    filter: 'dmnoti.sync',
    type: 'group',
    label: 'Sync',
    spec: SPEC,
    doc: 'One data store that the device is asked to synchronise.',
  },
  uri: {
    filter: 'dmnoti.sync.server_uri',
    type: 'text',
    label: 'Server URI',
    spec: SPEC,
    doc: 'Name of the data store on the server.',
  },
});

const SYNC_COUNT = {
  label: 'Number of syncs',
  filter: 'dmnoti.sync.count',
  spec: SPEC,
  doc: 'Number of data stores listed; 0 asks for every data store.',
} as const;

const FUTURE_USE = {
  label: 'Future use',
  filter: 'dmnoti.sync.future_use',
  spec: SPEC,
  doc: 'Bits without a use yet; they are zero.',
} as const;

/** What follows the server identifier: one octet. */
export const syncCount = layout('dmnoti').auto('syncCount', 4, SYNC_COUNT).auto('bodyFutureUse', 4, FUTURE_USE);

/** The five octets before the URI of a data store. */
export const syncHeader = layout('dmnoti.sync')
  .bits('type', 4, {
    label: 'Sync type',
    spec: SPEC,
    doc: 'Alert code less 200: 6 to 10 stand for 206 to 210.',
    names: SYNC_TYPES,
  })
  .auto('futureUse', 4, FUTURE_USE)
  .auto('contentType', 24, {
    label: 'Content type',
    spec: SPEC,
    doc: 'WSP content-type number of the data; 0 when it is not given.',
    names: SYNC_CONTENT_TYPES,
  })
  .auto('uriLength', 8, {
    label: 'Server URI length',
    spec: SPEC,
    doc: 'Octets of the server URI.',
  });

const sync = syncHeader
  .field(
    'uri',
    countedText(fDs.uri, (before) => (before as { readonly uriLength: number }).uriLength),
  )
  .derive((draft) => ({ futureUse: 0, contentType: 0, uriLength: textOctets(draft.uri).length }));

type Sync = ValueOf<typeof sync>;
type SyncDraft = InputOf<typeof sync>;

const syncs: Codec<readonly Sync[], readonly SyncDraft[]> = {
  width: undefined,
  shape: { kind: 'list', of: sync.shape },
  fields: [fDs.sync, ...sync.fields],
  read(cursor, before) {
    const count = (before as { readonly syncCount: number }).syncCount;
    const read: Sync[] = [];
    for (let i = 0; i < count && !cursor.failed; i++) {
      const row = cursor.open(fDs.sync);
      read.push(sync.read(cursor));
      cursor.close(row);
    }
    return read;
  },
  write(out, drafts) {
    for (const draft of drafts) sync.write(out, draft);
  },
};

/** DS 1.2 server-alerted notification. A draft may leave out version, future use, counts, lengths and the digest. */
export const alertDs12 = opening12
  .auto('syncCount', 4, SYNC_COUNT)
  .auto('bodyFutureUse', 4, FUTURE_USE)
  .field('syncs', syncs)
  .when('vendorSpecific', () => true, restOctets(f12.vendorSpecific))
  .derive((draft) => ({
    digest: new Uint8Array(16),
    version: 12,
    futureUse: 0,
    serverIdLength: textOctets(draft.serverId).length,
    syncCount: draft.syncs.length,
    bodyFutureUse: 0,
  }));

export type AlertDs12 = ValueOf<typeof alertDs12>;
export type AlertDs12Draft = InputOf<typeof alertDs12>;
