import type { Api } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import type { FilterJoin } from '../capture/details/actions.ts';

/** Makes a row's filter the display filter, joined to the present one; or only puts it into the bar. */
export type UseFilter = (filter: string, how: FilterJoin, isApplied: boolean) => void;

/** What every tab of the place gets. */
export interface TabProps {
  readonly engine: () => Remote<Api>;
  readonly isShownOnly: boolean;
  /** Changes when numbers may have changed. */
  readonly tick: string;
  readonly onFilter: UseFilter;
  readonly onCopy: (what: string, text: string) => void;
}
