import { expect, test } from 'vitest';
import { filterCatalogue } from '../filter/catalogue.ts';
import { createRegistry } from '../protocols/index.ts';
import { catalogueOf } from './catalogue.ts';

const registry = createRegistry();

test('names that stand for several fields are told once, beside those of fields', () => {
  const { fields, names } = catalogueOf(registry).view;
  const own = new Set(fields.map(({ filter }) => filter));
  expect(names.map(({ filter }) => filter)).toEqual([...new Set(names.map(({ filter }) => filter))]);
  expect(names.filter(({ filter }) => own.has(filter))).toEqual([]);
  expect(names.find(({ filter }) => filter === 'udp.port')).toMatchObject({
    label: 'Source port or Destination port',
    type: 'uint',
    doc: 'Stands for udp.srcport, udp.dstport.',
  });
  // A column has values for whatever a filter may ask of the packet's rows.
  const known = filterCatalogue(registry);
  const ofRows = known.names.filter((name) => known.get(name)?.source.from === 'rows');
  const missing = ofRows.filter((name) => !own.has(name) && !names.some(({ filter }) => filter === name));
  expect(missing).toEqual(['frame.time']);
});
