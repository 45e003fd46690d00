import { CHUNK, Column } from '../../base/column.ts';

/** Packet indexes in the order of a list. It grows in chunks: 4 octets a listed packet, and growth copies nothing. */
export class PacketList {
  readonly #indexes = new Column(Uint32Array);

  get length(): number {
    return this.#indexes.length;
  }

  push(index: number): void {
    this.#indexes.push(index);
  }

  append(indexes: ArrayLike<number>): void {
    this.#indexes.pushAll(indexes);
  }

  /** Packet at a place; the place must be there. */
  at(place: number): number {
    return this.#indexes.get(place);
  }

  /** Packets of places `from` up to but not including `to`. */
  slice(from: number, to: number): Uint32Array {
    return this.#indexes.slice(from, to);
  }

  /** Place of a packet in a list that ascends; undefined when it is not listed. */
  placeInAscending(index: number): number | undefined {
    const place = this.firstFrom(index);
    return place < this.length && this.at(place) === index ? place : undefined;
  }

  /** First place of an ascending list whose packet is not before `index`. */
  firstFrom(index: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of a packet in a list of any order: looks at each, a millisecond a million. */
  placeOf(index: number): number | undefined {
    for (const { from, values } of this.#indexes.chunks()) {
      const at = values.indexOf(index);
      if (at >= 0) return from + at;
    }
    return undefined;
  }

  equals(other: PacketList): boolean {
    if (this.length !== other.length) return false;
    for (let from = 0; from < this.length; from += CHUNK) {
      const mine = this.slice(from, from + CHUNK);
      const theirs = other.slice(from, from + CHUNK);
      if (mine.some((index, i) => index !== theirs[i])) return false;
    }
    return true;
  }

  static of(indexes: Iterable<number>): PacketList {
    const list = new PacketList();
    for (const index of indexes) list.push(index);
    return list;
  }
}
