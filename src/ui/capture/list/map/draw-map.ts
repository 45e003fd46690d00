import { LINE_ERROR, LINE_MARKED } from '../../../../core/base/line-signs.ts';
import type { KnownLines } from './known-lines.ts';
import type { MapColours } from './map-colours.ts';
import { type MapWindow, type Span, spanOf } from './map-window.ts';

/** Pixels across: at the left the marks, in the middle the colours of rows with the ink of their text, at the right the errors. */
export const MAP_WIDTH = 16;
const MARK: Across = { left: 0, width: 4 };
const GROUND: Across = { left: 4, width: 8 };
const INK: Across = { left: 6, width: 4 };
const ERROR: Across = { left: 12, width: 4 };
const WHOLE: Across = { left: 0, width: MAP_WIDTH };
/** Height of signs: one pixel is overlooked, and where lines are high they stay signs. */
const LEAST_SIGN = 2;
const MOST_SIGN = 4;

interface Across {
  readonly left: number;
  readonly width: number;
}

export interface MapPicture {
  readonly window: MapWindow;
  /** What of it is on the screen. */
  readonly shown: Span | undefined;
  readonly known: KnownLines;
  readonly isSelected: (place: number) => boolean;
}

/** Draws the map. What is not known of rows yet is left blank. */
export function drawMap(canvas: HTMLCanvasElement, picture: MapPicture, colours: MapColours): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { window, shown, known, isSelected } = picture;
  /** Pixels of the screen for one of the page. */
  const scale = canvas.width / MAP_WIDTH;
  const fill = ({ left, width }: Across, { top, bottom }: Span, colour: string): void => {
    const from = Math.round(top * scale);
    context.fillStyle = colour;
    context.fillRect(left * scale, from, width * scale, Math.round(bottom * scale) - from);
  };
  const sign = (across: Across, place: number, colour: string): void => {
    const { top, bottom } = spanOf(window, place);
    const height = Math.min(Math.max(bottom - top, LEAST_SIGN), MOST_SIGN);
    const from = Math.max(top, (top + bottom - height) / 2);
    fill(across, { top: from, bottom: from + height }, colour);
  };
  context.clearRect(0, 0, canvas.width, canvas.height);
  for (let place = window.from; place < window.to; ) {
    const begin = place;
    const colour = known.colourAt(place);
    // Neighbours of one colour are one rectangle.
    while (place < window.to && known.colourAt(place) === colour) place++;
    if (colour === undefined || colour === 0) continue;
    const span = { top: spanOf(window, begin).top, bottom: spanOf(window, place).top };
    const { ground, ink } = colours.line(colour);
    if (ground !== undefined) fill(GROUND, span, ground);
    if (ink !== undefined) fill(INK, span, ink);
  }
  for (let place = window.from; place < window.to; place++) {
    const signs = known.signsAt(place) ?? 0;
    if ((signs & LINE_ERROR) !== 0) sign(ERROR, place, colours.token('--error'));
    if ((signs & LINE_MARKED) !== 0) sign(MARK, place, colours.token('--accent'));
  }
  if (shown !== undefined) {
    const { top, bottom } = shown;
    const edge = colours.token('--text-muted');
    fill(WHOLE, { top, bottom: top + 1 }, edge);
    fill(WHOLE, { top: bottom - 1, bottom }, edge);
    fill({ left: 0, width: 1 }, shown, edge);
    fill({ left: MAP_WIDTH - 1, width: 1 }, shown, edge);
  }
  for (let place = window.from; place < window.to; place++)
    if (isSelected(place)) sign(WHOLE, place, colours.token('--text'));
}
