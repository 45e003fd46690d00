import type { Api } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import type { FilterUse } from './StatTable.tsx';

/** What every tab of the place gets. */
export interface TabProps {
  readonly engine: () => Remote<Api>;
  readonly isShownOnly: boolean;
  /** Changes when numbers may have changed. */
  readonly tick: string;
  readonly onFilter: (filter: string, use: FilterUse) => void;
  readonly onCopy: (what: string, text: string) => void;
}
