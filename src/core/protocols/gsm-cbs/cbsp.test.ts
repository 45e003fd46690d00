import { describe, expect, test } from 'vitest';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, findingTexts, octets, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './cbs.ts';
import { secondsOf } from './cbsp.ts';

const registry = new Registry();
for (const part of [frame, register]) part(registry);

function message(elements: string, type = '01') {
  const dissected = dissect(
    registry,
    'cbsp',
    octets(type + (elements.length / 2).toString(16).padStart(6, '0') + elements),
  );
  checkTiling(dissected.tree);
  return dissected.tree;
}

describe('elements of more than one number', () => {
  // Values of tshark 4.0: the four bits between both parts of the period say nothing.
  test.each([
    ['060102', 18],
    ['060005', 5],
    ['06ff0f', 4095],
    ['0601f2', 18],
  ])('repetition period %s', (element, period) => {
    const tree = message(element);
    expect(values(tree, 'cbsp.rep_period')).toEqual([period]);
    expect(values(tree, 'cbsp.rep_period_low')).toEqual([period & 15]);
  });

  test('data coding scheme of all pages', () => {
    const tree = message('0c95');
    expect(values(tree, 'cbsp.dcs')).toEqual([0x95]);
    expect(values(tree, 'gsm_map.cbs.coding_grp')).toEqual([9]);
    expect(values(tree, 'gsm_map.cbs.coding_grp4_7_char_set')).toEqual([1]);
    expect(values(tree, 'gsm_map.cbs.coding_grp4_7_class')).toEqual([1]);
    expect(findingTexts(message('0c3f'))).toEqual([expect.stringContaining('CBS-003')]);
    expect(violations(message('0c'))).toContain('X-SHORT');
    expect(violations(message('0601'))).toContain('X-SHORT');
  });

  // Corners of the table in TS 48.049 8.2.25.
  test.each([
    [0, 0],
    [1, 1],
    [10, 10],
    [11, 12],
    [20, 30],
    [21, 35],
    [38, 120],
    [39, 130],
    [86, 600],
    [87, 630],
    [186, 3600],
    [255, 3600],
  ])('period code %d is %d seconds', (code, seconds) => {
    expect(secondsOf(code)).toBe(seconds);
    const hex = code.toString(16).padStart(2, '0');
    expect(values(message(`17${hex}`), 'cbsp.warning_period')).toEqual([seconds]);
    expect(values(message(`18${hex}`, '16'), 'cbsp.keepalive_rep_period')).toEqual([seconds]);
  });
});
