import type { Crafted, CraftNode, PacketView } from '../../worker/api.ts';
import { amend, type Drafts, type History, newHistory } from './craft-history.ts';

/** The last packet that could be built. */
export interface Built {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly view: PacketView;
}

/** One packet of the collection. The text of its description is the one truth; the rest is what the engine says of it. */
export interface CraftPacket {
  readonly id: number;
  readonly name: string;
  /** The packet of the capture that it was made from. */
  readonly origin: number | undefined;
  readonly history: History;
  /** The newest answer, and the text that it is about. */
  readonly answer: Crafted | undefined;
  readonly answered: string | undefined;
  /** Nodes of the newest text that could be read. */
  readonly nodes: readonly CraftNode[];
  readonly built: Built | undefined;
  /** Octets that a text gave, newest last, so that a step can be compared with the one before. */
  readonly known: readonly { readonly text: string; readonly bytes: Uint8Array }[];
  /** Octets before the last edit. */
  readonly before: Uint8Array | undefined;
  /** Why the engine gave no answer at all. */
  readonly failure: string | undefined;
  /** Drafts that the text has by now: they are shown until the engine has answered about it. */
  readonly applied: Drafts;
  /** Why a draft could not be taken over, by path. */
  readonly refused: Drafts;
  /** Seconds after the packet before it. */
  readonly delay: number;
  readonly comment: string;
}

const KNOWN = 12;

export function newCraftPacket(id: number, name: string, text: string, origin: number | undefined): CraftPacket {
  return {
    id,
    name,
    origin,
    history: newHistory(text),
    answer: undefined,
    answered: undefined,
    nodes: [],
    built: undefined,
    known: [],
    before: undefined,
    failure: undefined,
    applied: {},
    refused: {},
    delay: 0,
    comment: '',
  };
}

export const textOf = (packet: CraftPacket): string => packet.history.present.text;

/** Whether what is shown belongs to the text as it stands. */
export const isUpToDate = (packet: CraftPacket): boolean => packet.answered === textOf(packet);

/** Drafts that the present text has are put away: what the engine says of it takes their place. */
export function withoutApplied(packet: CraftPacket, answered: string | undefined): CraftPacket {
  const { text, drafts } = packet.history.present;
  if (text !== answered) return packet;
  const left = Object.entries(drafts).filter(([path, typed]) => packet.applied[path] !== typed);
  if (left.length === Object.keys(drafts).length) return packet;
  return { ...packet, history: amend(packet.history, { text, drafts: Object.fromEntries(left) }) };
}

/** While nothing can be built, worked out values and places are those of the last packet that could be. */
function filledIn(nodes: readonly CraftNode[], packet: CraftPacket): readonly CraftNode[] {
  const before = new Map(packet.nodes.map((node) => [node.path, node]));
  return nodes.map((node) => {
    const last = before.get(node.path);
    if (last === undefined || node.end > node.start) return node;
    const text = node.computed === 'computed' && node.text === '' ? last.text : node.text;
    return { ...node, text, start: last.start, end: last.end };
  });
}

/** What was refused gives way once its value has been changed elsewhere: in the text or in the octets. */
function withoutOvertaken(packet: CraftPacket, nodes: readonly CraftNode[]): CraftPacket {
  const { text, drafts } = packet.history.present;
  const refused = Object.keys(packet.refused).filter((path) => path in drafts);
  if (refused.length === 0) return packet;
  const valueAt = (all: readonly CraftNode[], path: string): string | undefined =>
    all.find((node) => node.path === path)?.text;
  const overtaken = refused.filter((path) => valueAt(packet.nodes, path) !== valueAt(nodes, path));
  if (overtaken.length === 0) return packet;
  const left = Object.fromEntries(Object.entries(drafts).filter(([path]) => !overtaken.includes(path)));
  return { ...packet, history: amend(packet.history, { text, drafts: left }) };
}

/** The packet with an answer about one of its texts. */
export function withAnswer(packet: CraftPacket, text: string, answer: Crafted): CraftPacket {
  const { bytes, view } = answer;
  const nodes =
    answer.nodes.length === 0 ? packet.nodes : bytes === undefined ? filledIn(answer.nodes, packet) : answer.nodes;
  const told = {
    ...withoutApplied(withoutOvertaken(packet, nodes), text),
    answer,
    answered: text,
    nodes,
    failure: undefined,
  };
  // A description with faults may come with the tree of an earlier one: only octets of this text count as built.
  if (bytes === undefined || view === undefined) return told;
  const { past, mark } = packet.history;
  const step = mark === undefined ? undefined : past.at(-1)?.text;
  const before = packet.known.find((known) => known.text === step)?.bytes ?? packet.built?.bytes;
  const isSame = packet.built?.text === text;
  return {
    ...told,
    built: { text, bytes, view },
    before: isSame ? packet.before : before,
    known: [...packet.known.filter((known) => known.text !== text), { text, bytes }].slice(-KNOWN),
  };
}
