import { type ReactNode, useState } from 'react';
import type { ExportFormat } from '../../worker/api.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { grouped } from '../widgets/grouped.ts';
import './ExportDialog.css';

/** What can be exported; the number of packets says how large it will be. */
export interface ExportChoice {
  readonly id: 'all' | 'shown' | 'marked' | 'selected';
  readonly label: string;
  readonly packets: number;
}

/** What the user has asked for. */
export interface AskedExport {
  readonly choice: ExportChoice['id'];
  readonly format: ExportFormat;
  /** How many the file is to have, as far as is known: progress is told of so many until the engine tells it. */
  readonly packets: number;
  /** True to add packets that brought parts of their messages. */
  readonly withParts: boolean;
}

export interface ExportDialogProps {
  readonly choices: readonly ExportChoice[];
  readonly usual: ExportChoice['id'];
  /** Packets written so far, while an export is under way. */
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  readonly fault: string | undefined;
  readonly onExport: (asked: AskedExport) => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

interface FormatChoice {
  readonly id: ExportFormat;
  readonly label: string;
  readonly text: string;
  /** A capture, which is read again. */
  readonly isCapture?: boolean;
}

const FORMATS: readonly FormatChoice[] = [
  { id: 'pcapng', label: 'pcapng', text: 'Capture with interfaces, nanoseconds and comments', isCapture: true },
  { id: 'pcap', label: 'pcap', text: 'Capture that every tool reads; one link type, no comments', isCapture: true },
  { id: 'csv', label: 'CSV', text: 'The columns of the list as a table; text never becomes a formula' },
  { id: 'json', label: 'JSON', text: 'Every field of every packet, in order and with repetitions' },
  { id: 'text', label: 'Text', text: 'Every packet with its findings and its field tree, for people' },
];

/** Which packets leave the capture, and in which format. */
export function ExportDialog(props: ExportDialogProps): ReactNode {
  const { choices, usual, progress, fault, onExport, onStop, onClose } = props;
  const [choice, setChoice] = useState(usual);
  const [format, setFormat] = useState<ExportFormat>('pcapng');
  const [isWhole, setWhole] = useState(true);
  const isRunning = progress !== undefined;
  const mayAddParts = choice !== 'all' && FORMATS.some(({ id, isCapture }) => id === format && isCapture);
  const packets = choices.find(({ id }) => id === choice)?.packets ?? 0;
  return (
    <Dialog title="Export packets" description="The file is made on this machine; nothing is sent" onClose={onClose}>
      <form
        className="export"
        onSubmit={(event) => {
          event.preventDefault();
          onExport({ choice, format, packets, withParts: isWhole && mayAddParts });
        }}
      >
        <fieldset className="export-part" disabled={isRunning}>
          <legend className="export-legend">Packets</legend>
          {choices.map(({ id, label, packets: count }) => (
            <label key={id} className={count === 0 ? 'export-choice muted' : 'export-choice'}>
              <input
                type="radio"
                name="packets"
                checked={choice === id}
                disabled={count === 0}
                onChange={() => setChoice(id)}
              />
              <span>{label}</span>
              <span className="export-count">{grouped(count)}</span>
            </label>
          ))}
        </fieldset>
        <fieldset className="export-part" disabled={isRunning}>
          <legend className="export-legend">Format</legend>
          {FORMATS.map(({ id, label, text }) => (
            <label key={id} className="export-choice">
              <input type="radio" name="format" checked={format === id} onChange={() => setFormat(id)} />
              <span className="export-format">{label}</span>
              <span className="muted">{text}</span>
            </label>
          ))}
        </fieldset>
        <label className={mayAddParts ? 'export-choice' : 'export-choice muted'}>
          <input
            type="checkbox"
            checked={isWhole}
            disabled={isRunning || !mayAddParts}
            onChange={(event) => setWhole(event.target.checked)}
          />
          <span>Add the packets that their messages are put together from</span>
        </label>
        {fault === undefined ? undefined : (
          <p className="export-fault" role="alert">
            {fault}
          </p>
        )}
        <div className="dialog-foot">
          {isRunning ? (
            <>
              <progress
                className="export-bar"
                aria-label="Packets written"
                value={progress.done}
                max={progress.total}
              />
              <span className="export-count">
                {grouped(progress.done)} of {grouped(progress.total)}
              </span>
              <button type="button" className="button" onClick={onStop}>
                Stop
              </button>
            </>
          ) : (
            <>
              <button type="button" className="button" onClick={onClose}>
                Cancel
              </button>
              <button type="submit" className="button button-primary" disabled={packets === 0}>
                Export
              </button>
            </>
          )}
        </div>
      </form>
    </Dialog>
  );
}
