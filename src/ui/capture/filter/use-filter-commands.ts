import { useMemo } from 'react';
import type { SortKey } from '../../../worker/api.ts';
import { useApp } from '../../app/context.ts';
import { MOST_RULES, newRule, rulesOf } from '../colours/rule-list.ts';
import { copyAs, type FilterJoin, type OnAction } from '../details/actions.ts';
import { type ColumnId, isNumber, withField } from '../list/columns.ts';
import { filterInShort } from './filter-words.ts';
import { afterMenus, focusFilterEnd } from './focus-filter.ts';
import { joinFilter } from './join-filter.ts';

export interface FilterCommands {
  /** Applies a filter and keeps it among those that were used. */
  readonly apply: (text: string) => void;
  readonly clear: () => void;
  /** A filter from a row of a packet's tree, joined to the one that holds. */
  readonly fromRow: (packet: number, row: number, how: FilterJoin, isApplied: boolean) => void;
  /** Copies the filter that selects what a row says. */
  readonly copyFromRow: (packet: number, row: number, onAction: OnAction) => void;
  readonly fromCell: (packet: number, key: SortKey, how: FilterJoin, isApplied: boolean) => void;
  /** A colour rule that selects what a row or a cell says, in the dialog of rules. */
  readonly colourFromRow: (packet: number, row: number) => void;
  readonly colourFromCell: (packet: number, key: SortKey) => void;
  /**
   * Adds a column for a field of the catalogue, where it is wished (see `withField`); versions of a protocol may name one field
   * differently.
   */
  readonly addColumn: (field: string, name?: string, place?: { readonly before: ColumnId | undefined }) => void;
}

const NOTHING = 'Nothing to filter by: this has no value that a filter can name';

/** What menus, bar and list do with filters and columns. */
export function useFilterCommands(): FilterCommands {
  const { store, session } = useApp();
  return useMemo(() => {
    const { getState: get } = store;
    const apply = (text: string): void => {
      get().applyFilter(text.trim());
      get().remember(text);
    };
    const use = async (asked: Promise<string | undefined>, how: FilterJoin, isApplied: boolean): Promise<void> => {
      const expression = await asked;
      if (expression === undefined) {
        get().say(NOTHING);
        return;
      }
      const joined = joinFilter(isApplied ? get().filter : get().draft, expression, how);
      if (isApplied) {
        apply(joined);
        get().say(`Filter: ${filterInShort(joined)}`);
        return;
      }
      get().setDraft(joined);
      afterMenus(focusFilterEnd);
    };
    const colour = async (asked: Promise<string | undefined>): Promise<void> => {
      const expression = await asked;
      if (expression === undefined) {
        get().say(NOTHING);
        return;
      }
      const rules = rulesOf(get().layout.colours);
      const added = newRule(filterInShort(expression), expression, rules);
      get().changeLayout({ colours: { isOn: true, rules: [added, ...rules].slice(0, MOST_RULES) } });
      get().showDialog('colours');
    };
    return {
      apply,
      clear: () => get().applyFilter(''),
      fromRow: (packet, row, how, isApplied) => void use(session.list.filterForRow(packet, row), how, isApplied),
      copyFromRow: (packet, row, onAction) =>
        void session.list.filterForRow(packet, row).then((text) => {
          if (text === undefined) get().say(NOTHING);
          else copyAs('filter', text, onAction);
        }),
      fromCell: (packet, key, how, isApplied) => void use(session.list.filterForCell(packet, key), how, isApplied),
      colourFromRow: (packet, row) => void colour(session.list.filterForRow(packet, row)),
      colourFromCell: (packet, key) => void colour(session.list.filterForCell(packet, key)),
      addColumn: (field, name, place) => {
        const { fields = [], names = [] } = get().catalogue ?? {};
        const meta = [...fields, ...names].find(({ filter }) => filter === field);
        const label = name ?? meta?.label ?? field;
        const column = { field, label, isNumber: isNumber(meta?.type) };
        get().setColumns(withField(get().layout.columns, column, place));
        get().say(`Column added: ${label}`);
      },
    };
  }, [store, session]);
}
