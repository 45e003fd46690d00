import type { StateCreator } from 'zustand';
import type { Catalogue, ConversationRows, FieldView, PacketView } from '../../worker/api.ts';
import type { AppState } from './store.ts';

/** What another packet is for the shown one; `other` is all that has no sign of its own. */
export type RelatedKind = NonNullable<FieldView['leadsTo']> | 'other';

/** A packet that rows of the shown packet's tree lead to. */
export interface RelatedPacket {
  /** The one that is signed, where rows say several things. */
  readonly kind: RelatedKind;
  /** All that it is, in words. */
  readonly words: string;
}

/** Packets that the tree of one leads to, by their index. */
export type RelatedPackets = ReadonlyMap<number, RelatedPacket>;

/** How a row stands to the conversation of the shown packet: `between` are rows of others between its first and its last. */
export type ConversationLine = 'first' | 'inside' | 'between' | 'last';

/** What the rows around those in view have to do with a packet. */
export interface RelatedRows {
  readonly packet: number;
  readonly packets: RelatedPackets;
  /** Undefined where the packet tells no ends, or the list is in an order in which a line would join what is not neighbouring. */
  readonly conversation: ConversationRows | undefined;
  /** The list and the reading that it was asked of. */
  readonly revision: number | undefined;
  readonly epoch: number;
  /** Places that it was asked for. */
  readonly from: number;
  readonly to: number;
}

export interface RelatedSlice {
  /** Of the shown packet, or of the one before while that is on its way. */
  readonly related: RelatedRows | undefined;
  readonly takeRelated: (related: RelatedRows | undefined) => void;
}

export const createRelatedSlice: StateCreator<AppState, [], [], RelatedSlice> = (set) => ({
  related: undefined,
  takeRelated: (related) => set({ related }),
});

/** The plainest first: of several, the first is signed. */
const WORDS: Readonly<Record<RelatedKind, (packet: string, label: string) => string>> = {
  request: (packet) => `Request of ${packet}`,
  response: (packet) => `Response to ${packet}`,
  acknowledgement: (packet) => `Acknowledges ${packet}`,
  acknowledged: (packet) => `Acknowledged by ${packet}`,
  same: (packet) => `Same message as in ${packet}`,
  whole: (packet) => `Completes the message of ${packet}`,
  part: (packet) => `Part of the message in ${packet}`,
  other: (packet, label) => `Linked from ${packet}: ${label}`,
};
const KINDS = Object.keys(WORDS) as readonly RelatedKind[];

/** Index of the packet that a row with this field and text leads to; undefined when it is no link. */
export function linkTarget({ type }: Pick<FieldView, 'type'>, text: string | undefined): number | undefined {
  if (type !== 'frame') return undefined;
  const number = /\d+/.exec(text ?? '')?.[0];
  return number === undefined || Number(number) < 1 ? undefined : Number(number) - 1;
}

const known = new WeakMap<PacketView, RelatedPackets>();

/** Packets that the tree of a packet leads to, in the order of its rows. */
export function relatedPackets(view: PacketView, catalogue: Catalogue): RelatedPackets {
  const before = known.get(view);
  if (before !== undefined) return before;
  const packet = `packet ${view.index + 1}`;
  const said = new Map<number, { kind: RelatedKind; readonly words: Set<string> }>();
  view.fields.forEach((number, row) => {
    const field = catalogue.fields[number];
    if (field?.type !== 'frame') return;
    const target = linkTarget(field, view.texts[row]);
    if (target === undefined || target === view.index) return;
    const kind = field.leadsTo ?? 'other';
    const words = WORDS[kind](packet, field.label);
    const one = said.get(target);
    if (one === undefined) said.set(target, { kind, words: new Set([words]) });
    else {
      one.words.add(words);
      if (KINDS.indexOf(kind) < KINDS.indexOf(one.kind)) one.kind = kind;
    }
  });
  const related = new Map(
    [...said].map(([target, { kind, words }]) => [target, { kind, words: [...words].join(', ') }]),
  );
  known.set(view, related);
  return related;
}

type Shown = Pick<AppState, 'packet' | 'view' | 'catalogue'>;

const NOTHING: RelatedPackets = new Map();

/** Packets that the tree of the shown packet leads to; none while it is on its way. */
export function relatedToShown({ packet, view, catalogue }: Shown): RelatedPackets {
  return view === undefined || catalogue === undefined || view.index !== packet
    ? NOTHING
    : relatedPackets(view, catalogue);
}

/** The first packet of a kind that the shown one's tree leads to. */
export function linkedAs(shown: Shown, kind: RelatedKind): number | undefined {
  const { view, catalogue } = shown;
  if (view === undefined || catalogue === undefined || view.index !== shown.packet) return undefined;
  // A packet may be several things: its sign does not tell all of them.
  const row = view.fields.findIndex((number) => catalogue.fields[number]?.leadsTo === kind);
  const field = catalogue.fields[view.fields[row] ?? -1];
  return field && linkTarget(field, view.texts[row]);
}

/** The line at a row of the list, which shows packet `index`. */
export function lineAt(related: RelatedRows, place: number, index: number): ConversationLine | undefined {
  const { conversation } = related;
  if (conversation === undefined) return undefined;
  const { first, last, from, members } = conversation;
  const member = members[place - from];
  if (first === last || member === undefined || index < first || index > last) return undefined;
  if (index === first) return 'first';
  if (index === last) return 'last';
  return member === 1 ? 'inside' : 'between';
}

/** The signs of a list of this revision: those of another packet's links go at once, its lines stay until there are others. */
export function relatedNow({
  related,
  packet,
  revision,
}: Pick<AppState, 'related' | 'packet'> & { readonly revision: number | undefined }): RelatedRows | undefined {
  if (related === undefined) return undefined;
  const hasMoved = related.revision !== revision;
  const isOther = related.packet !== packet;
  if (!hasMoved && !isOther) return related;
  return {
    ...related,
    packets: isOther ? NOTHING : related.packets,
    conversation: hasMoved ? undefined : related.conversation,
  };
}
