import { type JsonPiece, JsonText, jsonPiece, SIGN } from '../base/json-text.ts';
import type { Finding } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import type { RowValue } from '../codec/value.ts';
import type { Context } from '../dissect/context.ts';
import type { Digest } from '../dissect/digest.ts';
import { FieldsJson } from './fields-json.ts';
import { type NodeJson, NodesJson, writePlace } from './nodes-json.ts';

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
  readonly #nodes = new NodesJson();

  /**
   * Adds one packet.
   * @param withTree adds the whole tree and the octets of the sources behind source 0
   * @param before octets of members that stand before the others, as `membersBefore` makes them
   */
  write(tree: Tree, context: Context, withTree: boolean, before: Uint8Array = NO_MEMBERS): void {
    const { out } = this;
    const { frame, digests, layers } = context;
    const { documents } = tree;
    out.sign(SIGN.begin);
    if (before.length > 0) out.raw(before);
    out.piece(HEAD.number);
    out.number(frame.number);
    out.piece(HEAD.time);
    out.seconds(frame.seconds, frame.nanos);
    out.piece(HEAD.length);
    out.number(frame.original);
    out.piece(HEAD.captured);
    out.number(frame.captured);
    text(out, HEAD.link, frame.linkName);
    out.piece(HEAD.protocols);
    let isFirst = true;
    for (let i = 0; i < layers.length; i++) {
      const { protocol } = layers[i]!;
      if (protocol === 'frame') continue;
      if (!isFirst) out.sign(SIGN.comma);
      isFirst = false;
      out.string(protocol);
    }
    text(out, HEAD.source, context.source);
    text(out, HEAD.destination, context.destination);
    text(out, HEAD.info, context.info);
    out.piece(HEAD.fields);
    this.#fields.write(out, tree);
    out.sign(SIGN.end);
    writeFindings(out, tree);
    out.piece(HEAD.digests);
    writeDigests(out, digests);
    if (documents.length > 0) text(out, HEAD.xml, documents[0]!.canonical);
    if (documents.length > 1)
      list(out, HEAD.documents, documents, ({ label, canonical }) => {
        text(out, HEAD.itemLabel, label);
        text(out, HEAD.xml, canonical);
      });
    if (withTree) {
      out.piece(HEAD.tree);
      this.#nodes.write(out, tree);
      out.sign(SIGN.close);
      list(out, HEAD.sources, tree.sources.slice(1), ({ label, bytes }) => {
        text(out, HEAD.itemLabel, label);
        out.piece(HEAD.hex);
        out.hex(bytes, 0, bytes.length);
      });
    }
    out.sign(SIGN.end);
  }
}

/** What stands before each value. */
const HEAD = {
  number: jsonPiece('"number":'),
  time: jsonPiece(',"time":"'),
  length: jsonPiece('","length":'),
  captured: jsonPiece(',"captured":'),
  link: jsonPiece(',"link":'),
  protocols: jsonPiece(',"protocols":['),
  source: jsonPiece('],"source":'),
  destination: jsonPiece(',"destination":'),
  info: jsonPiece(',"info":'),
  fields: jsonPiece(',"fields":{'),
  noFindings: jsonPiece(',"findings":[]'),
  findings: jsonPiece(',"findings":['),
  hints: jsonPiece(',"hints":['),
  digests: jsonPiece(',"digests":['),
  xml: jsonPiece(',"xml":'),
  documents: jsonPiece(',"documents":['),
  tree: jsonPiece(',"tree":['),
  sources: jsonPiece(',"sources":['),
  itemLabel: jsonPiece('{"label":'),
  hex: jsonPiece(',"hex":'),
  rule: jsonPiece('{"rule":'),
  level: jsonPiece(',"level":'),
  severity: jsonPiece(',"severity":'),
  section: jsonPiece(',"section":'),
  message: jsonPiece(',"message":'),
  inSource: jsonPiece('],"source":'),
  format: jsonPiece('{"format":'),
  verdict: jsonPiece(',"verdict":'),
  formula: jsonPiece(',"formula":'),
  secretForm: jsonPiece(',"secretForm":'),
  expected: jsonPiece(',"expected":'),
  found: jsonPiece(',"found":'),
  null: jsonPiece('null'),
} as const;

const encoder = new TextEncoder();
const NO_MEMBERS = new Uint8Array(0);

/** Members that `PacketWriter.write` puts before those of a packet. */
export function membersBefore(members: Readonly<Record<string, unknown>>): Uint8Array {
  const texts = Object.entries(members).map(([name, value]) => `"${name}":${JSON.stringify(value)},`);
  return encoder.encode(texts.join(''));
}

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

function text(out: JsonText, before: JsonPiece, value: string): void {
  out.piece(before);
  out.string(value);
}

/** An array of objects; `write` leaves out the brace at the end. */
function list<T>(out: JsonText, before: JsonPiece, items: readonly T[], write: (item: T) => void): void {
  out.piece(before);
  for (const [i, item] of items.entries()) {
    if (i > 0) out.sign(SIGN.comma);
    write(item);
    out.sign(SIGN.end);
  }
  out.sign(SIGN.close);
}

function writeFindings(out: JsonText, { findings }: Tree): void {
  if (findings.length === 0) {
    out.piece(HEAD.noFindings);
    return;
  }
  const hints = findings.filter(({ rule }) => rule.hint === true);
  const faults = hints.length === 0 ? findings : findings.filter(({ rule }) => rule.hint !== true);
  list(out, HEAD.findings, faults, (finding) => writeFinding(out, finding));
  if (hints.length > 0) list(out, HEAD.hints, hints, (finding) => writeFinding(out, finding));
}

function writeFinding(out: JsonText, { rule, severity, message, source, start, end }: Finding): void {
  text(out, HEAD.rule, rule.id);
  text(out, HEAD.level, rule.level);
  text(out, HEAD.severity, severity);
  text(out, HEAD.section, rule.section);
  text(out, HEAD.message, message);
  writePlace(out, start, end);
  if (source === 0) out.sign(SIGN.close);
  else {
    out.piece(HEAD.inSource);
    out.number(source);
  }
}

/** The members of a `DigestJson` each. */
function writeDigests(out: JsonText, digests: readonly Digest[]): void {
  for (let i = 0; i < digests.length; i++) {
    const { format, verdict, formula, secretForm, expected, found } = digests[i]!;
    if (i > 0) out.sign(SIGN.comma);
    text(out, HEAD.format, format);
    text(out, HEAD.verdict, verdict);
    textOrNull(out, HEAD.formula, formula);
    textOrNull(out, HEAD.secretForm, secretForm);
    octetsOrNull(out, HEAD.expected, expected);
    octetsOrNull(out, HEAD.found, found);
    out.sign(SIGN.end);
  }
  out.sign(SIGN.close);
}

function textOrNull(out: JsonText, before: JsonPiece, value: string | undefined): void {
  out.piece(before);
  if (value === undefined) out.piece(HEAD.null);
  else out.string(value);
}

function octetsOrNull(out: JsonText, before: JsonPiece, value: Uint8Array | undefined): void {
  out.piece(before);
  if (value === undefined) out.piece(HEAD.null);
  else out.hex(value, 0, value.length);
}
