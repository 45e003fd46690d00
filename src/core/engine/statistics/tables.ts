import { SEVERITIES } from '../../codec/rule.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { DigestRow, HierarchyRow, LengthRow, PushRow, RuleRow } from '../statistics-views.ts';
import { type FlowCounts, LENGTHS } from './flow-counts.ts';
import type { KindCounts } from './kind-counts.ts';
import type { Kind, Kinds } from './kinds.ts';
import {
  applicationFilter,
  contentTypeFilter,
  digestFilter,
  hierarchyFilter,
  initiatorFilter,
} from './push-filters.ts';
import type { Push } from './pushes.ts';

/** Rows of one table at most: the largest. */
const MOST_ROWS = 5000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Packets that were counted, by numbers of kinds. A table is the sum of its parts. */
export interface Part {
  readonly kinds: Kinds;
  readonly counts: KindCounts;
}

interface CountedKind {
  readonly kind: Kind;
  readonly packets: number;
  readonly octets: number;
  /** Index of the first packet. */
  readonly first: number;
}

/** Each kind that has packets. */
function* counted(parts: readonly Part[]): Generator<CountedKind> {
  for (const { kinds, counts } of parts) {
    const { packets, octets, first } = counts;
    // The last number stands for all that came too late to be told apart.
    for (let number = 1; number < packets.length; number++) {
      if (packets[number]! === 0) continue;
      yield { kind: kinds.kind(number), packets: packets[number]!, octets: octets[number]!, first: first[number]! };
    }
  }
}

const byCount = (a: { readonly packets: number }, b: { readonly packets: number }): number => b.packets - a.packets;

interface Node extends Writable<Omit<HierarchyRow, 'name' | 'depth' | 'filter'>> {
  readonly protocol: string;
  readonly inside: Map<string, Node>;
}

const newNode = (protocol: string): Node => ({
  protocol,
  inside: new Map(),
  packets: 0,
  octets: 0,
  endPackets: 0,
  endOctets: 0,
});

/** Layers in the order of a tree, the most frequent first among those in one layer. */
export function hierarchyRows(parts: readonly Part[], registry: Registry): HierarchyRow[] {
  // Each part has numbered the layers by itself: their names bring them together.
  const root = newNode('');
  for (const part of parts) {
    const { tree } = part.kinds;
    const known = new Map<number, Node>([[0, root]]);
    const nodeOf = (number: number): Node => {
      let node = known.get(number);
      if (node !== undefined) return node;
      const { inside } = nodeOf(tree.parent(number));
      const protocol = tree.protocol(number);
      node = inside.get(protocol);
      if (node === undefined) {
        node = newNode(protocol);
        inside.set(protocol, node);
      }
      known.set(number, node);
      return node;
    };
    for (const { kind, packets, octets } of counted([part])) {
      for (const number of kind.layers.nodes) {
        const node = nodeOf(number);
        node.packets += packets;
        node.octets += octets;
      }
      for (const number of kind.layers.ends) {
        const node = nodeOf(number);
        node.endPackets += packets;
        node.endOctets += octets;
      }
    }
  }
  const names = new Map(registry.protocols.map(({ id, name }) => [id, name]));
  const rows: HierarchyRow[] = [];
  const visit = ({ inside }: Node, path: readonly string[]): void => {
    for (const node of [...inside.values()].sort(byCount)) {
      const { protocol, packets, octets, endPackets, endOctets } = node;
      const own = [...path, protocol];
      rows.push({
        name: names.get(protocol) ?? protocol,
        depth: path.length,
        packets,
        octets,
        endPackets,
        endOctets,
        filter: hierarchyFilter(own),
      });
      visit(node, own);
    }
  };
  visit(root, []);
  return rows;
}

