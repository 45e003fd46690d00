import { type ReactNode, useEffect, useState } from 'react';
import type { CaptureStatus, ListingStatus, MarkCounts } from '../../worker/api.ts';
import { percent, tookInWords } from '../capture/filter/filter-words.ts';
import { lengthInWords } from '../state/packet-tree.ts';
import type { Search } from '../state/shell.ts';
import { grouped } from '../widgets/grouped.ts';
import { StopIcon } from '../widgets/icons.tsx';
import { SeveritySign, VerdictSign } from '../widgets/SignIcon.tsx';
import { counted, SEVERITIES, SEVERITY_SIGNS, VERDICT_SIGNS, VERDICTS } from '../widgets/signs.ts';
import { durationInWords, progressOf, secondsLeft, sizeInWords } from './loading.ts';
import './StatusBar.css';

export interface ShownField {
  readonly label: string;
  readonly filter: string;
  readonly bits: number;
}

export interface StatusBarProps {
  readonly status: CaptureStatus | undefined;
  /** The field that is pointed at or selected, where fields are shown. */
  readonly field: ShownField | 'none' | undefined;
  readonly onFindings: () => void;
  readonly onDigests: () => void;
  readonly onStop: () => void;
  readonly search: Search | undefined;
  /** The list, when it is not the whole capture. */
  readonly listing: ListingStatus | undefined;
  /** Packets that the user has selected, marked and left out, time references, and whether times are shifted. */
  readonly marks: Omit<MarkCounts, 'commented'> & { readonly selected: number };
  /** Start layer of pasted bytes and what it can be changed to. */
  readonly readAs:
    | {
        readonly layer: string;
        readonly layers: readonly { readonly id: string; readonly name: string }[];
        readonly onLayer: (layer: string) => void;
      }
    | undefined;
}

