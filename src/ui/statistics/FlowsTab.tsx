import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowKey, FlowLayer, FlowRow } from '../../worker/api.ts';
import { useApp, useAppState } from '../app/context.ts';
import type { TableSort } from '../state/statistics.ts';
import { whole } from './format.ts';
import { StatTable } from './StatTable.tsx';
import type { TabProps } from './tab-props.ts';
import { flowColumns } from './tables.tsx';
import { useGrowing } from './use-growing.ts';
import { useSort } from './use-sort.ts';

const LAYERS: readonly { readonly id: FlowLayer; readonly label: string }[] = [
  { id: 'ethernet', label: 'Ethernet' },
  { id: 'ipv4', label: 'IPv4' },
  { id: 'ipv6', label: 'IPv6' },
  { id: 'tcp', label: 'TCP' },
  { id: 'udp', label: 'UDP' },
  { id: 'other', label: 'Other' },
];
const BY_PACKETS: TableSort = { id: 'packets', isDescending: true };
const NO_MOST = { packets: 0, octets: 0 };
const MARGIN = 50;
/** Rows of one answer while all are fetched: the engine gives no more at once. */
const AT_ONCE = 100_000;

/** Conversations or endpoints of one layer after the other. */
export function FlowsTab({ kind, ...props }: TabProps & { readonly kind: 'conversations' | 'endpoints' }): ReactNode {
  const { engine, isShownOnly, tick, onFilter, onCopy } = props;
  const { store } = useApp();
  const chosen = useAppState((state) => state.statistics.layers[kind]);
  const [window, setWindow] = useState({ from: 0, count: 100 });
  const [fitting, setFitting] = useState<FlowLayer>('ipv4');
  const layer = chosen ?? fitting;
  const hasPorts = layer === 'tcp' || layer === 'udp';
  const [wished, setSort] = useSort(kind, flowColumns(kind, hasPorts, NO_MOST));
  const sort = wished ?? BY_PACKETS;
  const request = {
    kind,
    layer,
    isShownOnly,
    sort: { key: sort.id as FlowKey, isDescending: sort.isDescending },
  } as const;
  const key = JSON.stringify([request, window]);
  const view = useGrowing(() => engine().flows({ ...request, ...window }), key, tick);
  // Until the user chooses, the first layer that has something is shown.
  const first = LAYERS.find(({ id }) => id !== 'ethernet' && (view?.counts[id] ?? 0) > 0) ?? LAYERS[0];
  useEffect(() => {
    if (view !== undefined && chosen === undefined && first !== undefined) setFitting(first.id);
  }, [view, chosen, first]);
  const cache = useRef(new Map<number, FlowRow>());
  const shownKey = useRef('');
  const table = JSON.stringify(request);
  if (view !== undefined) {
    if (shownKey.current !== table) cache.current.clear();
    shownKey.current = table;
    for (const [i, row] of view.rows.entries()) cache.current.set(view.from + i, row);
  }
  const onWindow = useCallback((from: number, to: number) => {
    setWindow((old) =>
      from >= old.from && to <= old.from + old.count
        ? old
        : { from: Math.max(0, from - MARGIN), count: to - from + 2 * MARGIN },
    );
  }, []);
  const most = { packets: view?.mostPackets ?? 0, octets: view?.mostOctets ?? 0 };
  const columns = useMemo(
    () => flowColumns(kind, hasPorts, { packets: most.packets, octets: most.octets }),
    [kind, hasPorts, most.packets, most.octets],
  );
  const name = kind === 'conversations' ? 'Conversations' : 'Endpoints';
  return (
    <StatTable
      label={`${name}, ${LAYERS.find(({ id }) => id === layer)?.label}`}
      columns={columns}
      count={view?.count ?? 0}
      row={(place) => cache.current.get(place)}
      sort={sort}
      onSort={setSort}
      filterOf={({ filter }) => filter}
      onFilter={onFilter}
      onCopy={onCopy}
      onWindow={onWindow}
      all={() => allRows((from) => engine().flows({ ...request, from, count: AT_ONCE }))}
      empty={view === undefined ? 'Counting...' : `No ${kind} on this layer`}
    >
      <div className="statistics-choice" role="radiogroup" aria-label="Layer">
        {LAYERS.map(({ id, label }) => (
          <label key={id} className={id === layer ? 'statistics-choice-on' : undefined}>
            <input
              type="radio"
              name={`${kind}-layer`}
              checked={id === layer}
              onChange={() => {
                const { statistics, setStatistics } = store.getState();
                setStatistics({ layers: { ...statistics.layers, [kind]: id } });
              }}
            />
            {label} <span className="statistics-count">{whole(view?.counts[id] ?? 0)}</span>
          </label>
        ))}
      </div>
      {(view?.untold ?? 0) > 0 ? (
        <span className="statistics-note">
          and {whole(view?.untold ?? 0)} packets of more {kind} than are told apart
        </span>
      ) : undefined}
    </StatTable>
  );
}

async function allRows(
  ask: (from: number) => Promise<{ readonly rows: readonly FlowRow[]; readonly count: number } | undefined>,
): Promise<readonly FlowRow[]> {
  let all: readonly FlowRow[] = [];
  for (;;) {
    const view = await ask(all.length);
    all = all.concat(view?.rows ?? []);
    if (view === undefined || view.rows.length === 0 || all.length >= view.count) return all;
  }
}
