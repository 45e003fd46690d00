import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { FilterCatalogue } from './catalogue.ts';
import { checkedFilter } from './checked.ts';
import { ConstantLeaf } from './column-leaves.ts';
import { columnProgram } from './column-program.ts';
import type { ColumnProgram } from './column-table.ts';
import { type ColumnReader, ColumnValues, isColumn } from './columns.ts';
import { contentPart, type IsContent } from './content-part.ts';
import { evaluator } from './evaluate.ts';
import type { FilterFault } from './lexer.ts';
import { namesIn } from './names-in.ts';
import { neededFamilies } from './needs.ts';
import { TreeValues } from './packet-values.ts';
import { PROTOCOL_NAME } from './protocol-name-leaf.ts';
import { rowNames, searchedNames } from './row-names.ts';
import { isColumnName } from './shapes.ts';
import type { NameRef, Test, Warning } from './typed.ts';
import { type NO, YES } from './verdict.ts';

/** A filter that is ready to be asked about packets. It keeps scratch space: one question at a time. */
export interface CompiledFilter {
  /** The filter as the user has written it, with what its macros stand for; of a part, the whole filter. */
  readonly text: string;
  /** True when the packet with this tree matches. Never throws, whatever the tree holds. */
  test(tree: Tree, context: Context): boolean;
  /** The same answer from the packet list alone; undefined when only the tree can tell. */
  columns(row: ColumnReader): boolean | undefined;
  /** The same for a table with a million rows: made for it, since it keeps what it has worked out. */
  program(): ColumnProgram;
  /**
   * The part that contents of packets answer, where the filter can be parted so.
   */
  parted(isContent: IsContent): PartedFilter | undefined;
  readonly needs: {
    /** A packet can only match when it has one of these (first parts of filter names, as in `PacketShapes`); undefined: any can. */
    readonly families: ReadonlySet<string> | undefined;
    /** True when `columns` always has the answer: no packet's octets are needed. */
    readonly columnsOnly: boolean;
    /** True when it may have another answer once it is known what packets have to do with each other: it asks for more than what stands in octets. */
    readonly relations: boolean;
    /** True when it asks for marks or comments, which the user can change. */
    readonly annotations: boolean;
    /** Filter names of the rows that decide; undefined when more of the tree does. */
    readonly rows: ReadonlySet<string> | undefined;
    /** True when nothing but texts of the list's columns decides. */
    readonly texts: boolean;
    /** As `rows`, of a filter that searches protocols and matches no fewer packets when these have more octets. */
    readonly searched: ReadonlySet<string> | undefined;
  };
  readonly warnings: readonly Warning[];
}

/** A filter as a part that contents answer, and what is asked beside it: see `ContentPart`. */
export interface PartedFilter {
  readonly content: CompiledFilter;
  /** Says of what is asked beside it whether it has a verdict, `neutral` where the content decides. */
  readonly beside: ColumnProgram | undefined;
  readonly neutral: typeof YES | typeof NO;
  readonly decisive: boolean;
}

export type Compiled = { readonly filter: CompiledFilter } | { readonly fault: FilterFault };

/** Reads a filter and makes it ready. A blank one matches every packet. */
export function compileFilter(text: string, catalogue: FilterCatalogue): Compiled {
  const checked = checkedFilter(text, catalogue);
  if ('fault' in checked) return checked;
  return {
    filter: checked.test === undefined ? EVERYTHING : compiled(checked.expanded, checked.test, checked.warnings),
  };
}

function compiled(text: string, test: Test, warnings: readonly Warning[]): CompiledFilter {
  const refs = namesIn(test);
  const ask = evaluator(test);
  const tree = new TreeValues(refs);
  const columns = new ColumnValues();
  return {
    text,
    test: (packet, context) => {
      tree.load(packet, context);
      return ask(tree) === true;
    },
    columns: (row) => {
      columns.load(row);
      return ask(columns);
    },
    program: () => columnProgram(test),
    parted: (isContent) => {
      const part = contentPart(test, isContent);
      if (part === undefined) return undefined;
      const { content, beside, neutral, decisive } = part;
      return { content: compiled(text, content, []), beside: beside && columnProgram(beside), neutral, decisive };
    },
    needs: {
      families: neededFamilies(test),
      columnsOnly: refs.every(isColumn),
      relations: refs.some((ref) => !isColumn(ref) && mayRelate(ref)),
      annotations: refs.some(({ info }) => ANNOTATIONS.has(info.name)),
      rows: rowNames(refs),
      texts: refs.length > 0 && refs.every(({ info }) => info.source.from === 'context'),
      searched: searchedNames(test),
    },
    warnings,
  };
}

/** Packets lead to each other by rows without octets of their own, unless these follow from their packet, and by findings. */
function mayRelate({ info }: NameRef): boolean {
  // Pass 1 says of each packet which protocol that is, and which conversation.
  if (info.name === PROTOCOL_NAME) return false;
  if (info.source.from !== 'rows') return true;
  if (isColumnName(info.source.row)) return false;
  return info.fields.some(
    ({ generated, inherent, ofPacket }) => generated === true && inherent !== true && ofPacket !== true,
  );
}

/** Names of what the user says of packets, and of what follows from it. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  'frame.marked',
  'frame.ignored',
  'frame.comment',
  'frame.ref_time',
  'frame.time_relative',
  'frame',
]);

const EVERYTHING: CompiledFilter = {
  text: '',
  test: () => true,
  columns: () => true,
  program: () => new ConstantLeaf(YES),
  parted: () => undefined,
  needs: {
    families: undefined,
    columnsOnly: true,
    relations: false,
    annotations: false,
    rows: new Set(),
    texts: false,
    searched: undefined,
  },
  warnings: [],
};
