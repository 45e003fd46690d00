import type { ByteSource } from '../files/byte-source.ts';

/** What a session opens. */
export type SessionInput =
  | { readonly kind: 'source'; readonly source: ByteSource }
  /** Several captures as one, ordered by time. */
  | { readonly kind: 'merged'; readonly sources: readonly ByteSource[] }
  | { readonly kind: 'paste'; readonly text: string; readonly reading: number; readonly layer: string };
