import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useAppState } from '../app/context.ts';
import { type BytesMode, BytesPane } from './details/BytesPane.tsx';
import type { OctetRange } from './details/octet-cursor.ts';
import type { OctetText } from './details/octet-runs.ts';
import { octetsOfBits } from './octets/shown-octets.ts';
import { useAfterPaint } from './use-after-paint.ts';
import { useDetailAction } from './use-detail-action.ts';
import { useShowOctets } from './use-show-octets.ts';

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
  const text = useAppState((state) => state.layout.octetText);
  const onText = useCallback((octetText: OctetText) => changeLayout({ octetText }), [changeLayout]);
  const show = useShowOctets();
  const shownView = useRef(view);
  const onShow = useCallback(
    (at: number, { start, end }: OctetRange) => {
      if (shownView.current !== undefined)
        show(octetsOfBits(shownView.current, { source: at, start: start * 8, end: end * 8 }));
    },
    [show],
  );
  const onMode = useCallback((bytesMode: BytesMode) => changeLayout({ bytesMode }), [changeLayout]);
  // Another packet's fields are drawn first and its octets behind them: together they would hold up the page.
  const ready = useAfterPaint(view);
  const now = useMemo(
    () => ({ view, source, row, marked, hoveredBits, hoveredRow }),
    [view, source, row, marked, hoveredBits, hoveredRow],
  );
  const before = useRef(now);
  const shown = ready === view ? now : before.current;
  useEffect(() => {
    before.current = shown;
    shownView.current = shown.view;
  });
  // One and the same element while the octets of the packet before stay: they are not drawn anew.
  const pane = useMemo(
    () =>
      shown.view === undefined || catalogue === undefined ? undefined : (
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
          onMode={onMode}
          text={text}
          onText={onText}
          onShow={onShow}
          onAction={onAction}
        />
      ),
    [shown, catalogue, setSource, selectBit, hoverBit, mode, onMode, text, onText, onShow, onAction],
  );
  return (
    <section className="pane" data-pane="bytes" aria-label="Packet bytes">
      {pane}
    </section>
  );
}
