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

/** Where documents are found by what they say of themselves: one that says it is of another kind than its carrier says is read as that. */
const DOCUMENTS = ['document.public_id', 'document.root'] as const;

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
  const documents = new Set(DOCUMENTS.flatMap((name) => [...registry.table(name).dissectors()].map(({ id }) => id)));
  const ofDocuments = [...documents].flatMap(familiesOf);
  const skipped = new Set<string>();
  for (const { id } of registry.protocols) {
    const may = CLOSED.has(id) || (onlyPackets && WITHOUT_PACKETS.has(id));
    const forms = CLOSED.has(id) ? FORMS : [];
    const others = CLOSED.has(id) && documents.has(id) ? ofDocuments : [];
    const own = [...familiesOf(id), ...forms, ...others];
    if (may && !own.some((family) => families.has(family))) skipped.add(id);
  }
  return wantsOf(rows, (protocol) => skipped.has(protocol), false);
}
