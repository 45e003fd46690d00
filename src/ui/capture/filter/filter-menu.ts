import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import type { FilterJoin } from '../details/actions.ts';
import { JOINS } from './join-filter.ts';

/** Makes a filter of what a menu was opened on; it holds at once, or is only put into the bar. */
export type UseAsFilter = (how: FilterJoin, isApplied: boolean) => void;

/**
 * The two menus that every field and every cell has; `of` names what they are about.
 * @param onColour makes a colour rule of it, where rows are coloured
 */
export function filterEntries(
  of: string | undefined,
  onFilter: UseAsFilter,
  onColour?: () => void,
): readonly MenuEntry[] {
  const about = of === undefined ? '' : ` (${of})`;
  const entries = (isApplied: boolean): readonly MenuEntry[] =>
    JOINS.map(({ how, label }) => ({ id: how, label, run: () => onFilter(how, isApplied) }));
  const rule = onColour ? [{ id: 'colour', label: 'Colour rule...', separator: true, run: onColour }] : [];
  return [
    { id: 'apply-filter', label: `Apply as filter${about}`, entries: entries(true) },
    { id: 'prepare-filter', label: `Prepare as filter${about}`, entries: [...entries(false), ...rule] },
  ];
}
