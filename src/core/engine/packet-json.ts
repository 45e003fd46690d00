import { toHex } from '../base/bytes.ts';
import { decimalSeconds } from '../base/time.ts';
import type { Finding } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow, type RowValue, rowValue } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';

/** A tree node of the JSON output. */
export interface NodeJson {
  /** Filter name. */
  readonly name: string;
  readonly label: string;
  readonly value?: RowValue;
  /** The value for people. */
  readonly text: string;
  /** Offset and length in bits, from the first bit of the source. */
  readonly bit: readonly [number, number];
  /** 0 is the captured octets; others stand in `sources`. */
  readonly source: number;
  readonly children?: readonly NodeJson[];
}

export interface FindingJson {
  readonly rule: string;
  readonly level: string;
  readonly severity: string;
  readonly section: string;
  readonly message: string;
  readonly bit: readonly [number, number];
  readonly source?: number;
}

export interface DigestJson {
  readonly format: string;
  readonly verdict: string;
  readonly formula: string | null;
  readonly secretForm: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

/** One packet as the headless commands print it. Absent facts are null or left out, never guessed. */
export interface PacketJson {
  readonly number: number;
  readonly time: string;
  readonly length: number;
  readonly captured: number;
  readonly link: string;
  readonly protocols: readonly string[];
  readonly source: string;
  readonly destination: string;
  readonly info: string;
  readonly fields: Readonly<Record<string, readonly RowValue[]>>;
  readonly findings: readonly FindingJson[];
  /** What is known of implementations that meet such a message; no rule is broken. */
  readonly hints?: readonly FindingJson[];
  readonly digests: readonly DigestJson[];
  readonly tree?: readonly NodeJson[];
  readonly sources?: readonly { readonly label: string; readonly hex: string }[];
}

/** @param withTree adds the whole tree and the octets of the sources behind source 0 */
export function packetJson(tree: Tree, context: Context, withTree: boolean): PacketJson {
  const { frame } = context;
  const hints = tree.findings.filter(({ rule }) => rule.hint === true);
  const json: PacketJson = {
    number: frame.number,
    time: decimalSeconds(frame.seconds, frame.nanos),
    length: frame.original,
    captured: frame.captured,
    link: frame.linkName,
    protocols: context.layers.map(({ protocol }) => protocol).filter((protocol) => protocol !== 'frame'),
    source: context.source,
    destination: context.destination,
    info: context.info,
    fields: fieldsJson(tree),
    findings: tree.findings.filter(({ rule }) => rule.hint !== true).map(findingJson),
    ...(hints.length === 0 ? {} : { hints: hints.map(findingJson) }),
    digests: context.digests.map(({ format, verdict, formula, secretForm, expected, found }) => ({
      format,
      verdict,
      formula: formula ?? null,
      secretForm: secretForm ?? null,
      expected: expected === undefined ? null : toHex(expected),
      found: found === undefined ? null : toHex(found),
    })),
  };
  if (!withTree) return json;
  return {
    ...json,
    tree: nodes(tree, 0, tree.length),
    sources: tree.sources.slice(1).map(({ label, bytes }) => ({ label, hex: toHex(bytes) })),
  };
}

function findingJson({ rule, severity, message, source, start, end }: Finding): FindingJson {
  return {
    rule: rule.id,
    level: rule.level,
    severity,
    section: rule.section,
    message,
    bit: [start, end - start],
    ...(source === 0 ? {} : { source }),
  };
}

/** Filter name to the values of all rows that have one, in the order of the rows. */
function fieldsJson(tree: Tree): Record<string, RowValue[]> {
  const out: Record<string, RowValue[]> = {};
  const add = (name: string, value: RowValue): void => {
    const known = out[name];
    if (known === undefined) out[name] = [value];
    else known.push(value);
  };
  for (let row = 0; row < tree.length; row++) {
    const value = rowValue(tree, row);
    if (value === undefined || tree.sources[tree.source(row)]?.alternative === true) continue;
    const { filter, also } = tree.field(row);
    add(filter, value);
    for (const name of also ?? []) add(name, value);
  }
  return out;
}

function nodes(tree: Tree, from: number, to: number): NodeJson[] {
  const out: NodeJson[] = [];
  for (let row = from; row < to; row = tree.endRow(row)) {
    const field = tree.field(row);
    const value = rowValue(tree, row);
    const end = tree.endRow(row);
    out.push({
      name: field.filter,
      label: field.label,
      ...(value === undefined ? {} : { value }),
      text: formatRow(tree, row),
      bit: [tree.start(row), tree.end(row) - tree.start(row)],
      source: tree.source(row),
      ...(end > row + 1 ? { children: nodes(tree, row + 1, end) } : {}),
    });
  }
  return out;
}
