import { type ReactNode, useId, useState } from 'react';
import { useTypedAhead } from '../actions/keys-ahead.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { grouped } from '../widgets/grouped.ts';
import './GoToDialog.css';

export interface GoToDialogProps {
  readonly count: number;
  /** Packet counted from 0. */
  readonly onGo: (packet: number) => void;
  readonly onClose: () => void;
}

export function GoToDialog({ count, onGo, onClose }: GoToDialogProps): ReactNode {
  const [typed, setTyped] = useState('');
  useTypedAhead('go-to', setTyped);
  const id = useId();
  // Numbers copied from where they stand in groups are taken as well.
  const digits = typed.trim().replace(/[,\s]/g, '');
  const number = /^\d+$/.test(digits) ? Number(digits) : undefined;
  const isRight = number !== undefined && number >= 1 && number <= count;
  return (
    <Dialog title="Go to packet" description={`A number from 1 to ${grouped(count)}`} size="narrow" onClose={onClose}>
      <form
        className="go-to"
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) onGo(number - 1);
        }}
      >
        <label htmlFor={id} className="unseen">
          Packet number
        </label>
        <input
          id={id}
          className="field go-to-number"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          aria-invalid={typed !== '' && !isRight}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="button button-primary" disabled={!isRight}>
          Go
        </button>
      </form>
    </Dialog>
  );
}
