// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LookLine } from '../../../worker/api.ts';
import { useVirtualList } from '../list/use-virtual-list.ts';

const LINE_HEIGHT = 20;
const SAMPLE = '0'.repeat(64);
/** Lines that are asked for at once, before and behind those in view as well. */
const WINDOW = 64;

/** Lines that are shown around a place that was found. */
const AROUND = 4;

/** Lines that are wanted, and how many characters fit each. */
export interface LineWindow {
  readonly columns: number;
  readonly from: number;
  readonly count: number;
}

export interface OctetTextProps {
  readonly label: string;
  readonly total: number;
  /** Number of the first of `lines`. */
  readonly from: number;
  readonly lines: readonly LookLine[];
  /** Digits of an offset. */
  readonly digits: number;
  /** The place that was found and is shown. */
  readonly current: number;
  /** A line to be scrolled to, each time that the object is another one. */
  readonly reveal: { readonly line: number } | undefined;
  /** Lines are on their way. */
  readonly isWaiting: boolean;
  readonly onWindow: (window: LineWindow) => void;
}

/** Lines of octets, of which only those in view exist. */
export function OctetText(props: OctetTextProps): ReactNode {
  const { total, from, lines, digits, current, reveal, onWindow } = props;
  const list = useVirtualList(total, LINE_HEIGHT, 0);
  const { scroller, spacer, height, visible } = list;
  const columns = useColumns(scroller, digits);
  useEffect(() => scroller.current?.focus({ preventScroll: true }), [scroller]);
  const first = Math.max(0, Math.floor(visible.from / WINDOW) - 1) * WINDOW;
  const count = (Math.ceil(visible.to / WINDOW) + 1) * WINDOW - first;
  const tell = useRef(onWindow);
  useLayoutEffect(() => {
    tell.current = onWindow;
  });
  useEffect(() => {
    if (columns !== undefined) tell.current({ columns, from: first, count });
  }, [columns, first, count]);
  const show = useRef(list.reveal);
  useLayoutEffect(() => {
    show.current = list.reveal;
  });
  useEffect(() => {
    if (reveal === undefined) return;
    // With some lines around it.
    show.current(reveal.line + AROUND);
    show.current(Math.max(0, reveal.line - AROUND));
  }, [reveal]);
  const shown = lines
    .map((line, i) => ({ number: from + i, line }))
    .filter(({ number }) => number >= visible.from && number < visible.to);
  const shift = visible.shift + Math.max(0, from - visible.from) * LINE_HEIGHT;
  return (
    <section ref={scroller} className="octets-text" tabIndex={0} aria-label={props.label} aria-busy={props.isWaiting}>
      {total === 0 && !props.isWaiting ? <p className="octets-none">No octets</p> : undefined}
      <div className="octets-spacer" style={{ '--list-spacer': `${spacer}px` } as CSSProperties}>
        <div className="octets-view" style={{ '--list-height': `${height}px` } as CSSProperties}>
          <div className="octets-lines" style={{ '--list-shift': `${shift}px` } as CSSProperties}>
            {shown.map(({ number, line }) => (
              <Line key={number} line={line} digits={digits} current={current} />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

function Line({
  line,
  digits,
  current,
}: {
  readonly line: LookLine;
  readonly digits: number;
  readonly current: number;
}): ReactNode {
  const { start, end, text, marks } = line;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to, match } of marks) {
    parts.push(text.slice(at, from));
    parts.push(
      <mark key={from} className={match === current ? 'octets-mark octets-mark-now' : 'octets-mark'}>
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  parts.push(text.slice(at));
  return (
    <div className="octets-line">
      <span className="octets-offset">{end > start ? start.toString(16).padStart(digits, '0') : ''}</span>
      {parts}
    </div>
  );
}

/** Characters that fit a line, the offset in front of it left out; undefined until it is known. */
function useColumns(scroller: ReturnType<typeof useVirtualList>['scroller'], digits: number): number | undefined {
  const [columns, setColumns] = useState<number>();
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const sample = document.createElement('span');
    sample.className = 'octets-sample';
    sample.textContent = SAMPLE;
    element.append(sample);
    const character = sample.getBoundingClientRect().width / SAMPLE.length;
    sample.remove();
    const measure = (): void => {
      // The offset, and what stands around it and the text.
      const fit = Math.floor((element.clientWidth - 24) / character) - digits - 2;
      setColumns(Math.max(16, fit));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, digits]);
  return columns;
}
