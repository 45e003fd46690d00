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

test('links to other packets say what they lead to, but for those that have no sign of their own', () => {
  const links = registry.fields.filter(({ type }) => type === 'frame');
  expect(registry.fields.filter(({ type, leadsTo }) => leadsTo !== undefined && type !== 'frame')).toEqual([]);
  const plain = links.filter(({ leadsTo }) => leadsTo === undefined).map(({ filter }) => filter);
  expect(plain.sort()).toEqual([
    'dmnoti.same_id_as',
    'dmnoti.session_in',
    'mime_multipart.pushed_in',
    'msrp.report_on',
    'msrp.setup-frame',
    'si.deleted_in',
    'si.deletes',
    'si.newer_in',
    'si.replaced_in',
    'si.replaces',
    'syncml.notified_in',
    'wap.pap.result_in',
    'wap.pap.submitted_in',
    'wsp.session.closed_in',
    'wsp.session.opened_in',
    'wsp.session.suspended_in',
    'wsp.submitted_in',
    'wtp.aborted_in',
  ]);
  const { fields } = catalogueOf(registry).view;
  expect(fields.find(({ filter }) => filter === 'http.request_in')).toMatchObject({ leadsTo: 'request' });
  expect(fields.find(({ filter }) => filter === 'udp.srcport')).not.toHaveProperty('leadsTo');
});

test('fields whose values have names are told', () => {
  const { fields, names } = catalogueOf(registry).view;
  const hasNames = (name: string) => [...fields, ...names].find(({ filter }) => filter === name)?.hasNames ?? false;
  expect(['udp.dstport', 'udp.port', 'eth.type'].map(hasNames)).toEqual([true, true, true]);
  expect(['udp.length', 'ip.addr', 'dmnoti.session_id'].map(hasNames)).toEqual([false, false, false]);
});
