import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Catalogue } from '../../../worker/api.ts';
import { type ColumnForm, type FormFault, lastName } from './column-form.ts';
import { FieldInput } from './FieldInput.tsx';
import './ColumnEditor.css';

export interface ColumnEditorProps {
  /** What the column is. */
  readonly form: ColumnForm;
  /** False for a column that every list has: its name alone can be changed. */
  readonly hasFields: boolean;
  readonly catalogue: Catalogue | undefined;
  /** Takes the form, or says what is wrong with it. */
  readonly onTake: (form: ColumnForm) => Promise<FormFault | undefined>;
  readonly onCancel: () => void;
}

/** A column is edited in the place of the list's head: Enter takes it, Escape leaves it. */
export function ColumnEditor({ form: before, hasFields, catalogue, onTake, onCancel }: ColumnEditorProps): ReactNode {
  const id = useId();
  const [form, setForm] = useState(before);
  const [fault, setFault] = useState<FormFault>();
  /** The list of fields is offered for what is typed, not for what stands there. */
  const [isTyped, setTyped] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const fields = useRef<HTMLInputElement>(null);
  const occurrence = useRef<HTMLInputElement>(null);
  useEffect(() => title.current?.select(), []);

  const change = (changed: Partial<ColumnForm>): void => {
    setForm({ ...form, ...changed });
    setFault(undefined);
  };
  const take = async (): Promise<void> => {
    setTyped(false);
    const found = await onTake(form);
    if (found === undefined) return;
    setFault(found);
    const line = found.line === 'fields' ? fields.current : occurrence.current;
    line?.focus();
    line?.setSelectionRange(found.start, found.end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (isTyped) setTyped(false);
    else onCancel();
  };
  const messageOf = (line: FormFault['line']): ReactNode =>
    fault?.line === line ? (
      <span id={`${id}-fault`} className="column-editor-fault" role="alert">
        {fault.message}
      </span>
    ) : undefined;
  const describes = (line: FormFault['line']): string | undefined => (fault?.line === line ? `${id}-fault` : undefined);
  return (
    <form
      className="column-editor"
      aria-label={`Edit column ${before.title}`}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <div className="column-editor-part column-editor-title">
        <label htmlFor={`${id}-title`}>Title</label>
        <input
          id={`${id}-title`}
          ref={title}
          className="field"
          autoComplete="off"
          value={form.title}
          onChange={(event) => change({ title: event.target.value })}
        />
      </div>
      {hasFields ? (
        <>
          <div className="column-editor-part column-editor-fields">
            <label htmlFor={`${id}-fields`}>Field</label>
            <span className="column-editor-line">
              <FieldInput
                id={`${id}-fields`}
                inputRef={fields}
                catalogue={catalogue}
                value={form.fields}
                searched={isTyped ? lastName(form.fields) : ''}
                isFirstTaken={false}
                isAbove
                isInvalid={fault?.line === 'fields'}
                describedBy={describes('fields')}
                placeholder="udp.port, tcp.port || udp.port ..."
                onValue={(value) => {
                  setTyped(true);
                  change({ fields: value });
                }}
                onTake={({ filter }) => {
                  setTyped(false);
                  change({ fields: form.fields.slice(0, form.fields.length - lastName(form.fields).length) + filter });
                }}
              />
              {messageOf('fields')}
            </span>
          </div>
          <div className="column-editor-part">
            <label htmlFor={`${id}-occurrence`}>Occurrence</label>
            <span className="column-editor-line">
              <input
                id={`${id}-occurrence`}
                ref={occurrence}
                className="field column-editor-occurrence"
                inputMode="numeric"
                autoComplete="off"
                title="Which of several values of a packet: 0 all, 1 the first, -1 the last"
                aria-invalid={fault?.line === 'occurrence'}
                aria-describedby={describes('occurrence')}
                value={form.occurrence}
                onChange={(event) => change({ occurrence: event.target.value })}
              />
              {messageOf('occurrence')}
            </span>
          </div>
        </>
      ) : undefined}
      <div className="column-editor-part column-editor-buttons">
        <button type="submit" className="button button-primary">
          OK
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
