import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTypedAhead } from '../../actions/keys-ahead.ts';
import type { FindState, FindWish } from '../../state/find.ts';
import {
  AlertIcon,
  CheckIcon,
  CloseIcon,
  SearchIcon,
  SortedDownIcon,
  SortedUpIcon,
  StopIcon,
} from '../../widgets/icons.tsx';
import './FindBar.css';

export interface FindBarProps {
  readonly find: FindState;
  readonly onChange: (change: Partial<FindWish>) => void;
  readonly onFind: (direction: 1 | -1) => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

const KINDS: readonly { readonly id: FindWish['kind']; readonly label: string; readonly hint: string }[] = [
  { id: 'text', label: 'Text', hint: 'Text to look for' },
  { id: 'hex', label: 'Hex', hint: 'Octets: 06 01 ae or 0601ae' },
  { id: 'regex', label: 'Regular expression', hint: 'Regular expression: push(Id|ID)' },
  { id: 'filter', label: 'Display filter', hint: 'Display filter: udp.port == 2948' },
];
const PLACES: readonly { readonly id: FindWish['where']; readonly label: string }[] = [
  { id: 'list', label: 'in the list' },
  { id: 'tree', label: 'in the fields' },
  { id: 'bytes', label: 'in the bytes' },
];

/** Looks for text, octets, expressions and filters in the packets of the list. */
export function FindBar({ find, onChange, onFind, onStop, onClose }: FindBarProps): ReactNode {
  const { kind, pattern, where, isCaseSensitive, isBusy, message, isFault } = find;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useTypedAhead('find-bar', (text) => onChange({ pattern: text }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target === input.current) onFind(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') (isBusy ? onStop : onClose)();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hint = KINDS.find((one) => one.id === kind)?.hint;
  return (
    <search className="find-bar" aria-label="Find packets" onKeyDown={onKeyDown}>
      <SearchIcon />
      <select
        className="find-select"
        aria-label="Kind of search"
        value={kind}
        onChange={(event) => onChange({ kind: event.target.value as FindWish['kind'] })}
      >
        {KINDS.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
      <input
        ref={input}
        className="find-input"
        data-find-input
        aria-label="Find"
        aria-describedby={`${id}-message`}
        aria-invalid={isFault}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        value={pattern}
        onChange={(event) => onChange({ pattern: event.target.value })}
      />
      {kind === 'text' || kind === 'regex' ? (
        <>
          <select
            className="find-select"
            aria-label="Where to look"
            value={where}
            onChange={(event) => onChange({ where: event.target.value as FindWish['where'] })}
          >
            {PLACES.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="find-button"
            aria-pressed={isCaseSensitive}
            aria-label="Upper and lower case differ"
            title="Upper and lower case differ"
            onClick={() => onChange({ isCaseSensitive: !isCaseSensitive })}
          >
            Aa
          </button>
        </>
      ) : undefined}
      <button
        type="button"
        className="find-button"
        aria-label="Previous"
        title="Previous (Shift+F3)"
        onClick={() => onFind(-1)}
      >
        <SortedUpIcon />
      </button>
      <button type="button" className="find-button" aria-label="Next" title="Next (F3)" onClick={() => onFind(1)}>
        <SortedDownIcon />
      </button>
      <span id={`${id}-message`} className={`find-message${isFault ? ' find-fault' : ''}`} role="status">
        {isBusy ? 'Looking...' : message === '' ? undefined : isFault ? <AlertIcon /> : <CheckIcon />}
        {isBusy ? undefined : message}
      </span>
      {isBusy ? (
        <button type="button" className="find-button find-stop" onClick={onStop} title="Stop looking (Esc)">
          <StopIcon /> Stop
        </button>
      ) : undefined}
      <button type="button" className="find-button" aria-label="Close search" title="Close (Esc)" onClick={onClose}>
        <CloseIcon />
      </button>
    </search>
  );
}
