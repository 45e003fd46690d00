import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { PacketView } from '../../../worker/api.ts';
import { useAppState } from '../../app/context.ts';
import type { BitRange } from '../details/BytesPane.tsx';
import { endOf, sourceOf, startOf } from '../details/tree-model.ts';
import { useDetailAction } from '../use-detail-action.ts';
import { DocumentPanel } from './DocumentPanel.tsx';

/** The documents of the shown packet. */
export function DocumentView(): ReactNode {
  const view = useAppState((state) => state.view);
  const row = useAppState((state) => state.row);
  const hoveredRow = useAppState((state) => state.hoveredRow);
  const marked = useAppState((state) => state.marked);
  const hoveredBits = useAppState((state) => state.hoveredBits);
  const selectBits = useAppState((state) => state.selectBits);
  const hoverBits = useAppState((state) => state.hoverBits);
  const font = useAppState((state) => state.layout.font);
  const onAction = useDetailAction();
  const selected = useMemo(() => marked ?? bitsOfRow(view, row), [marked, view, row]);
  const hovered = useMemo(() => hoveredBits ?? bitsOfRow(view, hoveredRow), [hoveredBits, view, hoveredRow]);
  if (view === undefined || view.documents.length === 0) return null;
  return (
    <DocumentPanel
      view={view}
      selected={selected}
      hovered={hovered}
      onSelectBits={selectBits}
      onHoverBits={hoverBits}
      lineHeight={font === 'large' ? 24 : 20}
      onAction={onAction}
    />
  );
}

function bitsOfRow(view: PacketView | undefined, row: number | undefined): BitRange | undefined {
  if (view === undefined || row === undefined || row >= view.fields.length) return undefined;
  return { source: sourceOf(view, row), start: startOf(view, row), end: endOf(view, row) };
}
