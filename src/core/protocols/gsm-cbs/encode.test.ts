import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { toSeptets } from '../../base/gsm-alphabet.ts';
import { checkTiling, dissectAll, findingTexts, values } from '../../testing/packets.ts';
import { createRegistry } from '../index.ts';
import { contentEnd } from './coding.ts';
import { broadcastPages, broadcastText } from './encode.ts';

const REGISTRY = createRegistry();

describe('cell broadcast pages', () => {
  it('writes text in pages of 93 characters that read back', () => {
    const text = 'All is well. '.repeat(30).trim();
    const pages = broadcastText(
      { scope: 1, code: 5, update: 2, identifier: 4370 },
      toSeptets(text) ?? new Uint8Array(0),
    );
    expect(pages.map(({ length }) => length)).toEqual([88, 88, 88, 88, 88]);
    const read = dissectAll(REGISTRY, 'cbs', pages);
    for (const { tree } of read) {
      checkTiling(tree);
      expect(findingTexts(tree)).toEqual([]);
      expect(values(tree, 'gsm_cbs.message-identifier')).toEqual([4370]);
    }
    expect(read.map(({ tree }) => values(tree, 'gsm_cbs.page_content')[0]).join('')).toContain('All is well.');
  });

  it('holds 1230 octets and not one more', () => {
    expect(broadcastPages({ code: 0, identifier: 1 }, new Uint8Array(1230).fill(1))).toHaveLength(15);
    expect(() => broadcastPages({ code: 0, identifier: 1 }, new Uint8Array(1231))).toThrow(RangeError);
    expect(broadcastPages({ code: 0, identifier: 1 }, new Uint8Array(0))).toHaveLength(1);
  });

  it('fills pages so that the end of any content is found', () => {
    for (const size of [1, 78, 79, 80, 81, 82, 164]) {
      for (const last of [0x2b, 0, 0xff, 0x0d, 0x41]) {
        const content = new Uint8Array(size).fill(last);
        const pages = broadcastPages({ code: 0, identifier: 1 }, content);
        const joined = concatBytes(...pages.map((page) => page.subarray(6)));
        expect(contentEnd(joined, 0, joined.length)).toBe(size);
      }
    }
  });
});
