import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import type { FollowForm, FollowSide, FollowView } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { CloseIcon, FilterIcon, SortedDownIcon, SortedUpIcon, StopIcon } from '../../widgets/icons.tsx';
import { FORMS, saidWords, sideWords, stateWords } from './follow-words.ts';
import '../find/FindBar.css';
import './FollowBar.css';

interface FollowBarProps {
  readonly view: FollowView;
  readonly form: FollowForm;
  readonly side: FollowSide;
  readonly text: string;
  /** What came of the last search, in words. */
  readonly message: string;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onShow: (change: { readonly form?: FollowForm; readonly side?: FollowSide }) => void;
  readonly onText: (text: string) => void;
  readonly onFind: (direction: 1 | -1) => void;
  readonly onCopy: () => void;
  /** Saves it in the form that is shown, or as it was said. */
  readonly onSave: () => void;
  readonly onSaveOctets: () => void;
  readonly onStop: () => void;
  /** Goes on from the packet where no more is kept at once. */
  readonly onGoOn: () => void;
  readonly onKeepFilter: () => void;
  readonly onLeave: () => void;
}

const SIDES: readonly FollowSide[] = ['both', 0, 1];

/** Who speaks with whom, how it is shown, and the way back to the list. */
export function FollowBar(props: FollowBarProps): ReactNode {
  const { view, form, side, text, message, findRef } = props;
  const { onShow, onText, onFind, onCopy, onSave, onSaveOctets, onStop, onGoOn, onKeepFilter, onLeave } = props;
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onFind(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="follow-bar">
      <div className="follow-bar-row">
        <h2 className="follow-title">{view.layer.toUpperCase()} conversation</h2>
        <span className="follow-said" role="status">
          {saidWords(view)}
          <span className="follow-state">{stateWords(view)}</span>
        </span>
        {view.phase === 'reading' ? (
          <button type="button" className="follow-button" onClick={onStop}>
            <StopIcon /> Stop
          </button>
        ) : undefined}
        {view.phase === 'full' ? (
          <button type="button" className="follow-button" onClick={onGoOn}>
            Go on from packet {grouped((view.next ?? 0) + 1)}
          </button>
        ) : undefined}
        <button type="button" className="follow-button" onClick={onKeepFilter} title="The list of these packets">
          <FilterIcon /> Its packets
        </button>
        <button
          type="button"
          className="follow-button"
          onClick={onLeave}
          title="The list with the filter that held before (Esc)"
        >
          <CloseIcon /> Back
        </button>
      </div>
      <div className="follow-bar-row">
        <select
          className="find-select follow-side"
          aria-label="Whose octets"
          value={String(side)}
          onChange={(event) => onShow({ side: SIDES.find((one) => String(one) === event.target.value) ?? 'both' })}
        >
          {SIDES.map((one) => (
            <option key={one} value={String(one)}>
              {sideWords(view, one)}
            </option>
          ))}
        </select>
        <select
          className="find-select"
          aria-label="Shown as"
          value={form}
          onChange={(event) => onShow({ form: event.target.value as FollowForm })}
        >
          {FORMS.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </select>
        <search className="follow-find" aria-label="Find in the conversation">
          <input
            ref={findRef}
            className="find-input"
            aria-label="Find text"
            aria-describedby={`${id}-message`}
            placeholder="Find (Ctrl+F)"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className="follow-button"
            aria-label="Previous"
            title="Previous (Shift+F3)"
            onClick={() => onFind(-1)}
          >
            <SortedUpIcon />
          </button>
          <button type="button" className="follow-button" aria-label="Next" title="Next (F3)" onClick={() => onFind(1)}>
            <SortedDownIcon />
          </button>
          <span id={`${id}-message`} className="follow-message" role="status">
            {message}
          </span>
        </search>
        <button type="button" className="follow-button" onClick={onCopy}>
          Copy
        </button>
        <button type="button" className="follow-button" onClick={onSave}>
          Save text
        </button>
        <button type="button" className="follow-button" onClick={onSaveOctets}>
          Save octets
        </button>
      </div>
    </div>
  );
}
