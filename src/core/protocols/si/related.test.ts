import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissectAll, findingTexts, values } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';

const registry = withPost(documentRegistry());

/** Captures begin at 2023-11-14T22:13:20Z. */
function si(attributes: string, text = 'x', to = 'terminal'): Message {
  return { type: 'text/vnd.wap.si', body: toUtf8(`<si><indication ${attributes}>${text}</indication></si>`), to };
}
const made = (day: number, id = 'a', text = 'x') => si(`si-id="${id}" created="2023-11-0${day}T00:00:00Z"`, text);
const LINKS = ['duplicate_of', 'replaces', 'replaced_in', 'deletes', 'deleted_in', 'newer_in'];

function links(messages: readonly Message[]) {
  return dissectTraffic(registry, messages).packets.map(({ tree }) => {
    checkTiling(tree);
    return [
      ...LINKS.flatMap((name) => values(tree, `si.${name}`).map((packet) => `${name} ${String(packet)}`)),
      ...tree.findings.map(({ rule }) => rule.id).filter((id) => id === 'SI-008' || id === 'SI-009'),
    ];
  });
}

describe('indications of one id', () => {
  test('a later one replaces the earlier', () => {
    expect(links([made(1), made(2), made(3)])).toEqual([
      ['replaced_in 2'],
      ['replaces 1', 'replaced_in 3'],
      ['replaces 2'],
    ]);
    // Without a date it counts as new.
    expect(links([made(2), si('si-id="a"')])).toEqual([['replaced_in 2'], ['replaces 1']]);
    expect(links([made(2, 'a', 'x'), made(2, 'a', 'y')])).toEqual([['replaced_in 2'], ['replaces 1']]);
  });

  test('one that was created earlier is dropped', () => {
    expect(links([made(2), made(1), made(3)])).toEqual([['replaced_in 3'], ['newer_in 1', 'SI-008'], ['replaces 1']]);
  });

  test('the address is the id of those without one', () => {
    expect(links([si('href="http://x/"'), si('href="http://x/"', 'y'), si('si-id="http://x/"', 'z')])).toEqual([
      ['replaced_in 2'],
      ['replaces 1', 'replaced_in 3'],
      ['replaces 2'],
    ]);
    expect(links([si(''), si('', 'y'), si('si-id=""', 'z')])).toEqual([[], [], []]);
  });

  test('delete removes what is there', () => {
    const away = si('si-id="a" action="delete"', '');
    expect(links([made(1), away, made(2), away])).toEqual([
      ['deleted_in 2'],
      ['deletes 1'],
      ['deleted_in 4'],
      ['deletes 3'],
    ]);
    expect(links([away])).toEqual([[]]);
    expect(
      links([away, made(1), si('si-id="a" action="delete"', 'again'), si('si-id="a" action="delete"', 'and again')]),
    ).toEqual([[], ['deleted_in 3'], ['deletes 2'], []]);
  });

  test('copies are named, and say nothing else', () => {
    expect(links([made(1), made(1), made(2), made(1)])).toEqual([
      ['replaced_in 3'],
      ['duplicate_of 1'],
      ['replaces 1'],
      ['newer_in 3', 'SI-008'],
    ]);
    const away = si('si-id="a" action="delete"', '');
    expect(links([made(1), away, away, made(1), made(1)])).toEqual([
      ['deleted_in 2'],
      ['deletes 1'],
      ['duplicate_of 2'],
      [],
      ['duplicate_of 4'],
    ]);
    expect(links([made(2), made(1), made(1), made(2)])).toEqual([
      [],
      ['newer_in 1', 'SI-008'],
      ['duplicate_of 2'],
      ['duplicate_of 1'],
    ]);
  });

  test('other ids and other terminals have nothing to do with each other', () => {
    expect(links([made(1), made(2, 'b'), si('si-id="a"', 'x', 'another')])).toEqual([[], [], []]);
  });

  test('both forms meet', () => {
    // si-id="a", created 2023-11-03.
    const binary = '03 05 6a 00 45 c6 11 03 61 00 0a c3 04 20 23 11 03 01 03 78 00 01 01';
    expect(links([made(1), { type: 'application/vnd.wap.sic', body: binary, to: 'terminal' }])).toEqual([
      ['replaced_in 2'],
      ['replaces 1'],
    ]);
  });
});

describe('expiry', () => {
  const until = (date: string, text = 'x') => si(`si-id="a" si-expires="${date}"`, text);

  test('what arrives late is dropped', () => {
    expect(links([until('2023-11-14T22:13:19Z'), si('si-id="a"')])).toEqual([['SI-009'], []]);
    expect(links([until('2023-11-14T22:13:20Z')])).toEqual([[]]);
    expect(links([si('si-expires="2023-01-01T00:00:00Z"')])).toEqual([['SI-009']]);
  });

  test('what has expired is not replaced', () => {
    const soon = until('2023-11-14T22:13:30Z');
    expect(links([soon, { ...si('si-id="a"', 'y'), after: 11 }])).toEqual([[], []]);
    expect(links([soon, { ...si('si-id="a"', 'y'), after: 9 }])).toEqual([['replaced_in 2'], ['replaces 1']]);
  });

  test('what is no date never expires', () => {
    expect(links([until('then'), si('si-id="a"')])).toEqual([['replaced_in 2'], ['replaces 1']]);
  });

  test('a pasted message has not arrived', () => {
    const [{ tree }] = dissectAll(registry, 'si', [until('2001-01-01T00:00:00Z').body]) as [
      ReturnType<typeof dissectAll>[0],
    ];
    expect(findingTexts(tree).filter((text) => text.includes('SI-009'))).toEqual([]);
  });
});

test('one that an error message quotes did not arrive', () => {
  expect(links([made(1), { ...made(2), type: 'quoted text/vnd.wap.si' }])).toEqual([[], []]);
});

test('documents inside others and those that are no indications are let be', () => {
  expect(
    links([
      { type: 'text/vnd.wap.si', body: toUtf8('<si><info/></si>') },
      { type: 'text/vnd.wap.si', body: toUtf8('') },
    ]),
  ).toEqual([[], []]);
});

test('any order of asking gives what capture order gave, and links lead back', () => {
  const some = fc.record({
    day: fc.integer({ min: 1, max: 3 }),
    text: fc.constantFrom('x', 'y'),
    away: fc.boolean(),
    to: fc.constantFrom('', 'terminal'),
  });
  let found = 0;
  fc.assert(
    fc.property(fc.array(some, { minLength: 2, maxLength: 10 }), fc.nat(), (list, seed) => {
      const messages = list.map(({ day, text, away, to }) => ({
        ...(away ? si('si-id="a" action="delete"', text) : made(day, 'a', text)),
        to,
      }));
      const { packets, dissect } = dissectTraffic(registry, messages);
      const rows = packets.map(({ tree }) => LINKS.map((name) => values(tree, `si.${name}`)));
      found += rows.flat(2).length;
      rows.forEach(([, replaces = [], , deletes = []], index) => {
        for (const frame of replaces)
          expect(rows[Number(frame) - 1]![2]!.length + rows[Number(frame) - 1]![4]!.length).toBe(1);
        for (const frame of deletes) expect(Number(frame)).toBeLessThan(index + 1);
      });
      for (let i = 0; i < list.length; i++) {
        const index = (seed + i * 3) % list.length;
        const { tree } = dissect(index);
        expect(LINKS.map((name) => values(tree, `si.${name}`))).toEqual(rows[index]);
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(30);
});
