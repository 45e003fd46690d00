import type { CraftEdit, Crafted, CraftFault, CraftNode } from '../../worker/api.ts';
import type { CraftEngine } from '../craft/craft-session.ts';
import { packetView } from './packet-view.ts';

/*
 * A crafting engine for tests: a description is a JSON object of octets, `{"a": 1, "b": 2}`. The member `sum` may be
 * `"auto"`.
 */

function read(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function octets(values: Record<string, unknown>): number[] {
  const sum = Object.values(values).reduce<number>((all, value) => all + (typeof value === 'number' ? value : 0), 0);
  return Object.values(values).map((value) => (value === 'auto' ? sum & 0xff : Number(value)));
}

function craft(text: string): Crafted {
  const values = read(text);
  if (values === undefined) {
    const fault: CraftFault = { path: '', message: 'JSON is expected', from: 0, to: text.length };
    return { faults: [fault], bytes: undefined, nodes: [], view: undefined };
  }
  const bytes = Uint8Array.from(octets(values));
  const nodes = Object.keys(values).map(
    (name, at): CraftNode => ({
      path: `/${name}`,
      depth: 0,
      field: 4,
      kind: 'uint',
      text: String(bytes[at]),
      start: at * 8,
      end: at * 8 + 8,
      computed: values[name] === 'auto' ? 'computed' : name === 'sum' ? 'pinned' : 'no',
      choices: undefined,
      max: 255,
      isRepeatable: false,
    }),
  );
  const view = packetView(
    0,
    nodes.map(({ start, end }, at) => [4, start, end, at + 1, 0] as const),
  );
  return { faults: [], bytes, nodes, view: { ...view, sources: [{ label: 'Frame', bytes, cut: false }] } };
}

function edit(description: string, change: CraftEdit): { description: string; faults: CraftFault[] } {
  const values = read(description) ?? {};
  const refuse = (message: string) => ({
    description,
    faults: [{ path: 'path' in change ? change.path : '', message, from: 0, to: 0 }],
  });
  const name = 'path' in change ? change.path.slice(1) : '';
  switch (change.kind) {
    case 'set':
      if (!/^\d{1,3}$/.test(change.text)) return refuse('must be a number');
      return { description: JSON.stringify({ ...values, [name]: Number(change.text) }), faults: [] };
    case 'unpin':
      return { description: JSON.stringify({ ...values, [name]: 'auto' }), faults: [] };
    case 'bits': {
      const key = Object.keys(values)[change.start / 8];
      if (key === undefined) return refuse('the packet has no such bits');
      return { description: JSON.stringify({ ...values, [key]: Number.parseInt(change.hex, 16) }), faults: [] };
    }
    case 'remove':
    case 'duplicate':
      return refuse('a fixed record has no such parts');
  }
}

/** Each answer takes a turn; `gate` holds edits back until it resolves. */
export function fakeCraft(gate: () => Promise<void> = async () => undefined): CraftEngine {
  const missing = (): Promise<never> => Promise.reject(new Error('not available'));
  return {
    recognise: async () => [],
    craftTemplates: async () => ({ templates: [], bearers: [] }),
    craftTemplate: missing,
    craftTemplatePackets: async (template) => {
      if (template === 'none') throw new Error('no such template');
      const packet = {
        label: 'whole',
        description: '{"a":1,"b":2,"sum":"auto"}',
        bytes: new Uint8Array(0),
        isContent: true,
      };
      if (template !== 'parts') return [packet];
      return [
        { ...packet, label: 'hello', isContent: false },
        { ...packet, label: 'part 1' },
        { ...packet, label: 'part 2', description: '{"a":3}' },
      ];
    },
    describePacket: async () => '{"a":1}',
    describeBytes: async (bytes) =>
      JSON.stringify(Object.fromEntries([...bytes].map((octet, at) => [`o${at}`, octet]))),
    describePaste: async () => ['{"a":1}', '{"a":2}'],
    craft: async (description) => craft(description),
    craftEdit: async (description, change) => {
      const answer = edit(description, change);
      await gate();
      return answer;
    },
    craftOver: missing,
    craftSchema: async () => ({}),
    craftFormats: async () => [],
    craftExport: missing,
    craftBreak: missing,
    stopBreak: async () => undefined,
    compare: missing,
  };
}
