import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { messageOf } from '../../core/base/message-of.ts';
import type { PasteReading } from '../../worker/api.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { counted } from '../widgets/signs.ts';
import './PasteDialog.css';

const TYPING_MS = 150;

export interface PasteDialogProps {
  readonly initialText: string;
  readonly layers: readonly { readonly id: string; readonly name: string }[];
  readonly recognise: (text: string) => Promise<readonly PasteReading[]>;
  readonly onOpen: (text: string, reading: number, layer: string, form: string) => void;
  readonly onClose: () => void;
}

/** Takes whatever people paste, says what it took it for, and lets them overrule it. */
export function PasteDialog({ initialText, layers, recognise, onOpen, onClose }: PasteDialogProps): ReactNode {
  const [text, setText] = useState(initialText);
  const [chosen, setChosen] = useState(0);
  const [layer, setLayer] = useState<string | undefined>(undefined);
  const { readings, failure, isCurrent } = useReadings(text, recognise);
  const id = useId();
  const reading = readings[chosen];
  const startLayer = layer ?? reading?.layer ?? '';
  const isEmpty = text.trim() === '';
  const open = (): void => {
    if (reading !== undefined && isCurrent) onOpen(text, chosen, startLayer, reading.form);
  };
  return (
    <Dialog
      title="Paste bytes"
      description="Hex dumps, C and Java arrays, base64, escaped strings, SMS PDUs and log lines"
      size="wide"
      onClose={onClose}
    >
      <textarea
        className="field mono paste-text"
        aria-label="Bytes"
        placeholder={'0000  01 06 04 03 b0 af 82 b4 85 ...\n+CMT: ,38\n0x01, 0x06, 0x04, ...'}
        spellCheck={false}
        rows={9}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
          setLayer(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) open();
        }}
      />
      <p className="unseen" role="status">
        {isEmpty ? '' : summary(readings, isCurrent)}
      </p>
      {failure === undefined ? undefined : <p className="paste-none">{failure}</p>}
      {!isEmpty && isCurrent && readings.length === 0 && failure === undefined ? (
        <p className="paste-none">No bytes are recognised in this text</p>
      ) : undefined}
      {readings.length === 0 ? undefined : (
        <fieldset className="paste-readings">
          <legend className="paste-legend">Recognised as</legend>
          {readings.map((choice, at) => (
            <Reading
              key={`${choice.form} ${choice.layer} ${choice.octets}`}
              name={id}
              reading={choice}
              layerName={nameOf(layers, choice.layer)}
              isChosen={at === chosen}
              onChoose={() => {
                setChosen(at);
                setLayer(undefined);
              }}
            />
          ))}
        </fieldset>
      )}
      <div className="dialog-foot">
        <label className="paste-layer">
          Read as{' '}
          <select
            className="field"
            value={startLayer}
            disabled={reading === undefined}
            onChange={(event) => setLayer(event.target.value)}
          >
            {layers.some((known) => known.id === startLayer) ? undefined : (
              <option value={startLayer}>{startLayer === '' ? 'recognised' : startLayer}</option>
            )}
            {layers.map((known) => (
              <option key={known.id} value={known.id}>
                {known.name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={reading === undefined || !isCurrent}
          title="Open (Ctrl+Enter)"
          onClick={open}
        >
          Open
        </button>
      </div>
    </Dialog>
  );
}

const nameOf = (layers: PasteDialogProps['layers'], id: string): string =>
  layers.find((layer) => layer.id === id)?.name ?? id;

function summary(readings: readonly PasteReading[], isCurrent: boolean): string {
  if (!isCurrent) return 'Reading';
  const [first] = readings;
  return first === undefined
    ? 'No bytes are recognised'
    : `Recognised as ${first.form}, ${counted(first.octets, 'octet')}`;
}

interface ReadingProps {
  readonly name: string;
  readonly reading: PasteReading;
  readonly layerName: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Reading({ name, reading, layerName, isChosen, onChoose }: ReadingProps): ReactNode {
  const { form, packets, octets, layerChosenBy, ignored, warnings } = reading;
  return (
    <label className={isChosen ? 'paste-reading paste-reading-chosen' : 'paste-reading'}>
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span className="paste-reading-body">
        <span>
          <strong>{form}</strong>
          <span className="muted">
            {' '}
            {counted(packets, 'packet')}, {counted(octets, 'octet')}
          </span>
        </span>
        <span className="muted">
          {layerName} ({layerChosenBy})
        </span>
        {warnings.map((warning) => (
          <span key={warning} className="paste-warning">
            {warning}
          </span>
        ))}
        {ignored.length === 0 ? undefined : (
          <span className="paste-ignored">
            Ignored: <span className="mono">{shortened(ignored)}</span>
          </span>
        )}
      </span>
    </label>
  );
}

const MAX_IGNORED = 200;

function shortened(ignored: readonly string[]): string {
  const all = ignored.map((text) => text.trim()).join(' | ');
  return all.length > MAX_IGNORED ? `${all.slice(0, MAX_IGNORED)}...` : all;
}

interface Readings {
  readonly readings: readonly PasteReading[];
  readonly failure: string | undefined;
  /** False while the readings are of an earlier text. */
  readonly isCurrent: boolean;
}

const NO_READINGS: readonly PasteReading[] = [];

/** What a text can be, once typing rests; old readings stay until the new ones have come. */
function useReadings(text: string, recognise: PasteDialogProps['recognise']): Readings {
  const [state, setState] = useState({ text: '', readings: NO_READINGS, failure: undefined as string | undefined });
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setTimeout(() => {
      recognise(text).then(
        (readings) => {
          if (latest.current === text) setState({ text, readings, failure: undefined });
        },
        (error: unknown) => {
          const failure = messageOf(error);
          if (latest.current === text) setState({ text, readings: NO_READINGS, failure });
        },
      );
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, recognise]);
  const { readings, failure } = state;
  return text.trim() === ''
    ? { readings: NO_READINGS, failure: undefined, isCurrent: true }
    : { readings, failure, isCurrent: state.text === text };
}
