import type { PacketView } from '../engine/views.ts';

/*
 * What the craft part of the engine shows to a user interface: plain data, made to be sent to another thread.
 * A description is JSON text; `path` is a JSON pointer into it (`/layers/2/udp/1/udp.dstport`).
 */

/** What is wrong with a description, and what would be allowed. */
export interface CraftFault {
  readonly path: string;
  readonly message: string;
  /** Place in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Place in a document's XML, in UTF-16 units of it; undefined where the fault is not inside one. */
  readonly within?: { readonly from: number; readonly to: number };
}

/** One node of a description as a form shows it; nodes stand in preorder. */
export interface CraftNode {
  readonly path: string;
  readonly depth: number;
  /** Its field's place in the catalogue. */
  readonly field: number;
  readonly kind: 'layer' | 'group' | 'uint' | 'bool' | 'text' | 'bytes' | 'address' | 'document';
  /** The value as a user types it; empty for groups. */
  readonly text: string;
  /** Bits of the built packet, in source 0. */
  readonly start: number;
  readonly end: number;
  /** Whether the value is worked out from others, and whether the user has put another one in its place. */
  readonly computed: 'no' | 'computed' | 'pinned';
  /** Named values, a few at most; undefined when there are none. */
  readonly choices: readonly { readonly value: number; readonly name: string }[] | undefined;
  /** Largest number that fits. */
  readonly max: number | undefined;
  /** Whether it can be left out, or stand twice. */
  readonly isRepeatable: boolean;
}

/** A built packet: what the form, the bytes and the findings show. The tree is of the built octets, or of the last that could be built. */
export interface Crafted {
  readonly faults: readonly CraftFault[];
  readonly bytes: Uint8Array | undefined;
  readonly nodes: readonly CraftNode[];
  readonly view: PacketView | undefined;
}

/** An edit of one node of a description. */
export type CraftEdit =
  | { readonly kind: 'set'; readonly path: string; readonly text: string }
  /** Works the value out again. */
  | { readonly kind: 'unpin'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'duplicate'; readonly path: string }
  /**
   * Replaces bits of the built packet: a bit flipped, octets typed. With `start` at `end` the octets are put in there; without
   * octets the bits are taken out.
   */
  | { readonly kind: 'bits'; readonly start: number; readonly end: number; readonly hex: string };

export interface CraftTemplate {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly doc: string;
  /** Bearers that can carry it, the usual one first. */
  readonly bearers: readonly string[];
}

export interface CraftBearer {
  readonly id: string;
  readonly name: string;
  readonly doc: string;
}

/** One packet that goes out. */
export interface OutgoingPacket {
  readonly label: string;
  readonly description: string;
  readonly bytes: Uint8Array;
  /** True for packets with octets of the content in them: not for handshakes, binds and answers. */
  readonly isContent: boolean;
}

export interface CraftFormat {
  readonly id: string;
  readonly name: string;
  /** For file names, without the dot. */
  readonly extension: string;
  readonly isText: boolean;
}

/** A packet of the collection that is exported. */
export interface ExportItem {
  readonly description: string;
  /** Seconds after the first packet. */
  readonly delay: number;
  readonly comment: string;
}

/** A variant of a message that breaks exactly one rule. */
export interface BrokenVariant {
  readonly rule: string;
  readonly what: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

/** How many changes of a message have been tried. */
export interface BreakProgress {
  readonly done: number;
  readonly total: number;
}

/** One row of a comparison of two packets. */
export interface DifferenceRow {
  readonly depth: number;
  readonly field: number;
  readonly kind: 'same' | 'changed' | 'left' | 'right';
  readonly left: string;
  readonly right: string;
  /** Rows of the two trees; undefined where one has none. */
  readonly leftRow: number | undefined;
  readonly rightRow: number | undefined;
}

export interface Difference {
  readonly left: PacketView;
  readonly right: PacketView;
  readonly rows: readonly DifferenceRow[];
}

/** A packet of the capture, or a description. */
export type CraftSubject =
  | { readonly kind: 'packet'; readonly index: number }
  | { readonly kind: 'description'; readonly text: string };

/** Calls about crafting; part of the api between page and worker. */
export interface CraftApi {
  craftTemplates(): { readonly templates: readonly CraftTemplate[]; readonly bearers: readonly CraftBearer[] };
  /** Description of a template's packet over a bearer: of several, the first with octets of the content. */
  craftTemplate(template: string, bearer: string): string;
  /** All packets that bring a template's content over a bearer, in order, with what the other side sends in between. */
  craftTemplatePackets(template: string, bearer: string): readonly OutgoingPacket[];
  /** Description of a packet of the capture, or of one of its layers and what that carries (`row` of its tree). */
  describePacket(index: number, row: number | undefined): string;
  /** Description of octets that begin with a start layer, or with a link type: `link:1`. */
  describeBytes(bytes: Uint8Array, layer: string): string;
  /** Descriptions of the packets of pasted text: reading number `reading` of `recognise`, read from layer `layer`. */
  describePaste(text: string, reading: number, layer: string): readonly string[];
  craft(description: string): Crafted;
  /** The description after an edit, formatted as it was; faults when the edit is not possible. */
  craftEdit(
    description: string,
    edit: CraftEdit,
  ): { readonly description: string; readonly faults: readonly CraftFault[] };
  /**
   * The same content over another bearer: the packets that go out. A packet with a part of the content alone cannot tell it:
   * then `among`, the packets that it stands among in their order, itself included, are looked at for the others.
   */
  craftOver(description: string, bearer: string, among?: readonly string[]): readonly OutgoingPacket[];
  /** JSON schema of descriptions, for the editor. */
  craftSchema(): unknown;
  craftFormats(): readonly CraftFormat[];
  craftExport(items: readonly ExportItem[], format: string): Uint8Array;
  /**
   * Variants that each break one rule; the rules that cannot be broken in it are named with the reason. `breaking` events say
   * how far it is; a new call gives up the one before.
   */
  craftBreak(description: string): {
    readonly variants: readonly BrokenVariant[];
    readonly missing: readonly { readonly rule: string; readonly reason: string }[];
  };
  /** Ends breaking; what was found so far is its answer. */
  stopBreak(): void;
  compare(left: CraftSubject, right: CraftSubject): Difference;
}
