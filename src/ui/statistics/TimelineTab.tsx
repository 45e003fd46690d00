import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import type { SeriesId, TimelineView } from '../../worker/api.ts';
import { useApp, useAppState } from '../app/context.ts';
import { MOST_FILTERS, type TimelineChoice, type TimeRange, UNITS } from '../state/statistics.ts';
import { passFocusOn } from '../widgets/pass-focus-on.ts';
import { useKeptFocus } from '../widgets/use-kept-focus.ts';
import { columnSeconds, interval as intervalText, seconds, whole } from './format.ts';
import { MemoryTable } from './MemoryTable.tsx';
import type { StatColumn } from './StatTable.tsx';
import { TimelineChart } from './TimelineChart.tsx';
import type { TabProps } from './tab-props.ts';
import { rangeFilter } from './timeline-model.ts';
import { useGrowing } from './use-growing.ts';
import './TimelineTab.css';

const SERIES: readonly { readonly id: SeriesId; readonly label: string }[] = [
  { id: 'all', label: 'All packets' },
  { id: 'push', label: 'Push' },
  { id: 'notifications', label: 'DM notifications' },
  { id: 'findings', label: 'With findings' },
  { id: 'errors', label: 'With errors' },
];
const INTERVALS: readonly (number | undefined)[] = [
  undefined,
  1000,
  10_000,
  100_000,
  1_000_000,
  10_000_000,
  60_000_000,
  600_000_000,
  3_600_000_000,
];

/** Packets over time, in series; a stretch of time becomes a filter. */
export function TimelineTab(props: TabProps): ReactNode {
  const { engine, isShownOnly, tick, onFilter } = props;
  const { store } = useApp();
  const { series: shown, filters, unit, interval, range, isTable } = useAppState((state) => state.statistics.timeline);
  const [selection, setSelection] = useState<TimeRange>();
  const opened = useAppState((state) => state.opened);
  const [of, setOf] = useState(opened);
  if (of !== opened) {
    // Times of another capture are no stretch of this one.
    setOf(opened);
    setSelection(undefined);
  }
  const set = (change: Partial<TimelineChoice>): void => store.getState().setTimeline(change);
  const series = SERIES.filter(({ id }) => shown.includes(id));
  const request = { isShownOnly, series: series.map(({ id }) => id), filters, range, interval };
  // A filter says something else with other macros.
  const macros = useAppState((state) => state.macros);
  const key = JSON.stringify([request, filters.some((text) => text.includes('$')) ? macros : []]);
  const view = useGrowing(() => engine().timeline(request), key, tick);
  const matching = view !== undefined && view.series.length === series.length + filters.length ? view : undefined;
  const colours = [...series.map((one) => SERIES.indexOf(one)), ...filters.map((_, i) => SERIES.length + i)];
  const labels = [...series.map(({ label }) => label), ...filters];
  const apply = (): void => {
    if (view !== undefined && selection !== undefined) onFilter(rangeFilter(view, selection), 'selected', true);
  };
  // Who has zoomed has nothing to zoom into any more, and the button is dead.
  const keepFocus = useKeptFocus();
  const reset = (): void => {
    keepFocus();
    set({ range: undefined });
    setSelection(undefined);
  };
  const zoom = (): void => {
    if (selection === undefined) return;
    keepFocus();
    set({ range: selection });
    setSelection(undefined);
  };
  const zoomOut = (): void => {
    if (range === undefined) return;
    const half = (range.to - range.from) / 2;
    set({ range: { from: range.from - half, to: range.to + half } });
  };
  return (
    <div className="timeline">
      <div className="timeline-bar">
        <label>
          Unit{' '}
          <select
            value={unit}
            onChange={(event) => set({ unit: UNITS.find((one) => one === event.target.value) ?? 'packets/s' })}
          >
            {UNITS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Interval{' '}
          <select
            value={interval ?? ''}
            onChange={(event) => set({ interval: event.target.value === '' ? undefined : Number(event.target.value) })}
          >
            {INTERVALS.map((one) => (
              <option key={one ?? 'auto'} value={one ?? ''}>
                {one === undefined ? 'automatic' : intervalText(one)}
              </option>
            ))}
          </select>
        </label>
        {view === undefined ? undefined : (
          <span className="statistics-note">
            {intervalText(view.interval)} each
            {view.interval > (interval ?? view.interval) ? ', since there would be too many' : ''}
          </span>
        )}
        <span className="stat-table-gap" />
        <button type="button" className="button" aria-pressed={isTable} onClick={() => set({ isTable: !isTable })}>
          {isTable ? 'Chart' : 'Table'}
        </button>
        <button type="button" className="button" disabled={selection === undefined} onClick={zoom}>
          Zoom in
        </button>
        <button type="button" className="button" disabled={range === undefined} onClick={zoomOut}>
          Zoom out
        </button>
        <button type="button" className="button" disabled={range === undefined} onClick={reset}>
          Show all
        </button>
        <button type="button" className="button button-primary" disabled={selection === undefined} onClick={apply}>
          Apply as filter
        </button>
      </div>
      <div className="timeline-series" data-lines>
        {SERIES.map(({ id, label }) => {
          const place = series.findIndex((one) => one.id === id);
          return (
            <label key={id}>
              <input
                type="checkbox"
                checked={place >= 0}
                disabled={place >= 0 && shown.length === 1 && filters.length === 0}
                onChange={() => set({ series: place >= 0 ? shown.filter((one) => one !== id) : [...shown, id] })}
              />
              <Swatch colour={place < 0 ? undefined : colours[place]} />
              {label}
              {place >= 0 ? <Sum view={matching} place={place} /> : undefined}
            </label>
          );
        })}
        {filters.map((text, i) => (
          <span key={text} className="timeline-filter">
            <Swatch colour={colours[series.length + i]} />
            <code>{text}</code>
            <Sum view={matching} place={series.length + i} />
            <button
              type="button"
              className="button button-plain"
              aria-label={`Remove the series ${text}`}
              data-removes
              onClick={(event) => {
                passFocusOn(event.currentTarget);
                set({ filters: filters.filter((one) => one !== text) });
              }}
            >
              ×
            </button>
          </span>
        ))}
        {filters.length < MOST_FILTERS ? (
          <AddFilter onAdd={(text) => set({ filters: filters.includes(text) ? filters : [...filters, text] })} />
        ) : undefined}
      </div>
      {matching?.series.map(({ id, fault }) =>
        fault === undefined ? undefined : (
          <p key={id} className="timeline-fault" role="alert">
            {id}: {fault.message}
          </p>
        ),
      )}
      <div className="timeline-body">
        {matching === undefined ? (
          <p className="stat-table-empty">Counting...</p>
        ) : isTable ? (
          <TimelineTable {...props} view={matching} labels={labels} />
        ) : (
          <TimelineChart
            view={matching}
            unit={unit}
            labels={labels}
            colours={colours}
            selection={selection}
            onSelect={setSelection}
            onApply={apply}
            onZoom={zoom}
            onReset={reset}
          />
        )}
      </div>
      <p className="timeline-foot" role="status">
        {selection === undefined || view === undefined
          ? 'Drag over the chart to select a stretch of time; with the keyboard, Shift and arrows'
          : `Selected ${seconds(selection.from / 1e6)} s to ${seconds(selection.to / 1e6)} s: ${rangeFilter(view, selection)}`}
      </p>
    </div>
  );
}

function Swatch({ colour }: { readonly colour: number | undefined }): ReactNode {
  return <span className="timeline-swatch" aria-hidden="true" data-series={colour} />;
}

function Sum({ view, place }: { readonly view: TimelineView | undefined; readonly place: number }): ReactNode {
  const packets = view?.series[place]?.packets.reduce((sum, value) => sum + value, 0);
  return <span className="statistics-count">{packets === undefined ? '' : whole(packets)}</span>;
}

function AddFilter({ onAdd }: { readonly onAdd: (text: string) => void }): ReactNode {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    onAdd(text.trim());
    setText('');
  };
  return (
    <form className="timeline-add" onSubmit={submit}>
      <input
        type="text"
        aria-label="Display filter of a further series"
        data-after-lines
        placeholder="Display filter as a series"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={text.trim() === ''}>
        Add
      </button>
    </form>
  );
}

