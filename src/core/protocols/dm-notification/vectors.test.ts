import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import type { Tree } from '../../codec/tree.ts';
import { rowValue } from '../../codec/value.ts';
import type { Digest } from '../../dissect/digest.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, dissect, findingTexts } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';
import { FORMATS, isWhole } from './formats.ts';

const FOLDER = new URL('../../../../tests/fixtures/dm-notification/', import.meta.url);

interface VectorField {
  readonly path: string;
  readonly bit_offset: number;
  readonly bit_length: number;
  readonly value: number | string | null;
  readonly hex?: string;
  readonly number?: number;
}

interface VectorFinding {
  readonly rule: string;
  readonly severity: string;
  readonly bit_offset: number;
  readonly bit_length: number;
}

interface VectorDigest {
  readonly verdict: string;
  readonly formula: string | null;
  readonly secret_form: string | null;
  readonly found_hex: string | null;
  readonly canonical_hex: string | null;
}

interface Vector {
  readonly id: string;
  readonly format: string;
  readonly intact_as: readonly string[];
  readonly payload_hex: string;
  readonly config: {
    readonly secret_utf8: string | null;
    readonly nonce_hex: string | null;
    readonly account_name: string | null;
  };
  readonly digest: VectorDigest;
  readonly fields: readonly VectorField[];
  readonly violations: readonly VectorFinding[];
  readonly advisories: readonly VectorFinding[];
  readonly alternative?: { readonly fields: readonly VectorField[] };
}

interface KnownAnswer extends Omit<Vector, 'config' | 'id'> {
  readonly source: string;
  readonly secret_utf8: string | null;
  readonly nonce_hex: string;
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as T;
}

function registry(): Registry {
  const to = new Registry();
  frame(to);
  register(to);
  return to;
}

function secretsOf(secret: string | null, nonceHex: string | null, account: string | null): Secret[] {
  if (secret === null) return [];
  const nonce = fromHex(nonceHex ?? '');
  return [{ form: 'text', typed: secret, ...(nonce && { nonce }), ...(account !== null && { accountName: account }) }];
}

const plain = (digest: Digest | undefined): VectorDigest => ({
  verdict: digest?.verdict ?? 'none',
  formula: digest?.formula ?? null,
  secret_form: digest?.secretForm ?? null,
  found_hex: digest?.found ? toHex(digest.found) : null,
  canonical_hex: digest?.expected ? toHex(digest.expected) : null,
});

/** Expected fields of which no row has the same bits and value. */
function missingFields(tree: Tree, source: number, fields: readonly VectorField[]): string[] {
  return fields
    .filter(({ bit_offset, bit_length, value, hex, number }) => {
      for (let row = 0; row < tree.length; row++) {
        if (tree.source(row) !== source || tree.start(row) !== bit_offset) continue;
        if (tree.end(row) !== bit_offset + bit_length) continue;
        const got = rowValue(tree, row);
        const same = value === null && hex !== undefined ? (got ?? null) === null || got === hex : got === value;
        if (!same) continue;
        if (number === undefined) return false;
        return !(tree.field(row + 1).filter === 'dmnoti.option.number' && tree.num(row + 1) === number);
      }
      return true;
    })
    .map((field) => JSON.stringify(field));
}

const findingKey = (rule: string, start: number, length: number) => `${rule} ${start}+${length}`;

const names = readdirSync(FOLDER)
  .filter((name) => /^\d{4}-.*\.json$/.test(name))
  .sort();

describe('the vectors', () => {
  it('are all there', () => expect(names).toHaveLength(40));

  it.each(names)('%s', (name) => {
    const vector = load<Vector>(name);
    const { config } = vector;
    const secrets = secretsOf(config.secret_utf8, config.nonce_hex, config.account_name);
    const layer = vector.format === 'unknown' ? 'dmnoti' : vector.format;
    const { tree, context } = dissect(registry(), layer, vector.payload_hex, { secrets });
    checkTiling(tree);
    expect(missingFields(tree, 0, vector.fields)).toEqual([]);
    if (vector.alternative) {
      expect(tree.sources).toHaveLength(2);
      expect(missingFields(tree, 1, vector.alternative.fields)).toEqual([]);
    } else expect(tree.sources).toHaveLength(1);
    expect(context.digests.map(plain)).toEqual([vector.digest]);

    const keys = (severe: boolean) =>
      tree.findings
        .filter(({ severity }) => (severity === 'error' || severity === 'warning') === severe)
        .map(({ rule, start, end }) => findingKey(rule.id, start, end - start))
        .sort();
    expect(keys(true)).toEqual(vector.violations.map((v) => findingKey(v.rule, v.bit_offset, v.bit_length)).sort());
    // Notes of the implementations' habits are ours; notes on rules must be among the advisories, at the same bits.
    const notes = keys(false).filter((key) => !/^[QA]-/.test(key));
    expect(notes).toEqual(vector.advisories.map((v) => findingKey(v.rule, v.bit_offset, v.bit_length)).sort());
    for (const { rule, severity } of tree.findings.filter((f) => f.severity === 'error' || f.severity === 'warning')) {
      expect(vector.violations.find((v) => v.rule === rule.id)?.severity).toBe(severity);
    }
    expect(findingTexts(tree).filter((text) => text.startsWith('X-'))).toEqual([]);
  });

  it.each(names)('%s is whole under the same formats', (name) => {
    const vector = load<Vector>(name);
    const bytes = fromHex(vector.payload_hex) ?? new Uint8Array(0);
    expect(FORMATS.filter((format) => isWhole(format, bytes, 0, bytes.length))).toEqual(vector.intact_as);
    const guessed = registry().table('layer').candidates(bytes);
    expect(
      guessed.map(
        ({ dissector }) =>
          ({ 'DM 1.2': 'dm-1.2', 'DM 1.3': 'dm-1.3', 'DM 2.0': 'dm-2.0', 'DS 1.2': 'ds-1.2' })[dissector.name],
      ),
    ).toEqual(vector.intact_as);
  });
});

describe('public known answers', () => {
  const answers = load<readonly KnownAnswer[]>('public-known-answers.json');
  it.each(answers)('$source', (answer) => {
    const { tree, context } = dissect(registry(), 'dmnoti', answer.payload_hex, {
      secrets: secretsOf(answer.secret_utf8, answer.nonce_hex, null),
    });
    checkTiling(tree);
    expect(missingFields(tree, 0, answer.fields)).toEqual([]);
    expect(context.digests.map(plain)).toEqual([answer.digest]);
    expect(tree.findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(context.protocolName).toBe('DS 1.2');
  });
});
