import type { Annotations } from './annotations.ts';
import type { PacketChoice } from './export-views.ts';

/** What a choice of packets is made from. */
export interface ChoiceOf {
  /** Packets of the capture. */
  readonly packets: number;
  readonly annotations: Annotations;
  /** Indexes of the packets that the list shows from place `from` to before `to`, in its order. */
  shown(from: number, to: number): Iterable<number>;
}

/** The indexes of `chosen` in an array: of ten million, `Uint32Array.from` takes a second and 280 MB more. */
export function chosenIndexes(which: PacketChoice, of: ChoiceOf): Uint32Array {
  const indexes = new Uint32Array(mostOf(which, of));
  let count = 0;
  for (const index of chosen(which, of)) indexes[count++] = index;
  return count === indexes.length ? indexes : indexes.slice(0, count);
}

/** As many packets as a choice may have. */
function mostOf(which: PacketChoice, { packets }: ChoiceOf): number {
  switch (which.kind) {
    case 'packets':
      return which.indexes.length;
    case 'places':
      return placesOf(which, packets).reduce((sum, { from, to }) => sum + to - from, 0);
    default:
      return packets;
  }
}

/** Indexes of the chosen packets, each that the capture has. */
export function* chosen(which: PacketChoice, { packets, annotations, shown }: ChoiceOf): Generator<number> {
  switch (which.kind) {
    case 'all':
      for (let index = 0; index < packets; index++) yield index;
      break;
    case 'shown':
      yield* shown(0, packets);
      break;
    case 'places':
      for (const { from, to } of placesOf(which, packets)) yield* shown(from, to);
      break;
    case 'marked':
      for (const index of annotations.marked.values()) if (index < packets) yield index;
      break;
    case 'packets':
      for (const index of which.indexes) if (index >= 0 && index < packets) yield index;
      break;
  }
}

/** The ranges of places as far as a list of all packets has them. */
function placesOf({ ranges }: Extract<PacketChoice, { kind: 'places' }>, packets: number) {
  return ranges
    .map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(to, packets) }))
    .filter(({ from, to }) => from < to);
}
