import type { ByteSource } from '../files/byte-source.ts';

/** What a session opens. */
export type SessionInput =
  | { readonly kind: 'source'; readonly source: ByteSource }
  /** Several captures as one, ordered by time. */
  | {
      readonly kind: 'merged';
      readonly sources: readonly ByteSource[];
      /** So many of the first are what is open: what the user has said of its packets stays. */
      readonly keeps?: number;
    }
  | { readonly kind: 'paste'; readonly text: string; readonly reading: number; readonly layer: string };
