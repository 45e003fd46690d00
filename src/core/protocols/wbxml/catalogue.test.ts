import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentRegistry } from '../../testing/documents.ts';

const registry = documentRegistry();
const TSHARK = '/usr/bin/tshark';
/** Fields of the packet around the document. */
const fields = registry.fields.filter(({ filter }) => !/^(frame|data)(\.|$)/.test(filter));

test('every field is registered once, with label, section and meaning', () => {
  const names = fields.map(({ filter }) => filter);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(
    fields.filter(
      ({ filter, label, spec, doc }) =>
        label === '' || doc === undefined || (spec === undefined && filter !== 'markup.decoded'),
    ),
  ).toEqual([]);
});

test('every rule is registered once', () => {
  const ids = registry.rules.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  expect(ids.length).toBeGreaterThan(130);
});

describe.skipIf(!existsSync(TSHARK))('names of another analyzer', () => {
  test('fields of WBXML and XML are named as there, or are its like', () => {
    const theirs = new Set(
      execFileSync(TSHARK, ['-G', 'fields'], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
        .split('\n')
        .map((line) => line.split('\t')[2] ?? ''),
    );
    const own = fields
      .map(({ filter }) => filter)
      .filter((filter) => /^(wbxml|xml)(\.|$)/.test(filter) && !theirs.has(filter));
    expect(own.sort()).toEqual([
      'wbxml.attribute',
      'wbxml.element',
      'wbxml.opaque_length',
      'wbxml.string_table',
      'wbxml.string_table.length',
      'wbxml.token',
      'xml.byte_order_mark',
      'xml.delimiter',
      'xml.element',
      'xml.end_tag',
      'xml.space',
      'xml.tag_end',
    ]);
  });
});
