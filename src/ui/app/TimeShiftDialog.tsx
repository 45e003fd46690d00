import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { parseTime, parseTimeShift } from '../../core/base/parse-time.ts';
import { useTypedAhead } from '../actions/keys-ahead.ts';
import { utcText } from '../capture/list/time-format.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { grouped } from '../widgets/grouped.ts';
import './TimeShiftDialog.css';

export interface TimeShiftDialogProps {
  /** The selected packet, counted from 0. */
  readonly packet: number;
  /** How many there are, and how many are selected. */
  readonly packets: number;
  readonly selected: number;
  /** Time of the selected packet in nanoseconds since 1970, once it is known. */
  readonly time: bigint | undefined;
  readonly isShifted: boolean;
  readonly onShift: (which: 'all' | 'selected', nanos: bigint) => void;
  readonly onSetTime: (packet: number, nanos: bigint) => void;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

type Way = 'all' | 'selected' | 'set' | 'undo';

/** Moves packets in time, for clocks that were wrong. */
export function TimeShiftDialog(props: TimeShiftDialogProps): ReactNode {
  return (
    <Dialog
      title="Time shift"
      description="For columns, filters, statistics and exports; the order of the capture stays"
      onClose={props.onClose}
    >
      <ShiftForm {...props} />
    </Dialog>
  );
}

function ShiftForm(props: TimeShiftDialogProps): ReactNode {
  const { packet, packets, selected, time, isShifted, onClose } = props;
  const [way, setWay] = useState<Way>('all');
  const [by, setBy] = useState('');
  const [typedTime, setTypedTime] = useState<string | undefined>(undefined);
  useTypedAhead('time-shift', setBy);
  // What is typed first is by how much; the ways stand before it only because they say what it means.
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const id = useId();
  const to = typedTime ?? (time === undefined ? '' : utcText(time));
  const isSet = way === 'set';
  const typed = (isSet ? to : by).trim();
  const nanos = isSet ? parseTime(typed) : parseTimeShift(typed);
  const isWrong = typed !== '' && nanos === undefined;
  const isRight = way === 'undo' || (nanos !== undefined && (isSet ? nanos !== time : nanos !== 0n));

  const apply = (): void => {
    if (!isRight) return;
    onClose();
    if (way === 'undo') props.onUndo();
    else if (nanos === undefined) return;
    else if (isSet) props.onSetTime(packet, nanos);
    else props.onShift(way, nanos);
  };

  const choice = (id: Way, label: string, isPossible = true): ReactNode => (
    <label className={isPossible ? 'time-shift-choice' : 'time-shift-choice muted'}>
      <input type="radio" name="way" checked={way === id} disabled={!isPossible} onChange={() => setWay(id)} />
      {label}
    </label>
  );

  return (
    <form
      className="time-shift"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <fieldset className="time-shift-ways">
        <legend className="unseen">What is shifted</legend>
        {choice('all', `Shift all packets (${grouped(packets)})`)}
        {choice(
          'selected',
          selected > 1
            ? `Shift the ${grouped(selected)} selected packets`
            : `Shift packet ${grouped(packet + 1)} alone`,
        )}
        {choice('set', `Set the time of packet ${grouped(packet + 1)}, and shift all packets by the difference`)}
        {choice('undo', 'Undo all shifts', isShifted)}
      </fieldset>
      {way === 'undo' ? undefined : (
        <div className="time-shift-value">
          <label htmlFor={id}>{isSet ? 'Time (UTC)' : 'Shift by'}</label>
          <input
            key={isSet ? 'time' : 'shift'}
            id={id}
            ref={field}
            className="field mono"
            autoComplete="off"
            spellCheck={false}
            value={isSet ? to : by}
            aria-describedby={`${id}-form`}
            aria-invalid={isWrong}
            onChange={({ target }) => (isSet ? setTypedTime : setBy)(target.value)}
          />
          <span id={`${id}-form`} className={isWrong ? 'time-shift-form time-shift-wrong' : 'time-shift-form muted'}>
            {isWrong ? 'Not understood: write ' : 'Write '}
            {isSet
              ? '2023-11-14 22:13:20.5, also with +02:00 behind it; or seconds since 1970'
              : '[-][[hh:]mm:]ss[.ddd], such as -1:30:00 or 0.25'}
          </span>
        </div>
      )}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={!isRight}>
          {way === 'undo' ? 'Undo' : 'Shift'}
        </button>
      </div>
    </form>
  );
}
