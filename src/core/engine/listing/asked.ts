import { SilentTree } from '../../codec/silent-tree.ts';
import { Tree } from '../../codec/tree.ts';
import type { Registry } from '../../dissect/registry.ts';
import { INFO_ALONE, type Wants, wantsOf } from '../../dissect/wants.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { familyOf } from '../../filter/values.ts';

/** Protocols that end in themselves: their own rows, and those of the form that their documents have. */
const CLOSED: ReadonlySet<string> = new Set([
  'dmnoti',
  'si',
  'sl',
  'co',
  'emn',
  'pap',
  'prov',
  'wml',
  'settings',
  'sdp',
]);
/** Families of the forms of documents, and of octets that nothing decodes. */
const FORMS = ['wbxml', 'xml', 'data'];

/** Protocols whose content holds no packets, whatever it is. */
const WITHOUT_PACKETS: ReadonlySet<string> = new Set([
  ...CLOSED,
  'http',
  'sip',
  'smpp',
  'wsp',
  'mime_multipart',
  'mmse',
  'msrp',
  'json',
  'alc',
  'obex',
  'xml',
  'wbxml',
  'syncml',
  'dmddf',
  'devinf',
  'drm-rights',
]);
/** Protocols whose rows stand nowhere but in packets. */
const PACKETS: readonly string[] = ['eth', 'vlan', 'arp', 'ip', 'ipv6', 'icmp', 'icmpv6', 'tcp', 'udp', 'frame'];

/** The tree that packets are dissected into for what is asked of them. */
export const treeFor = (wants: Wants | undefined): Tree => (wants === INFO_ALONE ? new SilentTree() : new Tree());

/** What a filter asks of the trees of packets; undefined when it asks for all. */
export function askedOf(filter: CompiledFilter, registry: Registry): Wants | undefined {
  const { rows, texts } = filter.needs;
  if (texts) return INFO_ALONE;
  if (rows === undefined) return undefined;
  const families = new Set<string>();
  for (const name of rows) families.add(familyOf(name));
  for (const { filter: name, also } of registry.fields)
    if (also?.some((one) => rows.has(one)) === true) families.add(familyOf(name));
  const familiesOf = (id: string): readonly string[] => registry.fieldsOf(id).map((field) => familyOf(field.filter));
  const inPackets = new Set(PACKETS.flatMap(familiesOf));
  const onlyPackets = [...families].every((family) => inPackets.has(family));
  const skipped = new Set<string>();
  for (const { id } of registry.protocols) {
    const may = CLOSED.has(id) || (onlyPackets && WITHOUT_PACKETS.has(id));
    const own = CLOSED.has(id) ? [...familiesOf(id), ...FORMS] : familiesOf(id);
    if (may && !own.some((family) => families.has(family))) skipped.add(id);
  }
  return wantsOf(rows, (protocol) => skipped.has(protocol), false);
}
