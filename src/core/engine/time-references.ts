import { IndexSet } from '../store/index-set.ts';

/** Packets that the user has made time references: packets behind one in the file count their time from it. */
export class TimeReferences {
  readonly #packets = new IndexSet();
  /** All of them in ascending order, made when it is first asked for after a change. */
  #ascending: Uint32Array | undefined;

  get size(): number {
    return this.#packets.size;
  }

  has(index: number): boolean {
    return this.#packets.has(index);
  }

  set(index: number, isOn: boolean): void {
    this.#packets.set(index, isOn);
    this.#ascending = undefined;
  }

  /** The packet that packet `index` counts its time from: the latest reference at or before it, else the first packet of all. */
  originOf(index: number): number {
    if (this.#packets.size === 0) return 0;
    this.#ascending ??= Uint32Array.from(this.#packets.values());
    const ascending = this.#ascending;
    let from = 0;
    let to = ascending.length;
    // References before `from` are at or before the packet, those from `to` on behind it.
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (ascending[middle]! <= index) from = middle + 1;
      else to = middle;
    }
    return from === 0 ? 0 : ascending[from - 1]!;
  }
}
