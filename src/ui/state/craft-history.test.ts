import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, amend, type History, newHistory, redo, undo } from './craft-history.ts';

const step = (text: string, drafts = {}) => ({ text, drafts });

describe('history of a crafted packet', () => {
  test('typing on in one place is one step', () => {
    let history = newHistory('a');
    history = advance(history, step('ab'), 'text', 1000);
    history = advance(history, step('abc'), 'text', 1500);
    history = advance(history, step('abcd'), 'text', 2200);
    expect(undo(history).present.text).toBe('a');
    expect(redo(undo(history)).present.text).toBe('abcd');
  });

  test('another place, or a rest, begins a step', () => {
    let history = newHistory('a');
    history = advance(history, step('b'), 'text', 1000);
    history = advance(history, step('c'), 'bits', 1100);
    history = advance(history, step('d'), 'bits', 5000);
    expect(undo(history).present.text).toBe('c');
    expect(undo(undo(history)).present.text).toBe('b');
    expect(undo(undo(undo(history))).present.text).toBe('a');
    expect(undo(undo(undo(undo(history)))).present.text).toBe('a');
  });

  test('what is typed after an undo replaces what was undone', () => {
    let history = advance(newHistory('a'), step('b'), 'text', 0);
    history = advance(undo(history), step('c'), 'text', 100);
    expect(redo(history)).toBe(history);
    expect(undo(history).present.text).toBe('a');
  });

  test('what could not be taken over comes back too', () => {
    const drafts = { '/a': 'x' };
    const history = advance(newHistory('a'), step('a', drafts), 'set /a', 0);
    expect(undo(history).present.drafts).toEqual({});
    expect(redo(undo(history)).present.drafts).toBe(drafts);
    expect(amend(history, step('b')).past).toBe(history.past);
  });

  test('is bounded', () => {
    let history = newHistory('');
    for (let at = 0; at < 1200; at++) history = advance(history, step(String(at)), String(at), at);
    expect(history.past).toHaveLength(500);
    const long = 'x'.repeat(9_000_000);
    let heavy = newHistory(long);
    for (let at = 0; at < 5; at++) heavy = advance(heavy, step(long + at), String(at), at);
    expect(heavy.past).toHaveLength(1);
  });

  test('undo and redo never lose the newest step', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('edit', 'undo', 'redo')), (moves) => {
        let history: History = newHistory('0');
        let last = '0';
        moves.forEach((move, at) => {
          if (move === 'edit') {
            last = String(at + 1);
            history = advance(history, step(last), String(at), at);
          } else history = move === 'undo' ? undo(history) : redo(history);
        });
        while (history.future.length > 0) history = redo(history);
        expect(history.present.text).toBe(last);
      }),
    );
  });
});
