import { expect, test } from 'vitest';
import { readAddress, writeAddress } from './address.ts';

test.each([
  ['', { place: 'start', packet: undefined, sample: undefined, filter: '' }],
  ['#/', { place: 'start', packet: undefined, sample: undefined, filter: '' }],
  ['#/capture', { place: 'capture', packet: undefined, sample: undefined, filter: '' }],
  ['#/capture?packet=12', { place: 'capture', packet: 11, sample: undefined, filter: '' }],
  ['#/capture?sample=a-b&packet=1', { place: 'capture', packet: 0, sample: 'a-b', filter: '' }],
  ['#/capture?packet=0', { place: 'capture', packet: undefined, sample: undefined, filter: '' }],
  ['#/capture?packet=-3', { place: 'capture', packet: undefined, sample: undefined, filter: '' }],
  ['#/capture?packet=1e9', { place: 'capture', packet: undefined, sample: undefined, filter: '' }],
  ['#/elsewhere?packet=3', { place: 'start', packet: 2, sample: undefined, filter: '' }],
  [
    '#/capture?filter=udp.port+%3D%3D+2948&packet=2',
    { place: 'capture', packet: 1, sample: undefined, filter: 'udp.port == 2948' },
  ],
  [`#/capture?filter=${'x'.repeat(5000)}`, { place: 'capture', packet: undefined, sample: undefined, filter: '' }],
] as const)('reads %s', (hash, address) => expect(readAddress(hash)).toEqual(address));

test.each([
  '#/',
  '#/capture',
  '#/capture?packet=12',
  '#/capture?sample=x&packet=12',
  '#/capture?filter=a+%26%26+%21b&packet=1',
])('writes %s back', (hash) => expect(writeAddress(readAddress(hash))).toBe(hash));
