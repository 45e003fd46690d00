import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { described, exampleFrames, names, PUSH_FRAME } from '../testing/descriptions.ts';
import { descriptionSchema, type Schema } from './schema.ts';

const schema = descriptionSchema(names);
const fixtures = new URL('../../../tests/fixtures/', import.meta.url);

/** What is wrong with a value by a schema, as far as the schema here uses the language. */
function wrong(value: unknown, by: Schema, path = ''): string[] {
  const { $ref, anyOf, type, properties = {}, additionalProperties, items } = by;
  if ($ref !== undefined) {
    const target = schema.definitions?.[$ref.replace('#/definitions/', '')];
    if (target === undefined) throw new Error(`${$ref} is not defined`);
    return wrong(value, target, path);
  }
  const faults: string[] = [];
  if (anyOf !== undefined && !anyOf.some((one) => wrong(value, one, path).length === 0))
    faults.push(`${path}: none of ${anyOf.length}`);
  if (by.const !== undefined && by.const !== value) faults.push(`${path}: not ${by.const}`);
  if (by.enum !== undefined && !by.enum.includes(value)) faults.push(`${path}: not in the list`);
  const kind = Array.isArray(value)
    ? 'array'
    : Number.isInteger(value)
      ? 'integer'
      : value === null
        ? 'null'
        : typeof value;
  if (type !== undefined && type !== kind) return [...faults, `${path}: ${kind} instead of ${type}`];
  if (typeof value === 'string' && by.pattern !== undefined && !new RegExp(by.pattern).test(value))
    faults.push(`${path}: pattern`);
  if (typeof value === 'number' && (value < (by.minimum ?? value) || value > (by.maximum ?? value)))
    faults.push(`${path}: range`);
  if (Array.isArray(value) && items !== undefined)
    for (const [i, item] of value.entries()) faults.push(...wrong(item, items, `${path}/${i}`));
  if (kind === 'object') {
    const members = Object.entries(value as object);
    if (members.length < (by.minProperties ?? 0) || members.length > (by.maxProperties ?? 1e9))
      faults.push(`${path}: members`);
    for (const required of by.required ?? [])
      if (!(required in (value as object))) faults.push(`${path}: ${required} is missing`);
    for (const [key, member] of members) {
      const known = properties[key];
      if (known !== undefined) faults.push(...wrong(member, known, `${path}/${key}`));
      else if (additionalProperties === false) faults.push(`${path}: ${key}`);
    }
  }
  return faults;
}

describe('the schema', () => {
  test('accepts the descriptions of all frames of the reference and of all notifications', () => {
    const texts = exampleFrames(readFileSync(new URL('wire-examples.csv', fixtures), 'utf8')).flatMap(
      ({ linkType, bytes }) => [described(linkType, bytes), described(linkType, bytes, 'nodes')],
    );
    const folder = new URL('dm-notification/', fixtures);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.hex'))) {
      texts.push(described('dmnoti', readFileSync(new URL(name, folder), 'utf8')));
    }
    expect(texts.length).toBeGreaterThan(80);
    for (const text of texts) expect([wrong(JSON.parse(text), schema), text]).toEqual([[], text]);
  });

  test('refuses wrong ones', () => {
    const good = described(1, PUSH_FRAME);
    expect(wrong(JSON.parse(good), schema)).toEqual([]);
    for (const [from, to] of [
      ['"udp.srcport": 9200', '"udp.srcport": 92000'],
      ['"10.91.0.1"', '"10.91.0"'],
      ['"start": {"link": 1}', '"start": {"lonk": 1}'],
      ['"layers"', '"layer"'],
      ['"version": 2', '"version": 7'],
      ['02:00:5e:10:00:02', '02:00:5e:10:00'],
    ] as const) {
      expect(good).toContain(from);
      expect([to, wrong(JSON.parse(good.replace(from, to)), schema).length > 0]).toEqual([to, true]);
    }
  });

  test('documents every field and stays small enough for an editor', () => {
    const fields = Object.values(schema.definitions ?? {}).flatMap(({ properties = {} }) => Object.entries(properties));
    expect(fields.length).toBeGreaterThan(1500);
    expect(fields.filter(([, { description = '' }]) => description === '')).toEqual([]);
    expect(JSON.stringify(schema).length).toBeLessThan(1_000_000);
    const ports = schema.definitions?.['in_udp']?.properties?.['udp.srcport']?.anyOf ?? [];
    expect(ports.find((one) => one.enumDescriptions !== undefined)?.enumDescriptions).toContain('WAP push');
  });
});
