/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** So far is the palest tint from the surface, in the component that differs most; and so much farther is one that is farther. */
const LEAST = 60;
const MORE = 1.3;

/**
 * The colour of a row's ground as a line of it is drawn: what is pale enough behind text is not seen one pixel high. It is the same
 * hue, farther from the surface; what differs stays different.
 */
export function lineTint(surface: Rgb, ground: Rgb): Rgb {
  const most = Math.max(...ground.map((value, at) => Math.abs(value - (surface[at] ?? 0))));
  if (most === 0) return ground;
  const factor = (LEAST + MORE * most) / most;
  const away = (at: 0 | 1 | 2): number => {
    const value = surface[at] + (ground[at] - surface[at]) * factor;
    return Math.min(255, Math.max(0, Math.round(value)));
  };
  return [away(0), away(1), away(2)];
}

/** A colour as computed styles write it: `rgb(255, 239, 238)`. */
export function rgbOf(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
