import { type RefObject, useEffect, useRef, useState } from 'react';

/** Scroll position and size of an element, kept up to date: what a virtualised list needs to know. */
export interface Viewport {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  /** The same by now, for effects. */
  readonly now: RefObject<{ top: number; height: number }>;
  readonly onScroll: () => void;
}

export function useViewport(): Viewport {
  const ref = useRef<HTMLDivElement>(null);
  const now = useRef({ top: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      now.current.height = element.clientHeight;
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    now.current.top = ref.current?.scrollTop ?? 0;
    setTop(now.current.top);
  };
  return { ref, top, ...size, now, onScroll };
}

/** Rows to draw of `count`, some more on both sides so that fast scrolling shows no gaps. */
export function windowOf(
  viewport: Pick<Viewport, 'top' | 'height'>,
  rowHeight: number,
  count: number,
  more = 8,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(viewport.top / rowHeight) - more);
  return { from, to: Math.min(count, Math.ceil((viewport.top + viewport.height) / rowHeight) + more) };
}

/** Shows the row whole: a step scrolls as little as it takes, a leap leaves room above for what stands before. */
export function showRow(element: HTMLElement | null, row: number, rowHeight: number): void {
  if (!element || element.clientHeight === 0) return;
  const top = topFor(row, rowHeight, element.scrollTop, element.clientHeight);
  if (top !== undefined) element.scrollTop = top;
}

/**
 * The same by what is known of the element: asking it for its size or place behind a drawing makes the browser lay out the
 * page there and then, in the same task. Nothing happens before its size is known.
 */
export function showRowIn({ ref, now }: Pick<Viewport, 'ref' | 'now'>, row: number, rowHeight: number): void {
  if (!ref.current || now.current.height === 0) return;
  const top = topFor(row, rowHeight, now.current.top, now.current.height);
  if (top === undefined) return;
  now.current.top = Math.max(0, top);
  ref.current.scrollTop = top;
}

/** Where to scroll to, so that a row is seen whole; undefined when it is. */
export function topFor(row: number, rowHeight: number, scrolled: number, height: number): number | undefined {
  const top = row * rowHeight;
  const above = scrolled - top;
  const below = top + rowHeight - scrolled - height;
  if (above <= 0 && below <= 0) return undefined;
  if (above > rowHeight || below > rowHeight) return top - Math.floor(height / 3);
  return above > 0 ? top : scrolled + below;
}
