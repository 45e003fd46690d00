import type { StateCreator } from 'zustand';
import type { FollowForm, FollowSide, FollowView } from '../../worker/api.ts';
import type { AppState } from './store.ts';

/** A conversation that is shown in place of the list. */
export interface Following {
  /** Packet that it was asked for, counted from 0; what was said before it is left out with `isFromHere`. */
  readonly packet: number;
  readonly isFromHere: boolean;
  /** The display filter that held before, and the one of the conversation. */
  readonly filterBefore: string;
  readonly filter: string;
}

export interface FollowSlice {
  readonly following: Following | undefined;
  /** How far the engine is with it. */
  readonly followed: FollowView | undefined;
  readonly followForm: FollowForm;
  readonly followSide: FollowSide;
  readonly startFollowing: (following: Following, view: FollowView) => void;
  readonly takeFollowed: (view: FollowView) => void;
  readonly showFollowed: (change: { readonly form?: FollowForm; readonly side?: FollowSide }) => void;
  /** Shows the list again; `isKept` when its filter stays the one of the conversation. */
  readonly leaveFollowing: (isKept: boolean) => void;
}

/** What holds of a capture that has just been opened. */
export const NOT_FOLLOWING = { following: undefined, followed: undefined } as const;

export const createFollowSlice: StateCreator<AppState, [], [], FollowSlice> = (set, get) => ({
  ...NOT_FOLLOWING,
  followForm: 'ascii',
  followSide: 'both',
  startFollowing: (following, followed) => {
    // One end of another conversation is nobody's wish; the form is.
    set((state) => ({
      following,
      followed,
      followSide: state.following?.packet === following.packet ? state.followSide : 'both',
      maximised: undefined,
    }));
    get().applyFilter(following.filter);
  },
  takeFollowed: (followed) => set(({ following }) => (following === undefined ? {} : { followed })),
  showFollowed: ({ form, side }) =>
    set(({ followForm, followSide }) => ({ followForm: form ?? followForm, followSide: side ?? followSide })),
  leaveFollowing: (isKept) => {
    const { following, filter, applyFilter } = get();
    set(NOT_FOLLOWING);
    // A filter that was typed meanwhile is the user's.
    if (following !== undefined && !isKept && filter === following.filter) applyFilter(following.filterBefore);
  },
});