interface IntervalRow {
  readonly at: number;
  readonly packets: readonly number[];
  readonly octets: readonly number[];
}

/** The same numbers as a table, for screen readers and for copying. */
function TimelineTable({
  view,
  labels,
  onFilter,
  onCopy,
}: TabProps & { readonly view: TimelineView; readonly labels: readonly string[] }): ReactNode {
  const rows = useMemo(
    () =>
      Array.from(
        { length: view.count },
        (_, i): IntervalRow => ({
          at: view.start + i * view.interval,
          packets: view.series.map(({ packets }) => packets[i] ?? 0),
          octets: view.series.map(({ octets }) => octets[i] ?? 0),
        }),
      ),
    [view],
  );
  const columns = useMemo(
    (): readonly StatColumn<IntervalRow>[] => [
      {
        id: 'at',
        label: 'From (s)',
        isNumber: true,
        width: '130px',
        text: ({ at }) => columnSeconds(at / 1e6, view.interval),
        value: ({ at }) => at / 1e6,
      },
      ...labels.flatMap((label, i): StatColumn<IntervalRow>[] => [
        {
          id: `packets-${i}`,
          label: `${label}, packets`,
          isNumber: true,
          width: '170px',
          text: (row) => whole(row.packets[i] ?? 0),
          value: (row) => row.packets[i] ?? 0,
        },
        {
          id: `octets-${i}`,
          label: `${label}, octets`,
          isNumber: true,
          width: '170px',
          text: (row) => whole(row.octets[i] ?? 0),
          value: (row) => row.octets[i] ?? 0,
        },
      ]),
    ],
    [labels, view.interval],
  );
  return (
    <MemoryTable
      tab="timeline"
      label="Timeline"
      columns={columns}
      rows={rows}
      filterOf={({ at }) => rangeFilter(view, { from: at, to: at + view.interval })}
      onFilter={onFilter}
      onCopy={onCopy}
      empty="No packets"
    />
  );
}
