import type { Action } from './actions.ts';

/** Actions of a menu that stand in a menu of their own. */
export interface Submenu {
  readonly label: string;
  readonly actions: readonly Action[];
}

/** What a menu holds: its actions in their order, neighbours of one submenu put together in its place. */
export function menuItems(actions: readonly Action[]): readonly (Action | Submenu)[] {
  const items: (Action | { readonly label: string; readonly actions: Action[] })[] = [];
  for (const action of actions) {
    const last = items.at(-1);
    if (action.submenu === undefined) items.push(action);
    else if (last !== undefined && 'actions' in last && last.label === action.submenu.label) last.actions.push(action);
    else items.push({ label: action.submenu.label, actions: [action] });
  }
  return items;
}
