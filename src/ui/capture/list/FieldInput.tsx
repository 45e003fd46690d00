import { type KeyboardEvent, type ReactNode, type Ref, useId, useMemo, useState } from 'react';
import type { Catalogue, FieldView } from '../../../worker/api.ts';
import { searchFields } from './field-search.ts';
import './FieldInput.css';

const SHOWN = 40;
const NONE = -1;

export interface FieldInputProps {
  readonly id: string;
  readonly catalogue: Catalogue | undefined;
  readonly value: string;
  /** The part of the value that names are looked for by; nothing is offered while it is empty. */
  readonly searched: string;
  /** Enter takes the first field that is offered; otherwise one must be chosen before. */
  readonly isFirstTaken: boolean;
  /** The offered fields lie above what follows, instead of moving it. */
  readonly isAbove?: boolean;
  readonly isInvalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly placeholder: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onValue: (value: string) => void;
  readonly onTake: (field: FieldView) => void;
}

/** A line for names of fields, of any protocol, that offers those with what is typed in their name. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { id, catalogue, value, searched, isFirstTaken, isAbove = false, onValue, onTake } = props;
  const list = useId();
  const [at, setAt] = useState(isFirstTaken ? 0 : NONE);
  const found = useMemo(
    () => (catalogue === undefined ? [] : searchFields([...catalogue.fields, ...catalogue.names], searched, SHOWN)),
    [catalogue, searched],
  );
  const take = (field: FieldView | undefined): void => {
    if (field === undefined) return;
    setAt(isFirstTaken ? 0 : NONE);
    onTake(field);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === 'Enter' && (isFirstTaken || found[at] !== undefined)) take(found[at]);
    else if (key === 'ArrowDown' && found.length > 0) setAt((at + 1) % found.length);
    else if (key === 'ArrowUp' && found.length > 0) setAt((at <= 0 ? found.length : at) - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = found.length > 0;
  return (
    <>
      <input
        id={id}
        ref={props.inputRef}
        className="field mono"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={found[at] === undefined ? undefined : `${list}-${at}`}
        aria-invalid={props.isInvalid ?? false}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder}
        value={value}
        onChange={(event) => {
          onValue(event.target.value);
          setAt(isFirstTaken ? 0 : NONE);
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen ? (
        <div
          id={list}
          className={`field-options${isAbove ? ' field-options-above' : ''}`}
          role="listbox"
          aria-label="Fields"
        >
          {found.map((field, place) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the line names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the line has the keyboard
            <div
              key={field.filter}
              id={`${list}-${place}`}
              ref={place === at ? intoView : undefined}
              role="option"
              className="field-option"
              aria-selected={place === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(field)}
            >
              <span className="mono">{field.filter}</span>
              <span className="field-option-label">{field.label}</span>
            </div>
          ))}
        </div>
      ) : undefined}
    </>
  );
}

const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
