import { type RefObject, useEffect, useRef, useState } from 'react';

/** Scroll position and size of an element, kept up to date: what a virtualised list needs to know. */
export interface Viewport {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly onScroll: () => void;
}

export function useViewport(): Viewport {
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, top, ...size, onScroll: () => setTop(ref.current?.scrollTop ?? 0) };
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
  const top = row * rowHeight;
  const above = element.scrollTop - top;
  const below = top + rowHeight - element.scrollTop - element.clientHeight;
  if (above <= 0 && below <= 0) return;
  if (above > rowHeight || below > rowHeight) element.scrollTop = top - Math.floor(element.clientHeight / 3);
  else element.scrollTop = above > 0 ? top : element.scrollTop + below;
}
