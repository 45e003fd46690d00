import { type ReactNode, useMemo } from 'react';
import type { DetailsTab } from '../state/layout.ts';
import { selectedCount } from '../state/listing.ts';
import type { AppState } from '../state/store.ts';
import { useApp, useAppState } from './context.ts';
import { type ShownField, StatusBar } from './StatusBar.tsx';
import { toldApart } from './told-apart.ts';

const shownRow = (state: AppState): number | undefined => state.hoveredRow ?? state.row;

/** The status line of the open capture. */
export function StatusView(): ReactNode {
  const { store, session } = useApp();
  const place = useAppState((state) => state.place);
  const status = useAppState((state) => state.status);
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const row = useAppState(shownRow);
  const opened = useAppState((state) => state.opened);
  const search = useAppState((state) => state.search);
  const listing = useAppState((state) => state.listing);
  const filter = useAppState((state) => state.filter);
  const marks = useAppState((state) => state.marks);
  const selected = useAppState(selectedCount);
  const field = useMemo<ShownField | undefined>(() => {
    const meta = row === undefined ? undefined : catalogue?.fields[view?.fields[row] ?? -1];
    if (view === undefined || row === undefined || meta === undefined) return undefined;
    const { label, filter } = meta;
    return { label, filter, bits: (view.positions[row * 4 + 1] ?? 0) - (view.positions[row * 4] ?? 0) };
  }, [view, catalogue, row]);
  const layers = useMemo(() => toldApart(catalogue?.layers ?? []), [catalogue]);
  const input = opened?.input;
  /** The tabs stand in the capture's place. */
  const showTab = (tab: DetailsTab): void => {
    store.getState().showPlace('capture');
    store.getState().setDetailsTab(tab);
  };
  return (
    <StatusBar
      status={status}
      field={place === 'capture' ? (field ?? 'none') : undefined}
      onFindings={() => showTab('capture')}
      onDigests={() => showTab('digest')}
      onStop={session.stop}
      search={search}
      listing={listing}
      marks={{ ...marks, selected }}
      readAs={
        input?.kind === 'paste' && catalogue !== undefined
          ? {
              layer: input.layer,
              layers,
              onLayer: (layer) => session.open({ name: opened?.name ?? '', input: { ...input, layer } }, { filter }),
            }
          : undefined
      }
    />
  );
}
