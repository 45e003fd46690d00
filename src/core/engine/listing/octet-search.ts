/** Looks for a run of octets (Horspool); letters of ASCII count as equal in both cases when `isFolding`. */
export class OctetSearch {
  readonly #needle: Uint8Array;
  readonly #fold: Uint8Array;
  readonly #skip: Uint32Array;

  /** @param needle at least one octet */
  constructor(needle: Uint8Array, isFolding: boolean) {
    this.#fold = Uint8Array.from({ length: 256 }, (_, octet) =>
      isFolding && octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet,
    );
    this.#needle = needle.map((octet) => this.#fold[octet]!);
    this.#skip = new Uint32Array(256).fill(needle.length);
    const last = needle.length - 1;
    for (let octet = 0; octet < 256; octet++) {
      const at = last === 0 ? -1 : this.#needle.lastIndexOf(this.#fold[octet]!, last - 1);
      if (at >= 0) this.#skip[octet] = last - at;
    }
  }

  get size(): number {
    return this.#needle.length;
  }

  /** Octet where the needle stands first, from `from` on; -1 when it does not. */
  find(octets: Uint8Array, from = 0): number {
    const needle = this.#needle;
    const fold = this.#fold;
    const skip = this.#skip;
    const last = needle.length - 1;
    for (let at = from; at + last < octets.length; at += skip[octets[at + last]!]!) {
      let i = last;
      while (i >= 0 && fold[octets[at + i]!] === needle[i]) i--;
      if (i < 0) return at;
    }
    return -1;
  }
}
