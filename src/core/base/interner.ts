/** One small number per distinct string; number 0 is the empty string. */
export class Interner {
  readonly #ids = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];

  get length(): number {
    return this.#texts.length;
  }

  id(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#texts.length;
      this.#ids.set(text, id);
      this.#texts.push(text);
    }
    return id;
  }

  /** Number of a text that has one. */
  find(text: string): number | undefined {
    return this.#ids.get(text);
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }
}
