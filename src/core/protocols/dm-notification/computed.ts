import { u16 } from '../../base/bits.ts';
import {
  before,
  type Compute,
  countBeside,
  inside,
  layerOf,
  numberIn,
  octetsBeside,
  restOfGroup,
  slice,
  wholeOctets,
} from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';
import { secretsFor } from '../../dissect/secrets.ts';
import { DIGEST_13, type NotificationFormat } from './formats.ts';
import { sign, signingOf } from './sign.ts';

const DIGEST_12 = 16;

/** The digest by the canonical formula, with the first secret that applies to the server; undefined without one. */
const digest: Compute = ({ part, bytes, secrets }) => {
  const layer = layerOf(part);
  // Before it has bits, only its size is asked for.
  if (part.end === part.start) return new Uint8Array(part.start === layer.start ? DIGEST_12 : DIGEST_13);
  const message = slice(bytes, layer.start, layer.start + wholeOctets(layer) * 8);
  if (message.length < 2) return undefined;
  const format = formatOf(message, part.start === layer.start);
  const server = inside(layer, 'dmnoti.server_id')?.value;
  for (const secret of secretsFor(secrets, typeof server === 'string' ? server : undefined)) {
    const signing = signingOf(format, message, secret);
    const signed = sign(format, message, secret);
    if (signing === undefined || signed === undefined) continue;
    if (layer.start / 8 + signing.at !== part.start / 8) return undefined;
    return signed.slice(signing.at, signing.at + signing.octets);
  }
  return undefined;
};

/** The formats before 1.3 begin with the digest; the others with the version. */
function formatOf(message: Uint8Array, digestIsFirst: boolean): NotificationFormat {
  if (digestIsFirst) return 'dm-1.2';
  return u16(message, 0) >>> 12 === 2 ? 'dm-2.0' : 'dm-1.3';
}

/** Numbers of the options of DM 2.0 by a field that only their value has (NOTI-2.0 5.3). */
const OPTIONS_20 = [
  ['dmnoti.server_id', 1],
  ['dmnoti.connection_type', 2],
  ['dmnoti.cache_entry', 4],
  ['dmnoti.requested_mo', 3],
  ['dmnoti.digest', 5],
] as const;

/** How far an option's number is above the one before it, as far as its value tells the number. */
const optionDelta: Compute = ({ part, bytes }) => {
  const { parent: option } = part;
  const number = option && OPTIONS_20.find(([name]) => inside(option, name) !== undefined)?.[1];
  if (option === undefined || number === undefined) return undefined;
  let sum = 0;
  for (const other of before(option)) sum += numberIn(bytes, inside(other, part.name)) ?? 0;
  return number < sum ? undefined : number - sum;
};

/** What of a notification follows from the rest of it. */
export function computeNotification(to: Registry): void {
  to.computes('dmnoti.option_count', countBeside('dmnoti.option'))
    .computes('dmnoti.option.length', restOfGroup())
    .computes('dmnoti.option.delta', optionDelta)
    .computes('dmnoti.server_id_length', octetsBeside('dmnoti.server_id'))
    .computes('dmnoti.sync.count', countBeside('dmnoti.sync'))
    .computes('dmnoti.sync.uri_length', octetsBeside('dmnoti.sync.server_uri'))
    .seals('dmnoti.digest', digest);
}
