import type { ReactNode } from 'react';
import { fieldsOf } from '../../../core/base/column-key.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { faultSentence } from '../filter/filter-words.ts';
import { ColumnEditor } from './ColumnEditor.tsx';
import { displayOf } from './column-edits.ts';
import { type ColumnForm, type FormFault, formOf, keyOf, withForm } from './column-form.ts';
import type { ColumnId } from './columns.ts';
import { fieldColumn } from './field-column.ts';

interface ColumnEditorViewProps {
  readonly id: ColumnId;
  /** Gets the key that the column has then. */
  readonly onClose: (id: ColumnId) => void;
}

/** The editor of a column over the layout that is kept; loaded when it is first wanted. */
export function ColumnEditorView({ id, onClose }: ColumnEditorViewProps): ReactNode {
  const { store, session } = useApp();
  const columns = useAppState((state) => state.layout.columns);
  const catalogue = useAppState((state) => state.catalogue);
  const hasFields = columns.added.some(({ field }) => field === id);

  /** The first of the fields that the engine does not know. */
  const unknownIn = async (fields: string): Promise<FormFault | undefined> => {
    for (const name of fieldsOf(fields) ?? []) {
      const analysis = await session.list.analyseFilter(name, name.length);
      if (analysis?.message === undefined || analysis.state === 'questionable') continue;
      const start = fields.indexOf(name);
      return { line: 'fields', message: faultSentence(analysis.message, name), start, end: start + name.length };
    }
    return undefined;
  };
  const onTake = async (form: ColumnForm): Promise<FormFault | undefined> => {
    const key = hasFields ? keyOf(form, displayOf(id)) : id;
    if (typeof key !== 'string') return key;
    const unknown = hasFields ? await unknownIn(form.fields) : undefined;
    if (unknown !== undefined) return unknown;
    const { layout, setColumns } = store.getState();
    const changed = withForm(layout.columns, id, form.title, fieldColumn(key, catalogue));
    if (changed === undefined)
      return { line: 'fields', message: 'Another column shows this already', start: 0, end: form.fields.length };
    setColumns(changed);
    onClose(key);
    return undefined;
  };
  return (
    <ColumnEditor
      form={formOf(columns, id)}
      hasFields={hasFields}
      catalogue={catalogue}
      onTake={onTake}
      onCancel={() => onClose(id)}
    />
  );
}
