import { u16 } from '../../base/bits.ts';
import { ETHER_TYPES } from '../../base/internet-numbers.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { computeVlan } from './computed.ts';

const SPEC = 'IEEE 802.1Q 9.6';
const TAG_OCTETS = 4;

const PRIORITIES: Readonly<Record<number, string>> = {
  0: 'Best effort',
  1: 'Background',
  2: 'Excellent effort',
  3: 'Critical applications',
  4: 'Video',
  5: 'Voice',
  6: 'Internetwork control',
  7: 'Network control',
};

function tagLayout(prefix: 'vlan' | 'ieee8021ad') {
  return layout(prefix)
    .bits('priority', 3, { label: 'Priority', spec: SPEC, names: PRIORITIES, doc: 'Priority code point.' })
    .bits('dei', 1, {
      label: 'Drop eligible',
      type: 'bool',
      spec: SPEC,
      doc: 'Whether the frame may be dropped first when a link is full.',
    })
    .bits('id', 12, {
      label: 'VLAN identifier',
      spec: SPEC,
      doc: 'Number of the virtual network; 0 has priority only.',
    })
    .bits('type', 16, {
      label: 'Type',
      filter: 'vlan.etype',
      spec: SPEC,
      show: 'hex',
      names: ETHER_TYPES,
      isOpen: true,
      doc: 'What follows the tag (EtherType), or a length below 1501.',
    });
}

/** A customer tag (802.1Q), without the type before it. */
export const customerTag = tagLayout('vlan');
/** A service tag (802.1ad), without the type before it. */
export const serviceTag = tagLayout('ieee8021ad');

const f = fields({
  vlan: { filter: 'vlan', type: 'protocol', label: '802.1Q VLAN', doc: 'A VLAN tag.' },
  service: { filter: 'ieee8021ad', type: 'protocol', label: '802.1ad VLAN', doc: 'An outer VLAN tag.' },
});

export function register(to: Registry): void {
  computeVlan(to);
  const types = to.table('eth.type');
  const layers = to.table('layer');

  const make = (
    id: 'vlan' | 'ieee8021ad',
    name: string,
    service: boolean,
    tag = service ? serviceTag : customerTag,
  ): Dissector => ({
    id,
    name,
    header: { records: [tag.record], at: () => tag.record },
    summarize(bytes, start, end, row) {
      row.protocol = service ? serviceNumber : customerNumber;
      if (end - start < TAG_OCTETS) return;
      row.vlan = row.vlan * 0x1000 + (u16(bytes, start) & 0xfff);
      const type = u16(bytes, start + 2);
      const at = start + TAG_OCTETS;
      if (type > 1500) summarizeNext(types.get(type), bytes, at, end, row);
      else summarizeNext(layers.get('llc'), bytes, at, Math.min(end, at + type), row);
    },
    dissect(cursor, context) {
      const row = cursor.open(service ? f.service : f.vlan);
      const { id, priority, type } = tag.read(cursor);
      cursor.close(row);
      if (cursor.failed) return;
      context.info = `VLAN ${id}`;
      cursor.tree.setNote(row, `id ${id}, priority ${priority}`);
      if (type > 1500) {
        if (!context.next('eth.type', type, cursor)) context.undecoded(cursor, UNDECODED, 'payload');
        return;
      }
      const outer = cursor.end;
      cursor.end = Math.min(outer, cursor.bit + type * 8);
      if (!context.next('layer', 'llc', cursor)) context.undecoded(cursor, UNDECODED, '802.3 payload');
      cursor.bit = cursor.end;
      cursor.end = outer;
    },
  });

  const customer = make('vlan', '802.1Q', false);
  const outer = make('ieee8021ad', '802.1ad', true);
  const customerNumber = to.protocol(customer, [f.vlan, ...customerTag.fields]);
  const serviceNumber = to.protocol(outer, [f.service, ...serviceTag.fields]);
  to.bind('eth.type', 0x8100, customer)
    .bind('eth.type', 0x9100, customer)
    .bind('eth.type', 0x88a8, outer)
    .bind('layer', 'vlan', customer);
}
