import { type ReactNode, useMemo } from 'react';
import type { AppState } from '../state/store.ts';
import { useApp, useAppState } from './context.ts';
import { type ShownField, StatusBar } from './StatusBar.tsx';
import { toldApart } from './told-apart.ts';

const shownRow = (state: AppState): number | undefined => state.hoveredRow ?? state.row;

/** The status line of the open capture. */
export function StatusView(): ReactNode {
  const { session } = useApp();
  const place = useAppState((state) => state.place);
  const status = useAppState((state) => state.status);
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const row = useAppState(shownRow);
  const opened = useAppState((state) => state.opened);
  const search = useAppState((state) => state.search);
  const listing = useAppState((state) => state.listing);
  const filter = useAppState((state) => state.filter);
  const setDetailsTab = useAppState((state) => state.setDetailsTab);
  const field = useMemo<ShownField | undefined>(() => {
    const meta = row === undefined ? undefined : catalogue?.fields[view?.fields[row] ?? -1];
    if (view === undefined || row === undefined || meta === undefined) return undefined;
    const { label, filter } = meta;
    return { label, filter, bits: (view.positions[row * 4 + 1] ?? 0) - (view.positions[row * 4] ?? 0) };
  }, [view, catalogue, row]);
  const layers = useMemo(() => toldApart(catalogue?.layers ?? []), [catalogue]);
  const input = opened?.input;
  return (
    <StatusBar
      status={status}
      field={place === 'capture' ? (field ?? 'none') : undefined}
      onFindings={() => setDetailsTab('capture')}
      onDigests={() => setDetailsTab('digest')}
      onStop={session.stop}
      search={search}
      listing={listing}
      readAs={
        input?.kind === 'paste' && catalogue !== undefined
          ? {
              layer: input.layer,
              layers,
              onLayer: (layer) =>
                session.open({ name: opened?.name ?? '', input: { ...input, layer } }, undefined, filter),
            }
          : undefined
      }
    />
  );
}
