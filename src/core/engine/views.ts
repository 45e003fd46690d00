import type { FieldType, LinkKind } from '../codec/field.ts';
import type { Severity } from '../codec/rule.ts';
import type { DigestVerdict } from '../dissect/digest.ts';
import type { SecretForm } from '../dissect/secrets.ts';

/*
 * What the engine shows of itself to a user interface: plain data, made to be sent to another thread.
 * Positions are bits from the first bit of a source; packets are counted from 0 here and from 1 for people.
 */

/** A field as the catalogue lists it; tree rows name it by its place in the list. */
export interface FieldView {
  readonly filter: string;
  readonly label: string;
  readonly type: FieldType;
  readonly spec: string | undefined;
  readonly doc: string | undefined;
  readonly generated: boolean;
  /** Some of its values have names. */
  readonly hasNames?: boolean;
  /** Of a `frame` field: what the packet that it leads to is for the one with the field. */
  readonly leadsTo?: LinkKind;
}

export interface RuleView {
  readonly id: string;
  readonly level: string;
  readonly severity: Severity;
  readonly section: string;
  readonly text: string;
}

/** Everything declared: sent once. */
export interface Catalogue {
  readonly fields: readonly FieldView[];
  /** Names that stand for several fields, or are another of one field: `udp.port`, `ip.addr`. */
  readonly names: readonly FieldView[];
  readonly rules: readonly RuleView[];
  /** Start layers and formats that a paste can be read as. */
  readonly layers: readonly { readonly id: string; readonly name: string }[];
  /** Tables that "decode as" can override, with the protocols to choose from. */
  readonly protocols: readonly { readonly id: string; readonly name: string }[];
}

/** A fault of the file: where, and what. */
export interface FaultView {
  readonly offset: number;
  readonly message: string;
  readonly fatal: boolean;
}

/** State of the open capture; sent again whenever something of it has changed. */
export interface CaptureStatus {
  /** Changes when the packets or their reading change: answers for an older version are to be dropped. */
  readonly version: number;
  readonly name: string;
  /** Octets of the file, and how many of them have been read. */
  readonly size: number;
  readonly read: number;
  /** For people: `pcap, nanoseconds, little-endian`, `pasted: hexdump -C`. */
  readonly format: string;
  readonly packets: number;
  readonly phase: 'loading' | 'done' | 'stopped' | 'failed';
  readonly faults: readonly FaultView[];
  /** Statements of the file: application, comments, interfaces. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
  /** First and last packet's time in seconds since 1970, undefined while there are none. */
  readonly firstSeconds: number | undefined;
  readonly firstNanos: number;
  /** How far the judging pass has come, and what it has found so far. */
  readonly judged: number;
  readonly judging: boolean;
  /** Why judging has ended before all packets were judged. */
  readonly judgingFault: string | undefined;
  readonly verdicts: Readonly<Record<DigestVerdict, number>>;
  /** Per rule, how many packets have a finding of it, and the first of them. */
  readonly broken: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly packets: number;
    readonly first: number;
  }[];
}

/** One row of the packet list. */
export interface PacketRow {
  readonly index: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly previousSeconds: number;
  readonly previousNanos: number;
  /** Time of the packet that is listed before it, in the order of the capture; its own where there is none. */
  readonly shownSeconds: number;
  readonly shownNanos: number;
  /** Time that it counts its own from: that of the latest time reference at or before it, else of the first packet. */
  readonly originSeconds: number;
  readonly originNanos: number;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly length: number;
  readonly captured: number;
  readonly info: string;
  /** Worst finding of the packet. */
  readonly severity: Severity | undefined;
  /** Verdict on its digest, when it carries one. */
  readonly verdict: DigestVerdict | undefined;
  readonly commented: boolean;
  /** Values of the columns that the user has added, in their order; empty where the packet has no such field. */
  readonly cells: readonly string[];
  readonly isMarked: boolean;
  /** It is a time reference. */
  readonly isReference: boolean;
  /** The user has asked to leave it out: its row says nothing but that. */
  readonly isIgnored: boolean;
  /** Of the rule that colours it, or below 0 the number of its coloured conversation; 0 when nothing does (see ColourApi). */
  readonly colour: number;
}

export interface RowWindow {
  readonly version: number;
  /** Of the list (see ListingStatus): rows of an older one may stand elsewhere by now. */
  readonly revision: number;
  readonly from: number;
  readonly rows: readonly PacketRow[];
}

export interface SourceView {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

export interface FindingView {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: number;
  readonly start: number;
  readonly end: number;
  /** Deepest tree row that holds the bits. */
  readonly row: number;
}

export interface DigestView {
  readonly format: string;
  readonly verdict: DigestVerdict;
  readonly formula: string | undefined;
  readonly secretForm: SecretForm | undefined;
  /** Hexadecimal digits. */
  readonly expected: string | undefined;
  readonly found: string | undefined;
  /** How many combinations of formula, secret and form of secret were tried. */
  readonly tried: number;
  readonly source: number;
  readonly start: number;
  readonly end: number;
  /** What the canonical formula hashes besides the secret. */
  readonly covered: { readonly source: number; readonly start: number; readonly end: number } | undefined;
}

/** A document in the packet as readable text, each part linked to its bits. */
export interface DocumentView {
  readonly label: string;
  readonly language: 'xml';
  readonly text: string;
  readonly source: number;
  /** Four numbers a part: start and end in the text, first bit and bit after the last; outer parts first. */
  readonly spans: Int32Array;
}

/** Whole tree of one packet: rows in preorder as columns. */
export interface PacketView {
  readonly version: number;
  readonly index: number;
  /** Per row: place of its field in the catalogue. */
  readonly fields: Uint16Array;
  /** Per row: start bit, end bit, row after its last descendant, source. */
  readonly positions: Int32Array;
  /** Per row: its value for people; empty when it has none. */
  readonly texts: readonly string[];
  readonly sources: readonly SourceView[];
  readonly findings: readonly FindingView[];
  readonly digests: readonly DigestView[];
  readonly documents: readonly DocumentView[];
  readonly layers: readonly { readonly protocol: string; readonly chosenBy: string }[];
  readonly protocol: string;
  readonly info: string;
}

/** One thing that pasted text could be. */
export interface PasteReading {
  /** `hexdump -C`, `base64`, `C array` ... */
  readonly form: string;
  readonly packets: number;
  readonly octets: number;
  /** Start layer that the form or the octets suggest. */
  readonly layer: string;
  /** Why that layer: `guess 0.90`, `stated by the text`. */
  readonly layerChosenBy: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Text that was not understood, as the user pasted it. */
  readonly ignored: readonly string[];
  readonly warnings: readonly string[];
}

/** A secret as the user typed it. */
export interface SecretInput {
  readonly serverId?: string;
  readonly form: 'text' | 'hex' | 'base64';
  readonly typed: string;
  /** Hexadecimal digits of the server nonce (DM 1.2). */
  readonly nonce?: string;
  readonly accountName?: string;
  /** PIN and IMSI that protect client provisioning; a secret may consist of these alone, with nothing typed. */
  readonly pin?: string;
  readonly imsi?: string;
}

/** A choice of the user: traffic with this key is of this protocol. */
export interface DecodeAs {
  readonly table: 'udp.port' | 'tcp.port' | 'link.type' | 'eth.type' | 'ip.proto' | 'media.type';
  readonly key: number | string;
  readonly protocol: string;
}
