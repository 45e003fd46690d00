import type { ReactNode } from 'react';
import { useAppState } from '../../app/context.ts';
import { useFilterCommands } from '../filter/use-filter-commands.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';

/** The dialog of columns, over the layout that is kept. */
export function ColumnsView({ onClose }: { readonly onClose: () => void }): ReactNode {
  const columns = useAppState((state) => state.layout.columns);
  const setColumns = useAppState((state) => state.setColumns);
  const catalogue = useAppState((state) => state.catalogue);
  const { addColumn } = useFilterCommands();
  return (
    <ColumnsDialog columns={columns} catalogue={catalogue} onColumns={setColumns} onAdd={addColumn} onClose={onClose} />
  );
}
