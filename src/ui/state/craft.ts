import { createStore, type StoreApi } from 'zustand';
import type { Crafted } from '../../worker/api.ts';
import { advance, amend, type Drafts, type History, redo, undo } from './craft-history.ts';
import { type CraftPacket, newCraftPacket, withAnswer, withoutApplied } from './craft-packet.ts';

export type CraftView = 'edit' | 'out' | 'break' | 'compare' | 'export';

/** Where the user is or points: a node of the description, and bits of the built packet. */
export interface Spot {
  readonly path: string | undefined;
  readonly start: number;
  readonly end: number;
  /** Where it was chosen: that part does not scroll to it. */
  readonly from: 'form' | 'text' | 'bytes' | 'findings';
}

/** One side of a comparison. */
export type Side =
  | { readonly kind: 'packet'; readonly index: number }
  | { readonly kind: 'crafted'; readonly id: number };

/** State of the craft place; it exists only once the place has been opened. */
export interface CraftState {
  readonly packets: readonly CraftPacket[];
  readonly active: number | undefined;
  readonly view: CraftView;
  /** The list of templates is shown in place of a packet. */
  readonly isChoosing: boolean;
  readonly selected: Spot | undefined;
  readonly hovered: Spot | undefined;
  /** Layers and groups of the form that are folded, by field. */
  readonly folded: Readonly<Record<number, boolean>>;
  readonly sides: { readonly left: Side | undefined; readonly right: Side | undefined };
  /** Goes to the next difference, while a comparison is shown. */
  readonly jump: ((direction: 1 | -1) => void) | undefined;
  readonly setJump: (jump: CraftState['jump']) => void;
  /** What is on its way, in words. */
  readonly waiting: string | undefined;
  readonly add: (name: string, text: string, origin?: number) => void;
  /** Adds packets and leaves the open one open. */
  readonly collect: (packets: readonly { readonly name: string; readonly text: string }[]) => void;
  /** Packets of an earlier visit, with the place of the open one among them. */
  readonly restore: (kept: {
    readonly packets: readonly (Pick<CraftPacket, 'name' | 'delay' | 'comment'> & { readonly text: string })[];
    readonly active: number;
    readonly view: CraftView;
  }) => void;
  readonly activate: (id: number) => void;
  readonly show: (view: CraftView) => void;
  readonly choose: (isChoosing: boolean) => void;
  readonly remove: (id: number) => void;
  readonly move: (id: number, by: 1 | -1) => void;
  readonly change: (id: number, change: Partial<Pick<CraftPacket, 'name' | 'delay' | 'comment'>>) => void;
  readonly write: (id: number, text: string, what: string) => void;
  readonly draft: (id: number, path: string, typed: string) => void;
  /** A draft was taken over: the text has it. */
  readonly takeDraft: (id: number, path: string, typed: string, text: string) => void;
  readonly refuse: (id: number, path: string, message: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly answer: (id: number, text: string, answer: Crafted) => void;
  readonly fail: (id: number, text: string, failure: string) => void;
  /** Answers are out of date: secrets or protocol choices have changed. */
  readonly forget: () => void;
  readonly select: (spot: Spot | undefined) => void;
  readonly hover: (spot: Spot | undefined) => void;
  readonly fold: (field: number, isFolded: boolean) => void;
  readonly setSides: (sides: Partial<CraftState['sides']>) => void;
  readonly wait: (waiting: string | undefined) => void;
}

export type CraftStore = StoreApi<CraftState>;

function without(drafts: Drafts, path: string): Drafts {
  if (!(path in drafts)) return drafts;
  const { [path]: _, ...rest } = drafts;
  return rest;
}

/** `now` in milliseconds. */
export function createCraftStore(now: () => number = () => performance.now()): CraftStore {
  let lastId = 0;
  return createStore<CraftState>()((set, get) => {
    const update = (id: number, change: (packet: CraftPacket) => CraftPacket): void =>
      set(({ packets }) => ({ packets: packets.map((packet) => (packet.id === id ? change(packet) : packet)) }));
    const travel = (step: (history: History) => History) => (): void => {
      const { active } = get();
      if (active !== undefined) update(active, (packet) => ({ ...packet, history: step(packet.history) }));
    };
    return {
      packets: [],
      active: undefined,
      view: 'edit',
      isChoosing: false,
      selected: undefined,
      hovered: undefined,
      folded: {},
      sides: { left: undefined, right: undefined },
      jump: undefined,
      setJump: (jump) => set({ jump }),
      waiting: undefined,
      add: (name, text, origin) => {
        const packet = newCraftPacket(++lastId, nameFor(name, get().packets), text, origin);
        set(({ packets, sides }) => ({
          packets: [...packets, packet],
          active: packet.id,
          view: 'edit',
          isChoosing: false,
          selected: undefined,
          hovered: undefined,
          sides: origin === undefined ? sides : { left: { kind: 'packet', index: origin }, right: undefined },
        }));
      },
      collect: (added) =>
        set(({ packets }) => ({
          packets: added.reduce(
            (all, { name, text }) => all.concat(newCraftPacket(++lastId, nameFor(name, all), text, undefined)),
            packets,
          ),
        })),
      restore: ({ packets: kept, active, view }) => {
        const packets = kept.map(({ name, text, delay, comment }) => ({
          ...newCraftPacket(++lastId, name, text, undefined),
          delay,
          comment,
        }));
        set({ packets, active: packets[active]?.id, view });
      },
      activate: (active) =>
        set(({ view }) => ({
          active,
          isChoosing: false,
          selected: undefined,
          hovered: undefined,
          view: view === 'export' ? 'edit' : view,
        })),
      show: (view) => set({ view, isChoosing: false, hovered: undefined }),
      choose: (isChoosing) => set({ isChoosing }),
      remove: (id) =>
        set(({ packets, active, sides }) => {
          const place = packets.findIndex((packet) => packet.id === id);
          const left = packets.filter((packet) => packet.id !== id);
          const isSide = (side: Side | undefined): boolean => side?.kind === 'crafted' && side.id === id;
          return {
            packets: left,
            active: active === id ? left[Math.min(place, left.length - 1)]?.id : active,
            selected: active === id ? undefined : get().selected,
            sides: {
              left: isSide(sides.left) ? undefined : sides.left,
              right: isSide(sides.right) ? undefined : sides.right,
            },
          };
        }),
      move: (id, by) =>
        set(({ packets }) => {
          const from = packets.findIndex((packet) => packet.id === id);
          const packet = packets[from];
          const to = from + by;
          if (packet === undefined || to < 0 || to >= packets.length) return {};
          return { packets: packets.toSpliced(from, 1).toSpliced(to, 0, packet) };
        }),
      change: (id, change) => update(id, (packet) => ({ ...packet, ...change })),
      write: (id, text, what) =>
        update(id, (packet) => {
          const { present } = packet.history;
          return { ...packet, history: advance(packet.history, { ...present, text }, what, now()) };
        }),
      draft: (id, path, typed) =>
        update(id, (packet) => {
          const { text, drafts } = packet.history.present;
          const step = { text, drafts: { ...drafts, [path]: typed } };
          return { ...packet, history: advance(packet.history, step, `set ${path}`, now()) };
        }),
      takeDraft: (id, path, typed, text) =>
        update(id, (packet) => {
          const { drafts } = packet.history.present;
          const taken = {
            ...packet,
            applied: { ...packet.applied, [path]: typed },
            refused: without(packet.refused, path),
            history: amend(packet.history, { text, drafts }),
          };
          return withoutApplied(taken, packet.answered);
        }),
      refuse: (id, path, message) =>
        update(id, (packet) => ({ ...packet, refused: { ...packet.refused, [path]: message } })),
      undo: travel(undo),
      redo: travel(redo),
      answer: (id, text, answer) => update(id, (packet) => withAnswer(packet, text, answer)),
      fail: (id, text, failure) => update(id, (packet) => ({ ...packet, answered: text, failure })),
      forget: () => set(({ packets }) => ({ packets: packets.map((packet) => ({ ...packet, answered: undefined })) })),
      select: (selected) => set({ selected }),
      hover: (hovered) => {
        if (hovered !== get().hovered) set({ hovered });
      },
      fold: (field, isFolded) => set(({ folded }) => ({ folded: { ...folded, [field]: isFolded } })),
      setSides: (sides) => set((state) => ({ sides: { ...state.sides, ...sides } })),
      wait: (waiting) => set({ waiting }),
    };
  });
}

/** The name, with a number where another packet has it already. */
function nameFor(name: string, packets: readonly CraftPacket[]): string {
  const isTaken = (wanted: string): boolean => packets.some((packet) => packet.name === wanted);
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}

export const activePacket = ({ packets, active }: Pick<CraftState, 'packets' | 'active'>): CraftPacket | undefined =>
  packets.find(({ id }) => id === active);
