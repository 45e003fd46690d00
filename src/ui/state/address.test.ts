import { expect, test } from 'vitest';
import { readAddress, writeAddress } from './address.ts';

test.each([
  ['', { place: 'start', packet: undefined, sample: undefined }],
  ['#/', { place: 'start', packet: undefined, sample: undefined }],
  ['#/capture', { place: 'capture', packet: undefined, sample: undefined }],
  ['#/capture?packet=12', { place: 'capture', packet: 11, sample: undefined }],
  ['#/capture?sample=a-b&packet=1', { place: 'capture', packet: 0, sample: 'a-b' }],
  ['#/capture?packet=0', { place: 'capture', packet: undefined, sample: undefined }],
  ['#/capture?packet=-3', { place: 'capture', packet: undefined, sample: undefined }],
  ['#/capture?packet=1e9', { place: 'capture', packet: undefined, sample: undefined }],
  ['#/elsewhere?packet=3', { place: 'start', packet: 2, sample: undefined }],
] as const)('reads %s', (hash, address) => expect(readAddress(hash)).toEqual(address));

test.each(['#/', '#/capture', '#/capture?packet=12', '#/capture?sample=x&packet=12'])('writes %s back', (hash) =>
  expect(writeAddress(readAddress(hash))).toBe(hash),
);
