import type { Codec } from '../../codec/codec.ts';
import { encode } from '../../codec/codec.ts';
import { alertDs12 } from '../../protocols/dm-notification/ds12.ts';
import type { NotificationFormat } from '../../protocols/dm-notification/formats.ts';
import { sign } from '../../protocols/dm-notification/sign.ts';
import { notification12 } from '../../protocols/dm-notification/v12.ts';
import { notification13 } from '../../protocols/dm-notification/v13.ts';
import { notification20 } from '../../protocols/dm-notification/v20.ts';
import type { Push } from '../bearers/push.ts';
import { SERVER_ID, TEMPLATE_SECRET } from './secret.ts';

/** 2026-11-21T05:00:00Z: templates give the same octets always. */
export const TEMPLATE_SECONDS = 1_795_237_200;

function signed<Draft>(format: NotificationFormat, codec: Codec<unknown, Draft>, draft: Draft): Uint8Array {
  const message = encode(codec, draft);
  return sign(format, message, TEMPLATE_SECRET) ?? message;
}

const push = (mediaType: string, applicationId: string, body: Uint8Array): Push => ({
  mediaType,
  parameters: [],
  applicationId,
  headers: [],
  body,
});

const DM = 'x-wap-application:syncml.dm';

/** A trigger of DM 1.2: informative, by the server. */
export function notification12Push(): Push {
  const draft = { uiMode: 2, initiator: 1, sessionId: 0x51, serverId: SERVER_ID };
  return push('application/vnd.syncml.notification', DM, signed('dm-1.2', notification12, draft));
}

/** A notification of DM 1.3 with server and the object that the session is about. */
export function notification13Push(): Push {
  const draft = {
    initiator: 1,
    uiMode: 1,
    transport: 2,
    timeout: 60,
    sessionId: 0x51,
    timestamp: TEMPLATE_SECONDS,
    options: [
      { number: 1, value: SERVER_ID },
      { number: 2, value: 1 },
      { number: 3, value: 2 },
    ],
  };
  return push('application/vnd.syncml.dm.notification', DM, signed('dm-1.3', notification13, draft));
}

/** A notification of DM 2.0 with server and digest. */
export function notification20Push(): Push {
  const draft = {
    notificationId: 0x51,
    options: [
      { number: 1, value: SERVER_ID },
      { number: 5, value: { time: TEMPLATE_SECONDS, digest: new Uint8Array(32) } },
    ],
  };
  return push('application/vnd.syncml.dm.notification', DM, signed('dm-2.0', notification20, draft));
}

/** An alert of DS 1.2: contacts, two-way. */
export function alertDs12Push(): Push {
  const draft = {
    uiMode: 1,
    initiator: 1,
    sessionId: 0x51,
    serverId: SERVER_ID,
    syncs: [{ type: 6, contentType: 7, uri: './contacts' }],
  };
  return push(
    'application/vnd.syncml.ds.notification',
    'x-wap-application:push.syncml',
    signed('ds-1.2', alertDs12, draft),
  );
}
