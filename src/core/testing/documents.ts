import type { PushCarrier } from '../dissect/push-carrier.ts';
import { Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { register as channel } from '../protocols/channel/channel.ts';
import { register as co } from '../protocols/co/co.ts';
import { register as data } from '../protocols/data/data.ts';
import { register as drmRights } from '../protocols/drm-rights/drm-rights.ts';
import { register as emn } from '../protocols/emn/emn.ts';
import { register as frame } from '../protocols/frame/frame.ts';
import { register as omaCp } from '../protocols/oma-cp/oma-cp.ts';
import { register as otaSettings } from '../protocols/ota-settings/ota-settings.ts';
import { register as si } from '../protocols/si/si.ts';
import { register as sl } from '../protocols/sl/sl.ts';
import { register as syncmlDm } from '../protocols/syncml-dm/syncml-dm.ts';
import { register as wbxml } from '../protocols/wbxml/wbxml.ts';
import { register as wml } from '../protocols/wml/wml.ts';
import { register as xml } from '../protocols/xml/xml.ts';
import { type Dissected, dissect } from './packets.ts';

/** A registry with the vocabularies of documents and the packet around them. */
export function documentRegistry(): Registry {
  const registry = new Registry();
  for (const register of [
    frame,
    data,
    wbxml,
    xml,
    si,
    sl,
    co,
    emn,
    omaCp,
    otaSettings,
    drmRights,
    wml,
    channel,
    syncmlDm,
  ])
    register(registry);
  return registry;
}

/** Dissects a document that a push of this kind carries; the document fills the packet. */
export function dissectPushed(
  type: string,
  push: Partial<PushCarrier>,
  packet: string | Uint8Array,
  secrets: readonly Secret[] = [],
): Dissected {
  const registry = documentRegistry();
  registry.bind('layer', 'carrier', {
    id: 'carrier',
    name: 'Carrier',
    dissect(cursor, context) {
      context.push = { bearer: 'wsp', secure: false, ...push };
      context.next('media.type', type, cursor);
    },
  });
  return dissect(registry, 'carrier', packet, { secrets });
}