export function lengthRows(counts: FlowCounts): LengthRow[] {
  return LENGTHS.map((from, row) => {
    const next = LENGTHS[row + 1];
    return {
      from,
      to: next === undefined ? undefined : next - 1,
      packets: counts.lengthPackets[row]!,
      octets: counts.lengthOctets[row]!,
      shortest: counts.shortest[row]!,
      longest: counts.longest[row]!,
      filter: next === undefined ? `frame.len >= ${from}` : `frame.len >= ${from} && frame.len < ${next}`,
    };
  });
}

export interface PushTables {
  readonly contentTypes: readonly PushRow[];
  readonly applications: readonly PushRow[];
  readonly initiators: readonly PushRow[];
  readonly pushPackets: number;
  readonly untold: number;
}

/** Pushes by what they say of themselves; a packet counts once for each value. */
export function pushTables(parts: readonly Part[]): PushTables {
  const contentTypes = new Map<string, Writable<PushRow>>();
  const applications = new Map<string, Writable<PushRow>>();
  const initiators = new Map<string, Writable<PushRow>>();
  let pushPackets = 0;
  let untold = 0;
  for (const { kind, packets, octets } of counted(parts)) {
    if (kind.pushes.length > 0) pushPackets += packets;
    if (!kind.isTold) {
      untold += packets;
      continue;
    }
    const add = (
      table: Map<string, Writable<PushRow>>,
      value: (push: Push) => string,
      filter: (bearer: string, value: string) => string | undefined,
    ): void => {
      for (const key of new Set(kind.pushes.map((push) => `${push.bearer} ${value(push)}`))) {
        const [bearer = ''] = key.split(' ', 1);
        const text = key.slice(bearer.length + 1);
        const row = table.get(key);
        if (row === undefined) table.set(key, { value: text, bearer, packets, octets, filter: filter(bearer, text) });
        else {
          row.packets += packets;
          row.octets += octets;
        }
      }
    };
    add(contentTypes, ({ contentType }) => contentType, contentTypeFilter);
    add(applications, ({ applicationId }) => applicationId, applicationFilter);
    add(initiators, ({ initiator }) => initiator, initiatorFilter);
  }
  const rows = (table: Map<string, Writable<PushRow>>): PushRow[] =>
    [...table.values()].sort(byCount).slice(0, MOST_ROWS);
  return {
    contentTypes: rows(contentTypes),
    applications: rows(applications),
    // That hardly any push names its initiator is no statistic.
    initiators: rows(initiators).filter(({ value }) => value !== ''),
    pushPackets,
    untold,
  };
}

/** Digests by format, verdict and formula; a packet counts once for each. */
export function digestRows(parts: readonly Part[]): DigestRow[] {
  const table = new Map<string, Writable<DigestRow>>();
  for (const { kind, packets, octets } of counted(parts)) {
    const seen = new Set<string>();
    for (const { format, verdict, formula } of kind.digests) {
      const key = `${format} ${verdict} ${formula}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const row = table.get(key);
      if (row === undefined) {
        table.set(key, { format, verdict, formula, packets, octets, filter: digestFilter(format, verdict, formula) });
      } else {
        row.packets += packets;
        row.octets += octets;
      }
    }
  }
  return [...table.values()].sort(byCount);
}

/** Rules that packets break, the worst first, then the most frequent. */
export function ruleRows(parts: readonly Part[], registry: Registry): RuleRow[] {
  const table = new Map<string, Writable<RuleRow>>();
  const known = new Map(registry.rules.map((rule) => [rule.id, rule]));
  for (const { kind, packets, octets, first } of counted(parts)) {
    for (const { rule, severity } of kind.rules) {
      const row = table.get(rule);
      if (row === undefined) {
        const { level = '', section = '', text = '' } = known.get(rule) ?? {};
        const filter = `rule.${rule}`;
        table.set(rule, { rule, severity, level, section, text, packets, octets, first, filter });
        continue;
      }
      row.packets += packets;
      row.octets += octets;
      row.first = Math.min(row.first, first);
      if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(row.severity)) row.severity = severity;
    }
  }
  return [...table.values()].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byCount(a, b),
  );
}
