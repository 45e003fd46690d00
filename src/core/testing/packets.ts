import { fromHex, toHex } from '../base/bytes.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow, rowValue } from '../codec/value.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import type { Context, FrameInfo, Start } from '../dissect/context.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import { dissectorAt, type Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { type CaptureState, Summary } from '../dissect/summary.ts';

/** What the capture would say of a packet of `captured` octets that stands alone. */
export function frameInfo(start: Start, captured: number, original = captured, index = 0): FrameInfo {
  return {
    number: index + 1,
    seconds: 1_700_000_000,
    nanos: 0,
    captured,
    original,
    start,
    interfaceIndex: 0,
    interfaceName: undefined,
    linkName: start.table === 'link.type' ? `link type ${start.key}` : start.key,
    comments: [],
    direction: 0,
    checksumNotReady: false,
    fcsOctets: undefined,
  };
}

export interface Dissected {
  readonly tree: Tree;
  readonly context: Context;
}

/** Dissects one packet given as hexadecimal digits (blanks allowed) or octets, from a layer or a link type. */
export function dissect(
  registry: Registry,
  start: string | number,
  packet: string | Uint8Array,
  options: { readonly secrets?: readonly Secret[]; readonly original?: number } = {},
): Dissected {
  return dissectAll(registry, start, [packet], options)[0]!;
}

/** Dissects packets of one capture: pass 1 over all, then pass 2 over each. */
export function dissectAll(
  registry: Registry,
  start: string | number,
  packets: readonly (string | Uint8Array)[],
  options: { readonly secrets?: readonly Secret[]; readonly original?: number } = {},
): Dissected[] {
  const bytes = packets.map(octets);
  const from: Start = typeof start === 'number' ? { table: 'link.type', key: start } : { table: 'layer', key: start };
  const state = createCaptureState();
  for (const [index, data] of bytes.entries()) summarize(registry, from, data, index, state, options.original);
  state.finish();
  return bytes.map((data, index) =>
    dissectPacket({
      registry,
      frame: frameInfo(from, data.length, options.original ?? data.length, index),
      bytes: data,
      state,
      secrets: options.secrets ?? [],
      frameBytes: (other) => bytes[other],
    }),
  );
}

/** State of a capture of which nobody asks for trees: no room is made for what only these need, which takes longer than a packet. */
export function columnsOnlyState(): CaptureState {
  const state = createCaptureState();
  state.forColumnsOnly();
  return state;
}

/** Pass 1 of one packet. */
export function summarize(
  registry: Registry,
  start: Start,
  bytes: Uint8Array,
  index: number,
  state: CaptureState,
  original = bytes.length,
): Summary {
  const row = new Summary(state);
  row.begin(index, 1_700_000_000, 0, bytes.length < original);
  const dissector = dissectorAt(registry, start);
  dissector?.summarize?.(bytes, 0, bytes.length, row);
  return row;
}

/** Values of all rows with this filter name. */
export function values(tree: Tree, filter: string): unknown[] {
  const out: unknown[] = [];
  for (let row = 0; row < tree.length; row++) if (tree.field(row).filter === filter) out.push(rowValue(tree, row));
  return out;
}

/** One line a row, for goldens that a person can review: indent, bits, filter name, value. */
export function treeText(tree: Tree): string {
  const lines: string[] = [];
  const ends: number[] = [];
  for (let row = 0; row < tree.length; row++) {
    while (ends.length > 0 && ends.at(-1)! <= row) ends.pop();
    const place = `${tree.source(row)}:${tree.start(row)}+${tree.end(row) - tree.start(row)}`;
    lines.push(`${'  '.repeat(ends.length)}${tree.field(row).filter} [${place}] ${formatRow(tree, row)}`.trimEnd());
    ends.push(tree.endRow(row));
  }
  return lines.join('\n');
}

/** `rule severity [bit+length] message` of each finding. */
export function findingTexts(tree: Tree): string[] {
  return tree.findings.map(
    ({ rule, severity, source, start, end, message }) =>
      `${rule.id} ${severity} [${source}:${start}+${end - start}] ${message}`,
  );
}

/** Rule ids of the findings that are violations, sorted. */
export function violations(tree: Tree): string[] {
  return tree.findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule }) => rule.id)
    .sort();
}

/** Fails unless the leaves of every source cover each of its bits exactly once, in order, and rows nest properly. */
export function checkTiling(tree: Tree): void {
  const reached = tree.sources.map(() => 0);
  const ends: number[] = [];
  for (let row = 0; row < tree.length; row++) {
    while (ends.length > 0 && ends.at(-1)! <= row) ends.pop();
    const outer = ends.at(-1);
    if (outer !== undefined && tree.endRow(row) > outer)
      throw new Error(`row ${row} (${tree.field(row).filter}) ends behind its parent`);
    ends.push(tree.endRow(row));
    if (!tree.isLeaf(row)) continue;
    const source = tree.source(row);
    if (tree.start(row) !== reached[source]) {
      throw new Error(
        `row ${row} (${tree.field(row).filter}) starts at bit ${tree.start(row)} of source ${source}, not at ${reached[source]}`,
      );
    }
    reached[source] = tree.end(row);
  }
  tree.sources.forEach(({ bytes }, source) => {
    if (reached[source] !== bytes.length * 8)
      throw new Error(`source ${source} is covered up to bit ${reached[source]} of ${bytes.length * 8}`);
  });
  for (const { source, start, end, rule } of tree.findings) {
    const size = tree.sources[source]!.bytes.length * 8;
    if (start < 0 || end < start || end > size) throw new Error(`${rule.id} is at bits ${start} to ${end} of ${size}`);
  }
  if (tree.findings.some(({ rule }) => rule.id === 'X-INTERNAL')) {
    throw new Error(tree.findings.map(({ message }) => message).join('; '));
  }
}

export function octets(packet: string | Uint8Array): Uint8Array {
  if (typeof packet !== 'string') return packet;
  const bytes = fromHex(packet.replace(/\s/g, ''));
  if (bytes === undefined) throw new Error(`not hexadecimal: ${packet}`);
  return bytes;
}

export { toHex };
