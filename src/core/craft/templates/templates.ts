import type { BearerId } from '../bearers/bearers.ts';
import type { Push } from '../bearers/push.ts';
import type { CraftTemplate } from '../views.ts';
import * as documents from './documents.ts';
import * as notifications from './notifications.ts';

interface Template extends CraftTemplate {
  readonly bearers: readonly BearerId[];
  make(): Push;
}

/** Bearers of WAP content. */
const WAP: readonly BearerId[] = ['udp', 'udp6', 'udp-9200', 'wtls', 'wtp'];
const SHORT: readonly BearerId[] = [
  ...(['sms-deliver', 'sms-submit', 'smpp-submit', 'smpp-deliver', 'smpp-data', 'sip-sms', 'gsmtap', 'cbs'] as const),
];
const TEXT: readonly BearerId[] = ['sip', 'sip-tcp', 'http', 'obex', 'pap'];
/** A notification is an unsecured, unconfirmed push to port 2948 (DM Notification 7.1). */
const NOTIFICATION: readonly BearerId[] = ['udp', 'udp6', ...SHORT, ...TEXT, 'cloud'];
const CONTENT: readonly BearerId[] = [...WAP, ...SHORT, ...TEXT];

const TEMPLATES: readonly Template[] = [
  {
    id: 'dm-1.2',
    name: 'DM notification 1.2',
    group: 'Notifications',
    doc: 'Asks the management client for a session, with an MD5 digest.',
    bearers: NOTIFICATION,
    make: notifications.notification12Push,
  },
  {
    id: 'dm-1.3',
    name: 'DM notification 1.3',
    group: 'Notifications',
    doc: 'Asks the management client for a session, with options and a SHA-256 digest.',
    bearers: NOTIFICATION,
    make: notifications.notification13Push,
  },
  {
    id: 'dm-2.0',
    name: 'DM notification 2.0',
    group: 'Notifications',
    doc: 'Asks the management client for a session, with delta-coded options.',
    bearers: NOTIFICATION,
    make: notifications.notification20Push,
  },
  {
    id: 'ds-1.2',
    name: 'DS alert 1.2',
    group: 'Notifications',
    doc: 'Asks the synchronisation client for a session.',
    bearers: NOTIFICATION,
    make: notifications.alertDs12Push,
  },
  {
    id: 'si',
    name: 'Service indication',
    group: 'Push content',
    doc: 'Tells the user of something new, with an address to load.',
    bearers: CONTENT,
    make: documents.siPush,
  },
  {
    id: 'si-text',
    name: 'Service indication (XML)',
    group: 'Push content',
    doc: 'A service indication as text, as initiators submit it.',
    bearers: ['pap', ...CONTENT.filter((id) => id !== 'pap')],
    make: documents.siTextPush,
  },
  {
    id: 'sl',
    name: 'Service loading',
    group: 'Push content',
    doc: 'Makes the device load a page.',
    bearers: CONTENT,
    make: documents.slPush,
  },
  {
    id: 'co',
    name: 'Cache operation',
    group: 'Push content',
    doc: 'Makes the device drop pages from its cache.',
    bearers: CONTENT,
    make: documents.coPush,
  },
  {
    id: 'sir',
    name: 'Session initiation request',
    group: 'Push content',
    doc: 'Asks the device to open a session or connection for pushes.',
    bearers: ['udp', 'udp6', ...SHORT],
    make: documents.sirPush,
  },
  {
    id: 'oma-cp',
    name: 'Client provisioning (OMA CP)',
    group: 'Provisioning',
    doc: "Settings with a MAC made of the user's PIN.",
    bearers: CONTENT.filter((id) => id !== 'obex'),
    make: documents.provisioningPush,
  },
  {
    id: 'dm-bootstrap',
    name: 'DM bootstrap message',
    group: 'Device management',
    doc: 'Puts a management account into the tree of a device.',
    bearers: ['udp', 'udp6', ...SHORT, ...TEXT],
    make: documents.bootstrapPush,
  },
  {
    id: 'dm-sessionless',
    name: 'Sessionless message',
    group: 'Device management',
    doc: 'Commands that are pushed, signed, and not answered.',
    bearers: ['wtls', 'udp', 'udp6', ...SHORT, ...TEXT],
    make: documents.sessionlessPush,
  },
  {
    id: 'dm-message',
    name: 'DM message',
    group: 'Device management',
    doc: 'First message of a session, from the device to its server, as WBXML.',
    bearers: ['dm-http'],
    make: documents.dmPush,
  },
  {
    id: 'dm-message-xml',
    name: 'DM message (XML)',
    group: 'Device management',
    doc: 'First message of a session, from the device to its server, as text.',
    bearers: ['dm-http'],
    make: documents.dmTextPush,
  },
  {
    id: 'pap',
    name: 'PAP submission',
    group: 'Push access',
    doc: 'A service indication as an initiator submits it to a gateway.',
    bearers: ['pap'],
    make: documents.siTextPush,
  },
];

/** What can be offered to a user. */
export const templates: readonly CraftTemplate[] = TEMPLATES.map(({ id, name, group, doc, bearers }) => ({
  id,
  name,
  group,
  doc,
  bearers,
}));

/** The content of a template. @throws RangeError when there is no such template */
export function templatePush(id: string): Push {
  const found = TEMPLATES.find((template) => template.id === id);
  if (found === undefined)
    throw new RangeError(`there is no template "${id}"; there are ${TEMPLATES.map((one) => one.id).join(', ')}`);
  return found.make();
}
