import { toHex } from '../base/bytes.ts';
import { JsonText, SIGN } from '../base/json-text.ts';
import { decimalSeconds } from '../base/time.ts';
import type { Finding } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import { formatRow, type RowValue, rowValue } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';
import type { Digest } from '../dissect/digest.ts';
import { FieldsJson, writeValue } from './fields-json.ts';

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

/** Writes packets as JSON (a `PacketJson` each) into `out`. One writer serves all packets of an output. */
export class PacketWriter {
  readonly out = new JsonText();
  readonly #fields = new FieldsJson();

  /**
   * Adds one packet.
   * @param withTree adds the whole tree and the octets of the sources behind source 0
   * @param before members that stand before the others
   */
  write(tree: Tree, context: Context, withTree: boolean, before: Readonly<Record<string, unknown>> = {}): void {
    const { out } = this;
    const { frame, digests, layers } = context;
    out.sign(SIGN.begin);
    for (const [name, value] of Object.entries(before)) out.raw(encoder.encode(`"${name}":${JSON.stringify(value)},`));
    out.ascii('"number":');
    out.number(frame.number);
    out.ascii(`,"time":"${decimalSeconds(frame.seconds, frame.nanos)}","length":`);
    out.number(frame.original);
    out.ascii(',"captured":');
    out.number(frame.captured);
    text(out, ',"link":', frame.linkName);
    out.ascii(',"protocols":[');
    let isFirst = true;
    for (const { protocol } of layers) {
      if (protocol === 'frame') continue;
      if (!isFirst) out.sign(SIGN.comma);
      isFirst = false;
      out.string(protocol);
    }
    text(out, '],"source":', context.source);
    text(out, ',"destination":', context.destination);
    text(out, ',"info":', context.info);
    out.ascii(',"fields":{');
    this.#fields.write(out, tree);
    out.ascii('}');
    writeFindings(out, tree);
    out.ascii(',"digests":[');
    out.raw(encoder.encode(digests.map(digestJson).join(',')));
    out.sign(SIGN.close);
    const [document, ...more] = tree.documents;
    if (document !== undefined) text(out, ',"xml":', document.canonical);
    if (more.length > 0)
      list(out, ',"documents":[', tree.documents, ({ label, canonical }) => {
        text(out, '{"label":', label);
        text(out, ',"xml":', canonical);
      });
    if (withTree) {
      out.ascii(',"tree":[');
      writeNodes(out, tree, 0, tree.length);
      out.sign(SIGN.close);
      list(out, ',"sources":[', tree.sources.slice(1), ({ label, bytes }) => {
        text(out, '{"label":', label);
        out.ascii(',"hex":');
        out.hex(bytes, 0, bytes.length);
      });
    }
    out.sign(SIGN.end);
  }
}

const encoder = new TextEncoder();

/** The packet as JSON text; for many packets keep the writer. */
export function packetJson(tree: Tree, context: Context, withTree: boolean, writer = new PacketWriter()): string {
  writer.out.clear();
  writer.write(tree, context, withTree);
  return writer.out.text;
}

/** Puts more members before those of an object's JSON text. */
export function withMembers(members: Readonly<Record<string, unknown>>, json: string): string {
  return `${JSON.stringify(members).slice(0, -1)},${json.slice(1)}`;
}

function text(out: JsonText, before: string, value: string): void {
  out.ascii(before);
  out.string(value);
}

/** An array of objects; `write` leaves out the brace at the end. */
function list<T>(out: JsonText, before: string, items: readonly T[], write: (item: T) => void): void {
  out.ascii(before);
  for (const [i, item] of items.entries()) {
    if (i > 0) out.sign(SIGN.comma);
    write(item);
    out.sign(SIGN.end);
  }
  out.sign(SIGN.close);
}

function writeFindings(out: JsonText, { findings }: Tree): void {
  if (findings.length === 0) {
    out.ascii(',"findings":[]');
    return;
  }
  const hints = findings.filter(({ rule }) => rule.hint === true);
  const faults = hints.length === 0 ? findings : findings.filter(({ rule }) => rule.hint !== true);
  list(out, ',"findings":[', faults, (finding) => writeFinding(out, finding));
  if (hints.length > 0) list(out, ',"hints":[', hints, (finding) => writeFinding(out, finding));
}

function writeFinding(out: JsonText, { rule, severity, message, source, start, end }: Finding): void {
  text(out, '{"rule":', rule.id);
  text(out, ',"level":', rule.level);
  text(out, ',"severity":', severity);
  text(out, ',"section":', rule.section);
  text(out, ',"message":', message);
  out.ascii(`,"bit":[${start},${end - start}]${source === 0 ? '' : `,"source":${source}`}`);
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

function writeNodes(out: JsonText, tree: Tree, from: number, to: number): void {
  for (let row = from; row < to; row = tree.endRow(row)) {
    if (row > from) out.sign(SIGN.comma);
    const field = tree.field(row);
    const end = tree.endRow(row);
    const start = tree.start(row);
    text(out, '{"name":', field.filter);
    text(out, ',"label":', field.label);
    if (rowValue(tree, row) !== undefined) {
      out.ascii(',"value":');
      writeValue(out, tree, row);
    }
    text(out, ',"text":', formatRow(tree, row));
    out.ascii(`,"bit":[${start},${tree.end(row) - start}],"source":${tree.source(row)}`);
    if (end > row + 1) {
      out.ascii(',"children":[');
      writeNodes(out, tree, row + 1, end);
      out.sign(SIGN.close);
    }
    out.sign(SIGN.end);
  }
}
