import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { TimelineView } from '../../worker/api.ts';
import type { TimeRange, Unit } from '../state/statistics.ts';
import { rate, seconds, TIME_STEPS, timeMark, whole } from './format.ts';
import { rounded, times, values } from './timeline-model.ts';
import 'uplot/dist/uPlot.min.css';

export interface TimelineChartProps {
  readonly view: TimelineView;
  readonly unit: Unit;
  readonly labels: readonly string[];
  /** Per series: the number of its colour, which stays when others come and go. */
  readonly colours: readonly number[];
  readonly selection: TimeRange | undefined;
  readonly onSelect: (range: TimeRange | undefined) => void;
  readonly onApply: () => void;
  readonly onZoom: () => void;
  readonly onReset: () => void;
}

/** How each series is drawn: colour is not the only sign. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [4, 4],
  [10, 4],
  [1, 3],
  [12, 3, 3, 3],
];

/** About as many marks has the axis of time; pixels of a digit at most, and between two marks. */
const MARKS = 16;
const LETTER = 8;
const GAP = 16;

/** The chart: drag or Shift+arrows select, Enter applies, + zooms, 0 shows all. */
export function TimelineChart(props: TimelineChartProps): ReactNode {
  const { view, unit, labels, selection } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [at, setAt] = useState(0);
  const [anchor, setAnchor] = useState<number>();
  const [theme, setTheme] = useState('');
  const shape = `${labels.join('\n')} ${unit} ${theme}`;

  useEffect(() => {
    const root = document.documentElement;
    const observer = new MutationObserver(() => setTheme(`${root.dataset['theme']} ${root.dataset['font']}`));
    observer.observe(root, { attributes: true, attributeFilter: ['data-theme', 'data-font'] });
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chart is made anew when its shape changes; data follow below
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = new uPlot(options(element, latest), data(latest.current), element);
    chart.current = made;
    showSelection(made, latest.current.selection);
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
      showSelection(made, latest.current.selection);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [shape]);
  useEffect(() => {
    const made = chart.current;
    if (made === undefined) return;
    made.setData(data({ ...latest.current, view }));
    showSelection(made, latest.current.selection);
  }, [view]);
  useEffect(() => {
    if (chart.current !== undefined) showSelection(chart.current, selection);
  }, [selection]);

  const place = Math.min(at, Math.max(0, view.count - 1));
  const move = (next: number, isSelecting: boolean): void => {
    const bounded = Math.min(view.count - 1, Math.max(0, next));
    setAt(bounded);
    const from = isSelecting ? (anchor ?? place) : bounded;
    setAnchor(isSelecting ? from : undefined);
    const start = (number: number): number => view.start + number * view.interval;
    props.onSelect({ from: start(Math.min(from, bounded)), to: start(Math.max(from, bounded) + 1) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = Math.max(1, Math.round(view.count / 20));
    if (event.key === 'ArrowRight') move(place + 1, event.shiftKey);
    else if (event.key === 'ArrowLeft') move(place - 1, event.shiftKey);
    else if (event.key === 'PageDown') move(place + step, event.shiftKey);
    else if (event.key === 'PageUp') move(place - step, event.shiftKey);
    else if (event.key === 'Home') move(0, event.shiftKey);
    else if (event.key === 'End') move(view.count - 1, event.shiftKey);
    else if (event.key === 'Enter') props.onApply();
    else if (event.key === '+') props.onZoom();
    else if (event.key === '0') props.onReset();
    else if (event.key === 'Escape' && selection !== undefined) props.onSelect(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = view.series.map(({ packets, octets }, i) => {
    return `${labels[i]} ${whole(packets[place] ?? 0)} packets, ${whole(octets[place] ?? 0)} octets`;
  });
  return (
    <div
      className="timeline-chart"
      role="application"
      aria-label="Timeline. Arrows move, with Shift they select, Enter applies as filter, plus zooms, 0 shows all"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is worked by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="timeline-chart-box" ref={box} aria-hidden="true" />
      <p className="unseen" aria-live="polite">
        {anchor === undefined ? '' : 'Selecting. '}
        {`${seconds((view.start + place * view.interval) / 1e6)} s: ${told.join('; ')}`}
      </p>
    </div>
  );
}

function data({ view, unit }: Pick<TimelineChartProps, 'view' | 'unit'>): uPlot.AlignedData {
  return [times(view), ...view.series.map((_, i) => values(view, i, unit))];
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(element: HTMLElement, latest: { readonly current: TimelineChartProps }): uPlot.Options {
  const { unit, labels, colours } = latest.current;
  const font = `${token('--text-small')} ${token('--font-ui')}`;
  const axis = {
    font,
    stroke: token('--text-muted'),
    grid: { stroke: token('--line'), width: 1 },
    ticks: { stroke: token('--line') },
  };
  const paths = uPlot.paths.stepped?.({ align: 1 });
  const short = unit === 'packets/s' ? 'pkt/s' : unit === 'packets' ? '' : unit === 'octets' ? 'B' : unit;
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
    scales: { x: { time: false }, y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.05 : 1] } },
    axes: [
      {
        ...axis,
        incrs: [...TIME_STEPS],
        space: (_chart, _axis, least, most) => roomOfMark(least, most),
        values: (_chart, marks, _axis, _space, step) => marks.map((mark) => timeMark(mark, step)),
      },
      {
        ...axis,
        size: (_chart, marks) => widthOfMarks(marks),
        values: (_chart, marks) => marks.map((mark) => rate(mark, short)),
      },
    ],
    series: [
      {},
      ...labels.map((label, i): uPlot.Series => {
        const number = colours[i] ?? 0;
        const colour = token(`--series-${number}`);
        return {
          label,
          stroke: colour,
          width: 1.5,
          dash: [...(DASHES[number] ?? [])],
          points: { show: false },
          ...(number === 0 ? { fill: `color-mix(in srgb, ${colour} 14%, transparent)` } : {}),
          ...(paths === undefined ? {} : { paths }),
        };
      }),
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < 2) return;
          const range = rounded(latest.current.view, chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x'));
          latest.current.onSelect(range);
        },
      ],
    },
  };
}

/** Pixels that marks of an axis between these seconds need from one to the next. */
function roomOfMark(least: number, most: number): number {
  const step = (most - least) / MARKS;
  return Math.max(timeMark(least, step).length, timeMark(most, step).length) * LETTER + GAP;
}

/** Pixels beside the chart for these marks; as long as there are none, what most need. */
function widthOfMarks(marks: readonly string[] | null): number {
  return Math.max(84, GAP + 7 * Math.max(0, ...(marks ?? []).map(({ length }) => length)));
}

/** Draws the selection where its whole intervals lie. */
function showSelection(chart: uPlot, selection: TimeRange | undefined): void {
  const height = chart.bbox.height / devicePixelRatio;
  if (selection === undefined) {
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    return;
  }
  const left = chart.valToPos(selection.from / 1e6, 'x');
  const right = chart.valToPos(selection.to / 1e6, 'x');
  chart.setSelect({ left, top: 0, width: Math.max(1, right - left), height }, false);
}
