import type { ReactNode } from 'react';
import { useAppState } from '../app/context.ts';
import { BytesPane } from './details/BytesPane.tsx';
import { useDetailAction } from './use-detail-action.ts';

/** The octets and bits of the shown packet. */
export function BytesView(): ReactNode {
  const view = useAppState((state) => state.view);
  const catalogue = useAppState((state) => state.catalogue);
  const source = useAppState((state) => state.source);
  const setSource = useAppState((state) => state.setSource);
  const row = useAppState((state) => state.row);
  const marked = useAppState((state) => state.marked);
  const hoveredBits = useAppState((state) => state.hoveredBits);
  const hoveredRow = useAppState((state) => state.hoveredRow);
  const selectBit = useAppState((state) => state.selectBit);
  const hoverBit = useAppState((state) => state.hoverBit);
  const mode = useAppState((state) => state.layout.bytesMode);
  const changeLayout = useAppState((state) => state.changeLayout);
  const onAction = useDetailAction();
  return (
    <section className="pane" data-pane="bytes" aria-label="Packet bytes">
      {view === undefined || catalogue === undefined ? undefined : (
        <BytesPane
          view={view}
          catalogue={catalogue}
          source={Math.min(source, Math.max(0, view.sources.length - 1))}
          onSource={setSource}
          selectedRow={row}
          hoveredRow={hoveredRow}
          marked={marked}
          hoveredBits={hoveredBits}
          onSelectBit={selectBit}
          onHoverBit={hoverBit}
          mode={mode}
          onMode={(bytesMode) => changeLayout({ bytesMode })}
          onAction={onAction}
        />
      )}
    </section>
  );
}
