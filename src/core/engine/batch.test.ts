import { describe, expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { Batch, type BatchAnswer } from './batch.ts';

function batch(...lines: unknown[]): BatchAnswer[] {
  const answers = new Batch(createRegistry(), { secrets: [], tree: false });
  return lines.map(
    (line) => JSON.parse(answers.answer(typeof line === 'string' ? line : JSON.stringify(line))) as BatchAnswer,
  );
}

describe('a batch', () => {
  test.each([
    ['{"id": 1', /^not JSON/],
    ['[]', /^an object is expected/],
    ['{"id": 1}', /^hex: a string/],
    ['{"id": 1, "hex": "123"}', /^hex: 3 digits make no whole octets/],
    ['{"id": 1, "hex": "12 3x"}', /^hex: "x" at digit 4/],
    ['{"id": 1, "hex": "12", "as": 7}', /^as: a string/],
    ['{"id": 1, "hex": "12", "as": "nonsense"}', /^as: "nonsense" is not known; known are .*data/],
    ['{"id": 1, "hex": "12", "keys": []}', /^keys: an object/],
    ['{"id": 1, "hex": "12", "keys": {"secrets": [{}]}}', /^keys\.secrets\[0\]: one of/],
    ['{"id": 1, "hex": "12", "keys": {"secrets": [{"hex": "1"}]}}', /^keys\.secrets\[0\]\.hex: not hex/],
    ['{"id": 1, "hex": "12", "keys": {"secrets": [{"text": "a", "nonce": "x"}]}}', /^keys\.secrets\[0\]\.nonce/],
  ])('answers %s with its error', (line, error) => {
    const [answer] = batch(line);
    expect(answer).toHaveProperty('error', expect.stringMatching(error));
  });

  test('is not disturbed by a bad line, and keeps ids of any kind', () => {
    const answers = batch(
      { id: 'a', hex: '00', as: 'data' },
      'rubbish',
      { id: { deep: 1 }, hex: '01 02', as: 'data' },
      { hex: '', as: 'data' },
    );
    expect(answers.map(({ id }) => id)).toEqual(['a', null, { deep: 1 }, null]);
    expect(answers.map((answer) => 'error' in answer)).toEqual([false, true, false, false]);
    expect(answers[2]).toMatchObject({
      number: 3,
      captured: 2,
      protocols: ['data'],
      fields: { 'data.data': ['0102'] },
    });
  });

  test('says how it chose the layer', () => {
    const [stated, guessed] = batch({ hex: '00', as: 'data' }, { hex: 'ffffff' });
    expect(stated).toMatchObject({ as: 'data', chosenBy: 'stated' });
    expect(guessed).toMatchObject({ as: 'data', chosenBy: 'nothing else fits' });
  });

  test('gives the tree on demand', () => {
    const [without, with_] = batch({ hex: '00', as: 'data' }, { hex: '00', as: 'data', tree: true });
    expect(without).not.toHaveProperty('tree');
    expect(with_).toHaveProperty('tree');
  });
});
