/*
 * The colours that rows can have. Grounds and inks stand as variables in app/tokens.css, where each ink keeps 4.5:1 on each ground,
 * light and dark; row-colours.css makes them classes.
 */

/** Hues in the order in which conversations get them. */
const HUES = ['orange', 'lime', 'cyan', 'violet', 'pink', 'teal', 'yellow', 'indigo', 'green', 'red'] as const;

/** Backgrounds; the pale ones are for rules, which colour many rows. */
export const GROUNDS = ['none', ...HUES.map((hue) => `pale-${hue}` as const), ...HUES] as const;
export type Ground = (typeof GROUNDS)[number];

/** Colours of text; `usual` is that of all rows. */
export const INKS = ['usual', 'grey', 'red', 'brown', 'green', 'teal', 'blue', 'violet'] as const;
export type Ink = (typeof INKS)[number];

export interface RowColour {
  readonly ground: Ground;
  readonly ink: Ink;
}

/** A colour that the user can give a conversation; their numbers count from 1. */
export interface ConversationColour {
  readonly number: number;
  readonly label: string;
  readonly className: string;
}

/** For people: `Pale red`. */
export function colourLabel(id: Ground | Ink): string {
  const words = id.replace('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The number by which the engine knows a colour: 0 for that of all rows. */
export function colourNumber({ ground, ink }: RowColour): number {
  return INKS.indexOf(ink) * GROUNDS.length + GROUNDS.indexOf(ground);
}

/** Classes of what is shown in a colour; empty for that of all rows. */
export function colourClass({ ground, ink }: RowColour): string {
  return [ground === 'none' ? '' : `row-ground-${ground}`, ink === 'usual' ? '' : `row-ink-${ink}`]
    .filter((name) => name !== '')
    .join(' ');
}

export const CONVERSATION_COLOURS: readonly ConversationColour[] = HUES.map((hue, at) => ({
  number: at + 1,
  label: colourLabel(hue),
  className: colourClass({ ground: hue, ink: 'usual' }),
}));

/** Classes by the number that `PacketRow.colour` has: each is made once. */
const CLASSES = new Map<number, string>();

/** Classes of a row, by what the engine says of it; empty where nothing colours it. */
export function rowClass(colour: number): string {
  if (colour === 0) return '';
  let known = CLASSES.get(colour);
  if (known === undefined) {
    const ground = GROUNDS[colour % GROUNDS.length] ?? 'none';
    const ink = INKS[Math.floor(colour / GROUNDS.length)] ?? 'usual';
    known = colour < 0 ? (CONVERSATION_COLOURS[-colour - 1]?.className ?? '') : colourClass({ ground, ink });
    CLASSES.set(colour, known);
  }
  return known;
}
