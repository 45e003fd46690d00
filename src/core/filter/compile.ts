import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { FilterCatalogue } from './catalogue.ts';
import { type ColumnReader, ColumnValues, isColumn } from './columns.ts';
import { evaluator } from './evaluate.ts';
import type { FilterFault } from './lexer.ts';
import { neededFamilies } from './needs.ts';
import { TreeValues } from './packet-values.ts';
import { parseFilter } from './parser.ts';
import type { NameRef, Operand, Test, Warning } from './typed.ts';
import { checkFilter } from './types.ts';

/** A filter that is ready to be asked about packets. It keeps scratch space: one question at a time. */
export interface CompiledFilter {
  /** True when the packet with this tree matches. Never throws, whatever the tree holds. */
  test(tree: Tree, context: Context): boolean;
  /** The same answer from the packet list alone; undefined when only the tree can tell. */
  columns(row: ColumnReader): boolean | undefined;
  readonly needs: {
    /** A packet can only match when it has one of these (first parts of filter names, as in `PacketShapes`); undefined: any can. */
    readonly families: ReadonlySet<string> | undefined;
    /** True when `columns` always has the answer: no packet's octets are needed. */
    readonly columnsOnly: boolean;
  };
  readonly warnings: readonly Warning[];
}

export type Compiled = { readonly filter: CompiledFilter } | { readonly fault: FilterFault };

/** Reads a filter and makes it ready. A blank one matches every packet. */
export function compileFilter(text: string, catalogue: FilterCatalogue): Compiled {
  const parsed = parseFilter(text);
  if ('fault' in parsed) return parsed;
  if (parsed.test === undefined) return { filter: EVERYTHING };
  const checked = checkFilter(parsed.test, catalogue, text.length);
  if ('fault' in checked) return checked;
  const { test, warnings } = checked;
  const refs = namesIn(test);
  const ask = evaluator(test);
  const tree = new TreeValues(refs);
  const columns = new ColumnValues();
  return {
    filter: {
      test: (packet, context) => {
        tree.load(packet, context);
        return ask(tree) === true;
      },
      columns: (row) => {
        columns.load(row);
        return ask(columns);
      },
      needs: { families: neededFamilies(test), columnsOnly: refs.every(isColumn) },
      warnings,
    },
  };
}

const EVERYTHING: CompiledFilter = {
  test: () => true,
  columns: () => true,
  needs: { families: undefined, columnsOnly: true },
  warnings: [],
};

/** Every name that a filter uses. */
export function namesIn(test: Test): NameRef[] {
  const refs: NameRef[] = [];
  const operand = (of: Operand): void => {
    if (of.kind === 'name') refs.push(of.ref);
    else if (of.kind === 'slice' || of.kind === 'negate') operand(of.of);
    else if (of.kind === 'call') of.args.forEach(operand);
    else if (of.kind === 'arithmetic') of.parts.forEach(operand);
  };
  const visit = (of: Test): void => {
    switch (of.kind) {
      case 'or':
      case 'xor':
      case 'and':
        of.parts.forEach(visit);
        break;
      case 'not':
        visit(of.of);
        break;
      case 'compare':
        operand(of.left);
        operand(of.right);
        break;
      case 'matches':
        operand(of.left);
        break;
      case 'in':
        operand(of.value);
        for (const { from, to } of of.set) {
          operand(from);
          if (to !== undefined) operand(to);
        }
        break;
      case 'exists':
        operand(of.operand);
        break;
    }
  };
  visit(test);
  return refs;
}
