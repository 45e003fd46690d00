import type { StateCreator } from 'zustand';
import type { BreakProgress } from '../../worker/api.ts';
import type { AppState } from './store.ts';

export type Place = 'capture' | 'craft' | 'statistics';

/** What the user wants to craft from, or to do in the craft place; the place takes it when it has loaded. */
export type CraftWish =
  | { readonly kind: 'packet'; readonly index: number; readonly row: number | undefined }
  | {
      readonly kind: 'bytes';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly layer: string;
      /** Bits to select. */
      readonly bits: { readonly start: number; readonly end: number } | undefined;
    }
  | { readonly kind: 'paste'; readonly text: string }
  /** The list of templates. */
  | { readonly kind: 'start' }
  | { readonly kind: 'compare'; readonly left: number; readonly right: number | undefined };

/** What the craft place can do right now; it stands here so that menus, keys and the palette reach it. */
export interface CraftCommands {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly hasPacket: boolean;
  readonly run: (command: CraftCommand) => void;
}

export type CraftCommand =
  | 'undo'
  | 'redo'
  | 'new'
  | 'edit'
  | 'out'
  | 'break'
  | 'compare'
  | 'export'
  | 'link'
  | 'copy'
  | 'next-difference'
  | 'previous-difference'
  | 'next-packet'
  | 'previous-packet'
  | 'close';

export interface PlaceSlice {
  readonly place: Place;
  /** Oldest first. */
  readonly craftWishes: readonly CraftWish[];
  readonly craft: CraftCommands | undefined;
  /** How far the engine is with breaking a message. */
  readonly breaking: BreakProgress | undefined;
  readonly setBreaking: (breaking: BreakProgress | undefined) => void;
  readonly showPlace: (place: Place) => void;
  readonly wishCraft: (wish: CraftWish) => void;
  /** The wishes, which are then no longer waiting. */
  readonly takeCraftWishes: () => readonly CraftWish[];
  readonly setCraft: (craft: CraftCommands | undefined) => void;
}

export const createPlaceSlice: StateCreator<AppState, [], [], PlaceSlice> = (set, get) => ({
  place: 'capture',
  craftWishes: [],
  craft: undefined,
  breaking: undefined,
  setBreaking: (breaking) => set({ breaking }),
  showPlace: (place) => set({ place }),
  wishCraft: (wish) => set(({ craftWishes }) => ({ place: 'craft', craftWishes: [...craftWishes, wish] })),
  takeCraftWishes: () => {
    const { craftWishes } = get();
    if (craftWishes.length > 0) set({ craftWishes: [] });
    return craftWishes;
  },
  setCraft: (craft) => set({ craft }),
});
