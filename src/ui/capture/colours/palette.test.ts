import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  CONVERSATION_COLOURS,
  colourClass,
  colourLabel,
  colourNumber,
  GROUNDS,
  type Ground,
  INKS,
  type Ink,
  rowClass,
} from './palette.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const PAIRS = GROUNDS.flatMap((ground) => INKS.map((ink) => ({ ground, ink })));

test('the engine says of a row what it was told: a number stands for one pair of colours', () => {
  expect(new Set(PAIRS.map(colourNumber)).size).toBe(PAIRS.length);
  for (const pair of PAIRS) expect(rowClass(colourNumber(pair))).toBe(colourClass(pair));
  expect(rowClass(0)).toBe('');
  expect(colourNumber({ ground: 'none', ink: 'usual' })).toBe(0);
});

test('ten conversations have ten colours, below 0', () => {
  const classes = CONVERSATION_COLOURS.map(({ number }) => rowClass(-number));
  expect(new Set(classes).size).toBe(10);
  expect(classes).toEqual(CONVERSATION_COLOURS.map(({ className }) => className));
  expect(rowClass(-11)).toBe('');
});

test('each class that rows can have is there', () => {
  const css = read('row-colours.css');
  for (const pair of PAIRS)
    for (const name of colourClass(pair).split(' ')) if (name !== '') expect(css).toContain(`.${name} {`);
});

test('colours have names for people', () => {
  expect([colourLabel('pale-red'), colourLabel('usual')]).toEqual(['Pale red', 'Usual']);
});

/** Values of the tokens, by theme; dark ones stand above light ones. */
function tokens(isDark: boolean): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, selector = '', body = ''] of read('../../app/tokens.css').matchAll(/(:root[^{]*)\{([^}]*)\}/g)) {
    if (selector.includes('font') || (selector.includes('dark') && !isDark)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)) values.set(name, value);
  }
  return values;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const OF_INK = (ink: Ink): string => ({ usual: 'text', grey: 'text-muted' })[ink as string] ?? `ink-${ink}`;
const OF_GROUND = (ground: Ground): string => (ground === 'none' ? 'surface' : `ground-${ground}`);

test.each(['light', 'dark'])('every ink keeps 4.5:1 on every ground, %s', (theme) => {
  const values = tokens(theme === 'dark');
  // Under the pointer and when it is marked a row has another ground.
  const grounds = [...GROUNDS.map(OF_GROUND), 'hover', 'accent-soft'];
  const faint = grounds.flatMap((ground) =>
    INKS.map(OF_INK).flatMap((ink) => {
      const [below, above] = [values.get(ground), values.get(ink)];
      if (below === undefined || above === undefined) return [`${ground} or ${ink} is missing`];
      return contrast(below, above) < 4.5 ? [`${ink} on ${ground}: ${contrast(below, above).toFixed(2)}`] : [];
    }),
  );
  expect(faint).toEqual([]);
});

test.each(['light', 'dark'])('the signs of findings and verdicts keep 3:1 on every ground, %s', (theme) => {
  const values = tokens(theme === 'dark');
  for (const sign of ['error', 'warning', 'note', 'info', 'good', 'accent'])
    for (const ground of GROUNDS.map(OF_GROUND))
      expect([sign, ground, contrast(values.get(sign)!, values.get(ground)!) >= 3]).toEqual([sign, ground, true]);
});
