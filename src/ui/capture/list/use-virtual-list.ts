import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  clampOffset,
  type Extent,
  maxOffset,
  offsetOf,
  revealing,
  scrollTopOf,
  spacerHeight,
  type Visible,
  visibleRows,
  wheelPixels,
} from './virtual-scroll.ts';

export interface VirtualList {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly extent: Extent;
  /** Pixels of the scrolled spacer, the head included. */
  readonly spacer: number;
  /** Pixels of what is seen, the head included. */
  readonly height: number;
  readonly visible: Visible;
  readonly reveal: (index: number) => void;
}

/** Scrolls a list of any length in true pixels; see virtual-scroll.ts for the arithmetic. */
export function useVirtualList(count: number, rowHeight: number, headHeight: number): VirtualList {
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [offset, setOffset] = useState(0);
  const extent: Extent = { count, rowHeight, viewport: Math.max(0, height - headHeight) };
  const latest = useRef({ extent, offset });
  latest.current = { extent, offset };
  // Where the scroll bar was put by us: an event that reports it is no drag.
  const written = useRef(0);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // A list that ends before what was seen of it is another one, and is shown from its begin: its end may go on moving.
  const counted = useRef(count);
  useLayoutEffect(() => {
    const isShorter = count < counted.current;
    counted.current = count;
    const { extent: now, offset: at } = latest.current;
    if (isShorter && at > maxOffset(now)) setOffset(0);
  }, [count]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const wanted = scrollTopOf({ count, rowHeight, viewport: Math.max(0, height - headHeight) }, offset);
    // To ask for the place of the scroll bar lays out the page: at the top, where lists grow, nothing has to be asked.
    if (wanted === 0 && written.current === 0) return;
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    written.current = element.scrollTop;
  }, [count, rowHeight, height, headHeight, offset]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const { extent: now } = latest.current;
      const by = wheelPixels(event.deltaY, event.deltaMode, now);
      setOffset((before) => clampOffset(now, clampOffset(now, before) + by));
    };
    const onScroll = (): void => {
      if (Math.abs(element.scrollTop - written.current) < 1) return;
      written.current = element.scrollTop;
      setOffset(offsetOf(latest.current.extent, element.scrollTop));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('scroll', onScroll);
    };
  }, []);

  const reveal = useCallback((index: number) => {
    const { extent: now } = latest.current;
    setOffset((before) => revealing(now, before, index));
  }, []);

  return {
    scroller,
    extent,
    spacer: spacerHeight(extent) + headHeight,
    height,
    visible: visibleRows(extent, offset),
    reveal,
  };
}
