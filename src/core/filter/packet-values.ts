import type { Field } from '../codec/field.ts';
import type { Source, Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { SliceRange } from './ast.ts';
import type { NameRef } from './typed.ts';
import { carriedOctets, familyOf, octetsOfRow, sizeOfRow, type Value, valueOfRow } from './values.ts';

/**
 * Where a filter gets the values of a packet from: its tree, or the columns of the packet list.
 * `undefined` means that the source does not know, which only the columns may say.
 */
export interface PacketValues {
  exists(ref: NameRef): boolean | undefined;
  count(ref: NameRef): number | undefined;
  values(ref: NameRef): readonly Value[] | undefined;
  /** Octets that each value has in the packet. */
  sizes(ref: NameRef): readonly number[] | undefined;
}

const NOWHERE: readonly number[] = [];

/** The values of one tree after the other. Rows are sorted by name in one pass, and values made when a filter asks. */
export class TreeValues implements PacketValues {
  readonly #slots = new Map<string, number>();
  readonly #rows: number[][] = [];
  /** Slots of a field's rows, kept from packet to packet. */
  readonly #slotsOf = new Map<Field, readonly number[]>();
  /** Fields of the packet before, row by row, and their slots: packets of one kind have the same fields in the same rows. */
  readonly #fieldsBefore: Field[] = [];
  readonly #slotsBefore: (readonly number[])[] = [];
  readonly #layered: boolean;
  /** Per row: which protocol of its name it lies in, from 1. */
  #layers: Int32Array = new Int32Array(0);
  #tree: Tree | undefined;
  #context: Context | undefined;

  constructor(refs: readonly NameRef[]) {
    for (const { info } of refs) {
      if (info.source.from !== 'rows' || this.#slots.has(info.source.row)) continue;
      this.#slots.set(info.source.row, this.#rows.length);
      this.#rows.push([]);
    }
    this.#layered = refs.some(({ layers }) => layers !== undefined);
  }

  load(tree: Tree, context: Context): void {
    this.#tree = tree;
    this.#context = context;
    // Setting the length of an empty array takes longer than asking for it.
    for (const rows of this.#rows) if (rows.length > 0) rows.length = 0;
    if (this.#layered) this.#layers = layersOf(tree);
    if (this.#rows.length === 0) return;
    const alternative = tree.sources.some(isAlternative);
    const { length } = tree;
    for (let row = 0; row < length; row++) {
      const field = tree.field(row);
      if (this.#fieldsBefore[row] !== field) {
        this.#fieldsBefore[row] = field;
        this.#slotsBefore[row] = this.#slotsFor(field);
      }
      const slots = this.#slotsBefore[row]!;
      if (slots.length === 0) continue;
      // Another reading of octets that are also read as what they are: its values are not the packet's.
      if (alternative && tree.sources[tree.source(row)]?.alternative === true) continue;
      for (const slot of slots) this.#rows[slot]!.push(row);
    }
  }

  exists(ref: NameRef): boolean {
    return this.count(ref) > 0;
  }

  count(ref: NameRef): number {
    return ref.info.source.from === 'rows' ? this.#rowsOf(ref).length : this.values(ref).length;
  }

  values(ref: NameRef): readonly Value[] {
    const { source } = ref.info;
    const tree = this.#tree;
    const context = this.#context;
    if (tree === undefined || context === undefined) return [];
    switch (source.from) {
      case 'rows':
        return this.#valuesOf(tree, ref);
      case 'findings':
        return defined(tree.findings.map(source.value));
      case 'context':
        return [source.value(context)];
      case 'layers':
        return context.layers.filter(({ protocol }) => protocol === source.protocol).map(() => NO_OCTETS);
    }
  }

  sizes(ref: NameRef): readonly number[] | undefined {
    const tree = this.#tree;
    if (ref.info.source.from !== 'rows' || tree === undefined) return undefined;
    return this.#rowsOf(ref).map((row) => (ref.raw ? octetsOfRow(tree, row).length : sizeOfRow(tree, row)));
  }

  /** In one loop without closures: a filter over a header spends a third of its time here otherwise. */
  #valuesOf(tree: Tree, ref: NameRef): readonly Value[] {
    const values: Value[] = [];
    for (const row of this.#rowsOf(ref)) {
      const searched = ref.carried && tree.field(row).type === 'protocol';
      const value = ref.raw ? octetsOfRow(tree, row) : searched ? carriedOctets(tree, row) : valueOfRow(tree, row);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  #rowsOf({ info, layers }: NameRef): readonly number[] {
    const slot = info.source.from === 'rows' ? this.#slots.get(info.source.row) : undefined;
    const rows = slot === undefined ? NOWHERE : this.#rows[slot]!;
    if (layers === undefined) return rows;
    const last = rows.reduce((most, row) => Math.max(most, this.#layers[row] ?? 0), 0);
    return rows.filter((row) => layers.some((range) => isInLayers(range, this.#layers[row] ?? 0, last)));
  }

  #slotsFor(field: Field): readonly number[] {
    const known = this.#slotsOf.get(field);
    if (known !== undefined) return known;
    // What a protocol has behind all that it carries is not the protocol once more.
    const names = field.atEnd === true ? [] : [field.filter, ...(field.also ?? [])];
    const slots = [...new Set(names)].map((name) => this.#slots.get(name)).filter((slot) => slot !== undefined);
    this.#slotsOf.set(field, slots);
    return slots;
  }
}

const NO_OCTETS = new Uint8Array(0);

function isAlternative({ alternative }: Source): boolean {
  return alternative === true;
}

function defined<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

/** Layers count from 1, from the end with -1. */
function isInLayers(range: SliceRange, layer: number, last: number): boolean {
  const at = (n: number) => (n < 0 ? last + 1 + n : n);
  const first = at(range.start);
  const end = 'last' in range ? at(range.last) : range.length === undefined ? last : first + range.length - 1;
  return first <= layer && layer <= end;
}

/**
 * Per row: the number of the protocol row around it (or itself) among those of the same name; of rows that stand beside all
 * protocols (what fragments were put together to) that of their own protocol before them.
 */
function layersOf(tree: Tree): Int32Array {
  const layers = new Int32Array(tree.length);
  const counts = new Map<string, number>();
  for (let row = 0; row < tree.length; row++) {
    const field = tree.field(row);
    if (field.type !== 'protocol') {
      if (layers[row] === 0) layers[row] = counts.get(familyOf(field.filter)) ?? 0;
      continue;
    }
    const layer = Math.max(1, (counts.get(field.filter) ?? 0) + (field.atEnd === true ? 0 : 1));
    counts.set(field.filter, layer);
    // Protocols inside this one come later and write over it.
    layers.fill(layer, row, tree.endRow(row));
  }
  return layers;
}
