import {
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import { LINE_ERROR, LINE_MARKED } from '../../../../core/base/line-signs.ts';
import { focusPane } from '../../../actions/panes.ts';
import { useApp } from '../../../app/context.ts';
import { useMedia } from '../../../widgets/use-media.ts';
import type { ShownRows } from '../PacketList.tsx';
import { drawMap, MAP_WIDTH } from './draw-map.ts';
import type { KnownLines } from './known-lines.ts';
import { MapColours } from './map-colours.ts';
import { createMapQuestions, type MapQuestions } from './map-questions.ts';
import { mapWindow, rowAt, shownSpan } from './map-window.ts';
import './ListMap.css';

/** The rows around those on the screen, a line each: where colours, errors and marks are, and the way there. */
export function ListMap({ extent, visible, isSelected, scroller }: ShownRows): ReactNode {
  const { store } = useApp();
  // A canvas does not follow the colours that the system asks for; styles hide its place.
  const isForced = useMedia('(forced-colors: active)');
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const colours = useRef<MapColours>(undefined);
  const pointedAt = useRef<number>(undefined);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const questions = useMapQuestions(redraw);
  const window = mapWindow(extent, visible);
  const { from, to } = window;
  const { from: shownFrom, shift } = visible;
  const isSeen = !isForced && extent.viewport > 0;

  useEffect(() => {
    if (isSeen) questions?.want(from, to);
  }, [questions, isSeen, from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map itself may stay where it is
  useEffect(() => {
    if (isSeen) questions?.moved();
  }, [questions, isSeen, shownFrom, shift]);

  useEffect(() => {
    const observer = new MutationObserver(() => {
      colours.current?.forget();
      redraw();
    });
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);

  const wordsAt = (y: number): string => {
    const place = rowAt(window, y);
    return place === undefined || questions === undefined ? '' : lineWords(questions.known, place);
  };

  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || probe.current === null || questions === undefined) return;
    colours.current ??= new MapColours(probe.current);
    fitToScreen(element, extent.viewport);
    const shown = shownSpan(window, extent, visible);
    drawMap(element, { window, shown, known: questions.known, isSelected }, colours.current);
    // The list may have moved under a pointer that rests.
    if (pointedAt.current !== undefined) element.title = wordsAt(pointedAt.current);
  });

  if (isForced) return null;
  const heightOf = (event: { readonly clientY: number; readonly currentTarget: Element }): number =>
    event.clientY - event.currentTarget.getBoundingClientRect().top;
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    pointedAt.current = heightOf(event);
    event.currentTarget.title = wordsAt(pointedAt.current);
  };
  /** Over the map the wheel moves the list as it does beside it. */
  const onWheel = ({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }: WheelEvent): void =>
    void scroller.current?.dispatchEvent(
      new globalThis.WheelEvent('wheel', { deltaX, deltaY, deltaMode, ctrlKey, shiftKey, cancelable: true }),
    );
  return (
    <>
      <canvas
        ref={canvas}
        className="list-map-lines"
        style={{ '--map-height': `${extent.viewport}px` } as CSSProperties}
        onClick={(event) => {
          const place = rowAt(window, heightOf(event));
          if (place !== undefined) store.getState().selectPlace(place);
          focusPane('list');
        }}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          pointedAt.current = undefined;
        }}
        onWheel={onWheel}
      />
      <span className="list-map-probe">
        <span ref={probe} />
      </span>
    </>
  );
}

/** Questions for as long as the map is there. */
function useMapQuestions(onLines: () => void): MapQuestions | undefined {
  const { store, session } = useApp();
  const [questions, setQuestions] = useState<MapQuestions>();
  useEffect(() => {
    const made = createMapQuestions(store, session.engine, onLines);
    setQuestions(made);
    return made.end;
  }, [store, session, onLines]);
  return questions;
}

/** As many pixels as the screen has there; to set them clears the canvas. */
function fitToScreen(canvas: HTMLCanvasElement, height: number): void {
  const scale = globalThis.devicePixelRatio;
  const wide = Math.round(MAP_WIDTH * scale);
  const high = Math.round(height * scale);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}

/** For people: `Packet 12: error, marked`; empty where it is not known yet. */
function lineWords(known: KnownLines, place: number): string {
  const packet = known.packetAt(place);
  if (packet === undefined) return '';
  const signs = known.signsAt(place) ?? 0;
  const words = [(signs & LINE_ERROR) !== 0 ? 'error' : '', (signs & LINE_MARKED) !== 0 ? 'marked' : ''];
  return [`Packet ${packet + 1}`, words.filter((word) => word !== '').join(', ')].filter(Boolean).join(': ');
}
