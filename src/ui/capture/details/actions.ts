import { BYTE_FORMATS, type ByteFormat, formatBytes } from './copy-formats.ts';
import { copyText } from './copy-text.ts';

/** What a panel did or asks for; `copied` is there to be said in the live region. */
export type DetailAction =
  | { readonly kind: 'copied'; readonly what: string; readonly done: boolean }
  /** Packets are counted from 0. */
  | { readonly kind: 'go-to-packet'; readonly packet: number };

export type OnAction = (action: DetailAction) => void;

/** How a filter made from a row joins the one that is there. */
export type FilterJoin = 'selected' | 'not' | 'and' | 'or' | 'and-not' | 'or-not';

export function copyAs(what: string, text: string, onAction: OnAction | undefined): void {
  void copyText(text).then((done) => onAction?.({ kind: 'copied', what, done }));
}

export function copyOctets(octets: Uint8Array, format: ByteFormat, at: number, onAction: OnAction | undefined): void {
  const label = BYTE_FORMATS.find(({ id }) => id === format)?.label ?? format;
  copyAs(
    `${octets.length} ${octets.length === 1 ? 'octet' : 'octets'} as ${label}`,
    formatBytes(octets, format, at),
    onAction,
  );
}
