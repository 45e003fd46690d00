import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineTint, type Rgb, rgbOf } from './tints.ts';

const tokens = readFileSync(new URL('../../../app/tokens.css', import.meta.url), 'utf8');
const hex = (text: string): Rgb => [0, 2, 4].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
/** Grounds of rows by name, light and dark. */
const themes = [0, 1].map((theme) => {
  const of = (name: string): Rgb =>
    hex([...tokens.matchAll(new RegExp(`--${name}: #([0-9a-f]{6})`, 'g'))][theme]?.[1] ?? '');
  const names = new Set([...tokens.matchAll(/--(ground-[a-z-]+):/g)].map(([, name]) => name ?? ''));
  return { surface: of('surface'), grounds: new Map([...names].map((name) => [name, of(name)])) };
});

const luminance = (colour: Rgb): number => {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: Rgb, b: Rgb): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

test('every ground is seen as a line on the surface, in both themes, and no two are the same', () => {
  for (const { surface, grounds } of themes) {
    expect(grounds.size).toBe(20);
    const tints = [...grounds.values()].map((ground) => lineTint(surface, ground));
    for (const [at, tint] of tints.entries())
      expect(contrast(surface, tint), [...grounds.keys()][at]).toBeGreaterThan(1.25);
    expect(new Set(tints.map(String)).size).toBe(20);
  }
});

test('a line keeps the hue of its row', () => {
  expect(lineTint([255, 255, 255], [255, 239, 238])).toEqual([255, 178, 173]);
  expect(lineTint([18, 22, 28], [18, 22, 28])).toEqual([18, 22, 28]);
  expect(lineTint([0, 0, 0], [255, 0, 10])).toEqual([255, 0, 15]);
});

test('colours are read as styles write them', () => {
  expect(rgbOf('rgb(255, 239, 238)')).toEqual([255, 239, 238]);
  expect(rgbOf('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
});
