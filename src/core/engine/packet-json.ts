import { toHex } from '../base/bytes.ts';
import { decimalSeconds } from '../base/time.ts';
import type { FieldType } from '../codec/field.ts';
import type { Finding } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow, type RowValue, rowValue } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';
import type { Digest } from '../dissect/digest.ts';

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
  /** The outermost document, WBXML or XML, as canonical XML. */
  readonly xml?: string;
  /** All documents, when there is more than one. */
  readonly documents?: readonly { readonly label: string; readonly xml: string }[];
  readonly tree?: readonly NodeJson[];
  readonly sources?: readonly { readonly label: string; readonly hex: string }[];
}

/**
 * The packet as JSON text (a `PacketJson`), written straight from the tree: building an object for JSON.stringify took
 * twice as long, and a day's capture has millions of packets.
 * @param withTree adds the whole tree and the octets of the sources behind source 0
 */
export function packetJson(tree: Tree, context: Context, withTree: boolean): string {
  const { frame, digests } = context;
  const protocols = context.layers.filter(({ protocol }) => protocol !== 'frame');
  const hints = tree.findings.filter(({ rule }) => rule.hint === true);
  const findings = hints.length === 0 ? tree.findings : tree.findings.filter(({ rule }) => rule.hint !== true);
  const parts = [
    `{"number":${frame.number},"time":"${decimalSeconds(frame.seconds, frame.nanos)}"`,
    `"length":${frame.original},"captured":${frame.captured},"link":${quoted(frame.linkName)}`,
    `"protocols":[${protocols.map(({ protocol }) => `"${protocol}"`).join(',')}]`,
    `"source":${quoted(context.source)},"destination":${quoted(context.destination)},"info":${quoted(context.info)}`,
    `"fields":{${fieldsJson(tree)}}`,
    `"findings":[${findings.map(findingJson).join(',')}]`,
  ];
  if (hints.length > 0) parts.push(`"hints":[${hints.map(findingJson).join(',')}]`);
  parts.push(`"digests":[${digests.map(digestJson).join(',')}]`);
  const [document, ...more] = tree.documents;
  if (document !== undefined) parts.push(`"xml":${quoted(document.canonical)}`);
  if (more.length > 0) {
    const all = tree.documents.map(({ label, canonical }) => `{"label":${quoted(label)},"xml":${quoted(canonical)}}`);
    parts.push(`"documents":[${all.join(',')}]`);
  }
  if (withTree) {
    const others = tree.sources
      .slice(1)
      .map(({ label, bytes }) => `{"label":${quoted(label)},"hex":"${toHex(bytes)}"}`);
    parts.push(`"tree":[${nodesJson(tree, 0, tree.length)}],"sources":[${others.join(',')}]`);
  }
  return `${parts.join(',')}}`;
}

/** Puts more members before those of an object's JSON text. */
export function withMembers(members: Readonly<Record<string, unknown>>, json: string): string {
  return `${JSON.stringify(members).slice(0, -1)},${json.slice(1)}`;
}

function findingJson({ rule, severity, message, source, start, end }: Finding): string {
  const place = `"bit":[${start},${end - start}]${source === 0 ? '' : `,"source":${source}`}`;
  const words = `"section":${quoted(rule.section)},"message":${quoted(message)}`;
  return `{"rule":"${rule.id}","level":${quoted(rule.level)},"severity":"${severity}",${words},${place}}`;
}

function digestJson({ format, verdict, formula, secretForm, expected, found }: Digest): string {
  const digest: DigestJson = {
    format,
    verdict,
    formula: formula ?? null,
    secretForm: secretForm ?? null,
    expected: expected === undefined ? null : toHex(expected),
    found: found === undefined ? null : toHex(found),
  };
  return JSON.stringify(digest);
}

/** Filter name to the values of all rows that have one, names and values in the order of the rows. */
function fieldsJson(tree: Tree): string {
  const values = new Map<string, string>();
  const add = (name: string, text: string): void => {
    const before = values.get(name);
    values.set(name, before === undefined ? text : `${before},${text}`);
  };
  for (let row = 0; row < tree.length; row++) {
    const value = rowValue(tree, row);
    if (value === undefined || tree.sources[tree.source(row)]?.alternative === true) continue;
    const field = tree.field(row);
    const text = valueJson(tree, row, value);
    add(field.filter, text);
    if (field.also !== undefined) for (const name of field.also) add(name, text);
  }
  let out = '';
  for (const [name, texts] of values) out += `${out === '' ? '' : ','}"${name}":[${texts}]`;
  return out;
}

/** Octets and addresses are digits and a few signs: when the text was made from the octets it needs no escaping. */
const PLAIN: ReadonlySet<FieldType> = new Set(['bytes', 'undecoded', 'ipv4', 'ipv6', 'ether']);

function valueJson(tree: Tree, row: number, value: number | string | null): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (value === null) return 'null';
  return tree.text(row) === undefined && PLAIN.has(tree.field(row).type) ? `"${value}"` : quoted(value);
}

function nodesJson(tree: Tree, from: number, to: number): string {
  const out: string[] = [];
  for (let row = from; row < to; row = tree.endRow(row)) {
    const field = tree.field(row);
    const value = rowValue(tree, row);
    const end = tree.endRow(row);
    const start = tree.start(row);
    const named = `{"name":"${field.filter}","label":${quoted(field.label)}`;
    const valued = value === undefined ? '' : `,"value":${valueJson(tree, row, value)}`;
    const placed = `,"text":${quoted(formatRow(tree, row))},"bit":[${start},${tree.end(row) - start}],"source":${tree.source(row)}`;
    const children = end > row + 1 ? `,"children":[${nodesJson(tree, row + 1, end)}]` : '';
    out.push(`${named}${valued}${placed}${children}}`);
  }
  return out.join(',');
}

/** JSON of a text: what stands in a capture may hold anything. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
