import type { Range } from './push-carrier.ts';

/**
 * How the characters of user data stand in octets.
 * `septets`: GSM 7-bit, packed; `characters`: one per octet in the alphabet of the SMS centre; `compressed`: not read.
 */
export type UserDataCoding = 'septets' | 'octets' | 'ucs2' | 'characters' | 'compressed';

/**
 * What a bearer knows of the user data of a short message that it hands over (TS 23.040 TP-UD, SMPP short_message, a cell
 * broadcast page). The user data's dissector reads it; neither knows the other.
 */
export interface ShortMessage {
  /** True when the user data begin with a header (UDHI). */
  readonly hasHeader: boolean;
  readonly coding: UserDataCoding;
  /** Septets of the user data, header included; -1 when the coding has none. */
  readonly septets: number;
  /** Sender, receiver and direction: what tells apart concatenated messages with the same reference number. */
  readonly thread: string;
  /** Closes the bearer's own row; called before the content makes rows of its own. */
  readonly end?: () => void;
  /** Ports from outside the user data (SMPP parameters). */
  readonly ports?: {
    readonly destination: { readonly port: number } & Range;
    readonly originator: { readonly port: number } & Range;
  };
  /** Segment numbers from outside the user data (SMPP sar parameters). */
  readonly segment?: { readonly reference: number; readonly total: number; readonly number: number };
}
