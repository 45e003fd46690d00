import { type ReactNode, useDeferredValue, useEffect, useRef } from 'react';
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
  // Another packet's fields are drawn first and its octets right after them: together they would hold up the page.
  const ready = useDeferredValue(view);
  const now = { view, source, row, marked, hoveredBits, hoveredRow };
  const before = useRef(now);
  const shown = ready === view ? now : before.current;
  useEffect(() => {
    before.current = shown;
  });
  return (
    <section className="pane" data-pane="bytes" aria-label="Packet bytes">
      {shown.view === undefined || catalogue === undefined ? undefined : (
        <BytesPane
          view={shown.view}
          catalogue={catalogue}
          source={Math.min(shown.source, Math.max(0, shown.view.sources.length - 1))}
          onSource={setSource}
          selectedRow={shown.row}
          hoveredRow={shown.hoveredRow}
          marked={shown.marked}
          hoveredBits={shown.hoveredBits}
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
