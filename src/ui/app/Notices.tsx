import type { ReactNode } from 'react';
import type { FaultView } from '../../worker/api.ts';
import { grouped } from '../widgets/grouped.ts';
import { AlertIcon, CloseIcon, ReloadIcon } from '../widgets/icons.tsx';
import { counted } from '../widgets/signs.ts';
import './Notices.css';

/** The file is damaged: where, and what; what could be read stays. */
export function FaultBanner(props: {
  readonly faults: readonly FaultView[];
  readonly onDismiss: () => void;
}): ReactNode {
  const { faults, onDismiss } = props;
  const [first, ...others] = faults;
  if (first === undefined) return null;
  return (
    <div className="notice notice-fault" role="alert">
      <AlertIcon />
      <span className="notice-text">
        <strong>The file is damaged at octet {grouped(first.offset)}</strong>: {first.message}
        {others.length > 0 ? `, and ${counted(others.length, 'more fault')}` : ''}
      </span>
      <Dismiss label="Dismiss the damage notice" onDismiss={onDismiss} />
    </div>
  );
}

export function UpdateNotice(props: {
  /** Something is open, and a page that is loaded again has to open it again. */
  readonly hasCapture: boolean;
  readonly onReload: () => void;
  readonly onDismiss: () => void;
}): ReactNode {
  return (
    <div className="notice notice-update" role="status">
      <ReloadIcon />
      <span className="notice-text">
        A new version is ready{props.hasCapture ? '; after the reload the capture has to be opened again' : ''}
      </span>
      <button type="button" className="button" onClick={props.onReload}>
        Reload
      </button>
      <Dismiss label="Later" onDismiss={props.onDismiss} />
    </div>
  );
}

export function Notice(props: { readonly text: string; readonly onDismiss: () => void }): ReactNode {
  return (
    <div className="notice" role="status">
      <span className="notice-text">{props.text}</span>
      <Dismiss label="Dismiss" onDismiss={props.onDismiss} />
    </div>
  );
}

function Dismiss({ label, onDismiss }: { readonly label: string; readonly onDismiss: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="button button-plain button-icon"
      aria-label={label}
      title={label}
      onClick={onDismiss}
    >
      <CloseIcon />
    </button>
  );
}