/** One line about the field under the pointer, the capture and what has been found in it. */
export function StatusBar(props: StatusBarProps): ReactNode {
  const { status, field, onFindings, onDigests, onStop, search, listing, marks, readAs } = props;
  return (
    <footer className="status-bar">
      {status === undefined || status.packets === 0 ? undefined : <WorstFinding status={status} onOpen={onFindings} />}
      <span className="status-bar-field">
        {status === undefined ? (
          <span className="muted">No capture is open</span>
        ) : field === undefined ? undefined : field === 'none' ? (
          <span className="muted">No field is selected</span>
        ) : (
          <>
            {field.label} <span className="mono">[{field.filter}]</span> {lengthInWords(field.bits)}
          </>
        )}
      </span>
      {/* It stays while the paste is read again: it has the keyboard. */}
      {readAs === undefined ? undefined : (
        <label className="status-bar-read-as">
          Read as{' '}
          <select value={readAs.layer} onChange={(event) => readAs.onLayer(event.target.value)}>
            {readAs.layers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {status === undefined ? undefined : (
        <>
          {search === undefined ? undefined : <Searching search={search} />}
          <Progress status={status} onStop={onStop} />
          <Digests status={status} onOpen={onDigests} />
          <Packets packets={status.packets} listing={listing} />
          <Marked {...marks} />
          <span className="status-bar-part status-bar-file" title={`${status.name}: ${status.format}`}>
            {[status.format, sizeInWords(status.size)].filter((part) => part !== '').join(', ')}
          </span>
        </>
      )}
    </footer>
  );
}

/** `12 / 40 shown (30.0 %), 8 ms`. */
function Packets({
  packets,
  listing,
}: {
  readonly packets: number;
  readonly listing: ListingStatus | undefined;
}): ReactNode {
  const all = counted(packets, 'packet');
  if (listing === undefined || listing.filter === '') return <span className="status-bar-part">{all}</span>;
  const { shown, took, phase } = listing;
  const state = { filtering: ' so far', sorting: '', complete: '', stopped: ', stopped' }[phase];
  const time = phase === 'complete' ? `, ${tookInWords(took)}` : '';
  return (
    <span className="status-bar-part" title={`The filter shows ${grouped(shown)} of ${all}${state}${time}`}>
      {grouped(shown)} / {grouped(packets)} shown ({percent(shown, packets)}){state}
      {time}
    </span>
  );
}

/** `12 selected, 3 marked, 2 left out`; one that is selected is no news. */
function Marked({ selected, marked, ignored, references, isShifted }: StatusBarProps['marks']): ReactNode {
  const parts = [
    selected > 1 ? `${grouped(selected)} selected` : '',
    marked > 0 ? `${grouped(marked)} marked` : '',
    ignored > 0 ? `${grouped(ignored)} left out` : '',
    references > 0 ? counted(references, 'time reference') : '',
    isShifted ? 'times shifted' : '',
  ];
  const words = parts.filter((part) => part !== '').join(', ');
  return words === '' ? null : <span className="status-bar-part">{words}</span>;
}

function WorstFinding({ status, onOpen }: { readonly status: CaptureStatus; readonly onOpen: () => void }): ReactNode {
  const worst = SEVERITIES.find((severity) => status.broken.some((rule) => rule.severity === severity));
  const isJudging = progressOf(status) !== undefined || status.judgingFault !== undefined;
  // Rows in view may show findings before the capture is judged.
  const isUntold = isJudging && status.judged === 0;
  const nothing = isUntold ? 'Not judged yet' : isJudging ? 'No findings so far' : 'No findings';
  const rules = status.broken.filter(({ severity }) => severity === worst);
  // A rule counts once, however many packets break it.
  const words = worst === undefined ? nothing : `${counted(rules.length, 'rule')} with ${SEVERITY_SIGNS[worst].many}`;
  const label = worst === undefined ? words : `${words}. Show findings`;
  return (
    <button type="button" className="status-bar-button" onClick={onOpen} title={label} aria-label={label}>
      {worst !== undefined ? (
        <SeveritySign severity={worst} />
      ) : (
        <span className={isUntold ? 'status-bar-clean status-bar-untold' : 'status-bar-clean'} />
      )}
      {words}
    </button>
  );
}

function Digests({ status, onOpen }: { readonly status: CaptureStatus; readonly onOpen: () => void }): ReactNode {
  const seen = VERDICTS.filter((verdict) => verdict !== 'absent' && status.verdicts[verdict] > 0);
  if (seen.length === 0) return null;
  const words = seen.map((verdict) => `${status.verdicts[verdict]} ${VERDICT_SIGNS[verdict].short}`).join(', ');
  return (
    <button
      type="button"
      className="status-bar-button"
      onClick={onOpen}
      title={`Digests: ${words}`}
      aria-label={`Digests: ${words}`}
    >
      {seen.map((verdict) => (
        <span key={verdict} className="status-bar-verdict">
          <VerdictSign verdict={verdict} />
          {grouped(status.verdicts[verdict])}
        </span>
      ))}
    </button>
  );
}

function Progress({ status, onStop }: { readonly status: CaptureStatus; readonly onStop: () => void }): ReactNode {
  const isLoading = status.phase === 'loading';
  const seconds = useElapsed(isLoading, status.read);
  const done = progressOf(status);
  if (status.phase === 'stopped')
    return (
      <span className="status-bar-part status-bar-stopped">
        Stopped at {sizeInWords(status.read)} of {sizeInWords(status.size)}
      </span>
    );
  if (status.judgingFault !== undefined)
    return (
      <span className="status-bar-part status-bar-stopped" title={status.judgingFault}>
        {grouped(status.judged)} of {counted(status.packets, 'packet')} judged
      </span>
    );
  if (done === undefined) return null;
  const left = secondsLeft(status, seconds);
  const words = isLoading
    ? `${sizeInWords(status.read)} of ${sizeInWords(status.size)}${left === undefined ? '' : `, ${durationInWords(left)}`}`
    : `Judging ${grouped(status.judged)}`;
  return (
    <span className="status-bar-progress">
      <progress max={1} value={done} aria-label={isLoading ? 'Loading' : 'Judging'} />
      <span className={isLoading ? 'status-bar-words status-bar-loaded' : 'status-bar-words'}>{words}</span>
      {isLoading ? (
        <button
          type="button"
          className="status-bar-button"
          onClick={onStop}
          title="Stop loading and keep what is there"
        >
          <StopIcon /> Stop
        </button>
      ) : undefined}
    </span>
  );
}

function Searching({ search: { what, done, total, stop } }: { readonly search: Search }): ReactNode {
  return (
    <span className="status-bar-progress">
      <progress max={Math.max(1, total)} value={done} aria-label={what} />
      <span className="status-bar-words">
        {what}: {grouped(done)} of {grouped(total)}
      </span>
      <button type="button" className="status-bar-button" onClick={() => stop.abort()} title="Stop looking (Esc)">
        <StopIcon /> Stop
      </button>
    </span>
  );
}

/** Seconds that reading has taken so far. @param read octets: fewer than before when the file is read anew */
function useElapsed(isReading: boolean, read: number): number {
  const [reading, setReading] = useState<{ readonly began: number; readonly now: number; readonly read: number }>();
  useEffect(() => {
    const now = performance.now();
    setReading((before) => {
      if (!isReading) return undefined;
      return { began: before === undefined || read < before.read ? now : before.began, now, read };
    });
  }, [isReading, read]);
  useEffect(() => {
    if (!isReading) return;
    // It goes on where nothing more comes of the file.
    const timer = setInterval(() => setReading((before) => before && { ...before, now: performance.now() }), 500);
    return () => clearInterval(timer);
  }, [isReading]);
  return reading === undefined ? 0 : (reading.now - reading.began) / 1000;
}
