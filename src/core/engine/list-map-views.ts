/** Rows of the list as the lines of a small map; `colours`, `signs` and `packets` have a value a row. */
export interface MapLines {
  readonly version: number;
  /** Of the list (see ListingStatus): rows of an older one may stand elsewhere by now. */
  readonly revision: number;
  /** Place of the first row. */
  readonly from: number;
  /** As `PacketRow.colour`. */
  readonly colours: Int16Array;
  /** Bits as in base/line-signs.ts. */
  readonly signs: Uint8Array;
  /** As `PacketRow.index`. */
  readonly packets: Uint32Array;
}

/** Calls for the map beside the list; part of the api between page and worker. */
export interface ListMapApi {
  /**
   * Rows at places `from` to `from + count` of the list, 2 000 at most. They are made in the background: whatever else is asked
   * comes first. Undefined when that was given up, since others are asked for or the list has become another one.
   * @throws when the file cannot be read any more
   */
  mapLines(from: number, count: number): MapLines | undefined;
  /** Nobody waits for rows that are being made. */
  stopMapLines(): void;
}
