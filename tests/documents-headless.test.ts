import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Batch } from '../src/core/engine/batch.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/* Documents through the headless batch, as a pipeline would use it: their canonical XML, with and without a media type. */

const folder = new URL('./fixtures/wbxml/', import.meta.url);
const batch = new Batch(createRegistry(), { secrets: [], tree: false });
const read = (name: string) => readFileSync(new URL(name, folder));
const types = new Map(
  readFileSync(new URL('MANIFEST.csv', folder), 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 2) as [string, string]),
);

function answer(request: object): Record<string, unknown> {
  return JSON.parse(batch.answer(JSON.stringify(request)));
}

const names = readdirSync(folder).filter((name) => name.endsWith('.wbxml'));

test('all thirty-six are there', () => expect(names).toHaveLength(36));

describe.each(names)('%s', (name) => {
  const expected = read(name.replace('.wbxml', '.xml')).toString('utf8').trimEnd();
  const hex = read(name).toString('hex');

  test('gives its canonical XML', () => {
    expect(answer({ as: 'wbxml', hex, mediaType: types.get(name) })['xml']).toBe(expected);
  });

  test('says what broke it when it is cut', () => {
    const cut = answer({ as: 'wbxml', hex: hex.slice(0, hex.length - 4), mediaType: types.get(name) });
    const findings = cut['findings'] as readonly {
      readonly severity: string;
      readonly bit: readonly [number, number];
    }[];
    const last = (hex.length / 2 - 2) * 8;
    expect(findings.some(({ severity, bit }) => severity === 'error' && bit[0] + bit[1] >= last - 64)).toBe(true);
  });
});

test('XML is answered in the same form', () => {
  const xml =
    '<?xml version="1.0"?>\n<si>\n <indication href="http://a.example/"  si-id="1">Hi &amp; bye</indication></si>';
  const { xml: canonical } = answer({
    as: 'xml',
    hex: Buffer.from(xml).toString('hex'),
    mediaType: 'text/vnd.wap.si; charset=utf-8',
  });
  expect(canonical).toContain('<indication href="http://a.example/" si-id="1">Hi &amp; bye</indication>');
});

test('a pushed document is answered too', () => {
  const push =
    '02063303ae81eaaf82b0687474703a2f2f612e6578616d706c652f736900b1687474703a2f2f7070672e6578616d706c6500b4878d9b02056a0045c60c03612e6578616d706c652f6e0001034869000101';
  expect(answer({ as: 'wsp', hex: push })['xml']).toBe(
    '<si><indication href="http://a.example/n">Hi</indication></si>',
  );
});
