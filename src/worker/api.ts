import type { BreakProgress, CraftApi } from '../core/craft/views.ts';
import type { ColourApi } from '../core/engine/colour-views.ts';
import type { ExportProgress, ExportRequest, MarkApi } from '../core/engine/export-views.ts';
import type { FollowApi } from '../core/engine/follow-views.ts';
import type { ListMapApi } from '../core/engine/list-map-views.ts';
import type { ListingApi, ListingStatus } from '../core/engine/listing-views.ts';
import type { MacroApi } from '../core/engine/macro-views.ts';
import type { StatisticsApi } from '../core/engine/statistics-views.ts';
import type {
  CaptureStatus,
  Catalogue,
  DecodeAs,
  PacketView,
  PasteReading,
  RowWindow,
  SecretInput,
} from '../core/engine/views.ts';
import type { LookApi } from '../core/octet-views/look.ts';

export type * from '../core/craft/views.ts';
export type * from '../core/engine/colour-views.ts';
export type * from '../core/engine/export-views.ts';
export type * from '../core/engine/follow-views.ts';
export type * from '../core/engine/list-map-views.ts';
export type * from '../core/engine/listing-views.ts';
export type * from '../core/engine/macro-views.ts';
export type * from '../core/engine/statistics-views.ts';
export type * from '../core/engine/views.ts';
export type { FindInOctets } from '../core/octet-views/find.ts';
export type * from '../core/octet-views/look.ts';
export type * from '../core/octet-views/steps.ts';

/** A capture as a file, or its octets. */
export type FileInput =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array };

/** What is opened. A file stays where it is and is read in windows. */
export type Input =
  | FileInput
  /** Several captures as one, ordered by time. */
  | {
      readonly kind: 'merged';
      readonly parts: readonly FileInput[];
      /** So many of the first are what is open: marks and comments of its packets stay. */
      readonly keeps: number;
    }
  /** Pasted text: reading number `reading` of `recognise`, read from layer `layer`. */
  | { readonly kind: 'paste'; readonly text: string; readonly reading: number; readonly layer: string };

/** The answer of `open`: the state of the capture, and the first rows of its list, which are asked for next in any case. */
export interface Opening {
  readonly status: CaptureStatus;
  readonly rows: RowWindow | undefined;
}

/** Every call from the page to the worker; each answers with a promise of the declared result. */
export interface Api
  extends ListingApi,
    ListMapApi,
    FollowApi,
    MarkApi,
    ColourApi,
    CraftApi,
    StatisticsApi,
    MacroApi,
    LookApi {
  catalogue(): Catalogue;
  /** Opens an input in place of the one before; answers when the first packets can be listed, loading goes on. */
  open(input: Input): Opening;
  /** Ends loading and keeps what is there. */
  stop(): CaptureStatus;
  close(): void;
  status(): CaptureStatus | undefined;
  /** Rows at places `from` to `from + count` of the list. */
  rows(from: number, count: number): RowWindow;
  packet(index: number): PacketView | undefined;
  /** What pasted text could be, likeliest first. */
  recognise(text: string): readonly PasteReading[];
  /** Replaces the secrets; digests are judged anew. Secrets live in the worker's memory only. */
  setSecrets(secrets: readonly SecretInput[]): void;
  /** Replaces the user's protocol choices; everything is read anew. */
  setDecodeAs(choices: readonly DecodeAs[]): void;
  /** Packets as a file, undefined when it was stopped; `exporting` events say how far it is. */
  exportPackets(request: ExportRequest): Blob | undefined;
  stopExport(): void;
}

/** What the worker says unasked. */
export interface Events {
  status: CaptureStatus;
  listing: ListingStatus;
  exporting: ExportProgress;
  breaking: BreakProgress;
}
