import { parseColumnKey } from '../../base/column-key.ts';
import { INFO_ALONE, type Wants } from '../../dissect/wants.ts';
import { compileFilter } from '../../filter/compile.ts';
import { NO } from '../../filter/verdict.ts';
import { askedOf, treeFor } from './asked.ts';
import { Cells } from './cells.ts';
import { giveBack, readPackets } from './packet-window.ts';
import type { SortWork } from './sort.ts';
import { TableColumns } from './table-columns.ts';

export type SortValue = number | bigint | string | undefined;

/** Packets dissected for one read. */
const BLOCK = 2048;
/** Packets dissected between two looks at the clock. */
const LOOK_EVERY = 16;

/** Types of fields whose values are the same where nothing but rows is made; others are ordered by what they show. */
const PLAIN: ReadonlySet<string> = new Set(['uint', 'bool', 'frame', 'text', 'time', 'seconds']);

/**
 * Gives the values of a column of fields, or the texts of the Info column, packet by packet: `onValue` gets them in the order of
 * `listed`. Packets that have no such field by what the columns say are not read, and of the others no more is dissected than a filter
 * over the field would ask for.
 * @returns false when it was given up
 * @throws when the file cannot be read any more
 */
export async function gatherValues(
  listed: Uint32Array,
  key: string,
  work: SortWork,
  onValue: (value: SortValue) => void,
): Promise<boolean> {
  const { capture, catalogue, secrets, slices, isOn, onProgress } = work;
  const cells = new Cells([key === 'info' ? '_ws.col.info' : key], catalogue);
  const may = mayHave(key, work);
  const wants = wantsFor(key, work);
  const tree = treeFor(wants);
  const blockFrom = (from: number) => {
    const block = listed.subarray(from, from + BLOCK);
    const has = may(block);
    const read = readPackets(capture, [...block.filter((_, i) => has[i] !== NO)]);
    // It is waited for later, if at all.
    read.catch(() => undefined);
    return { block, has, read };
  };
  let next = blockFrom(0);
  let now = next;
  try {
    for (let from = 0; from < listed.length; from += BLOCK) {
      now = next;
      const { block, has, read } = now;
      // The next packets are read while these are dissected.
      next = blockFrom(from + BLOCK);
      const bytes = await read;
      if (!isOn()) return false;
      for (let i = 0; i < block.length; i++) {
        if (has[i] === NO) onValue(undefined);
        else {
          const { context } = capture.dissect(block[i]!, bytes, secrets, tree, wants);
          onValue(cells.key(tree, context));
        }
        if (i % LOOK_EVERY !== 0 || !slices.isOver) continue;
        onProgress(from + i + 1);
        await slices.pause();
        if (!isOn()) return false;
      }
      giveBack(read);
    }
  } finally {
    giveBack(now.read);
    giveBack(next.read);
  }
  onProgress(listed.length);
  return true;
}

/** What the columns say of whether packets have the field: a verdict for each packet of a block. */
function mayHave(key: string, { capture, catalogue, shapes }: SortWork): (block: Uint32Array) => Uint8Array {
  const names = parseColumnKey(key)?.fields ?? [key];
  const compiled = compileFilter(names.join(' || '), catalogue);
  const isField = names.every((name) => catalogue.get(name)?.source.from === 'rows') && 'filter' in compiled;
  if (!isField) return (block) => new Uint8Array(block.length);
  const columns = new TableColumns(capture, shapes);
  const program = compiled.filter.program();
  return (block) => {
    const first = block[0] ?? 0;
    const behind = (block.at(-1) ?? -1) + 1;
    // Listed packets that lie far apart: their rows one by one.
    const isDense = behind - first <= 4 * block.length;
    const verdicts = new Uint8Array(isDense ? Math.max(0, behind - first) : 1);
    if (isDense && block.length > 0) columns.answer(program, first, behind, verdicts);
    return block.length === 0
      ? new Uint8Array(0)
      : Uint8Array.from(block, (index) => {
          if (!isDense) columns.answer(program, index, index + 1, verdicts);
          return verdicts[isDense ? index - first : 0]!;
        });
  };
}

/** What is asked of trees; undefined for all of it. */
function wantsFor(key: string, { capture, catalogue }: SortWork): Wants | undefined {
  if (key === 'info') return INFO_ALONE;
  const names = parseColumnKey(key)?.fields ?? [key];
  for (const name of names) {
    const info = catalogue.get(name);
    if (info?.source.from !== 'rows' || !info.fields.every(({ type }) => PLAIN.has(type))) return undefined;
  }
  const compiled = compileFilter(names.join(' || '), catalogue);
  return 'filter' in compiled ? askedOf(compiled.filter, capture.registry) : undefined;
}
