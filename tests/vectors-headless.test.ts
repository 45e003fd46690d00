import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Batch, type BatchAnswer } from '../src/core/engine/batch.ts';
import type { NodeJson } from '../src/core/engine/nodes-json.ts';
import type { FindingJson, PacketJson } from '../src/core/engine/packet-json.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/*
 * The vectors of DM notifications through the headless batch, as a pipeline would use it: every field value and bit
 * range, the digest, and exactly the stated violations, of the body and of its carrier.
 */

interface VectorField {
  readonly path: string;
  readonly bit_offset: number;
  readonly bit_length: number;
  /** Null for text that is not UTF-8 and for octets that nothing claims. */
  readonly value: number | string | null;
  readonly hex?: string;
}
interface VectorFinding {
  readonly rule: string;
  readonly severity: string;
  readonly bit_offset: number;
  readonly bit_length: number;
}
interface Vector {
  readonly id: string;
  readonly format: string;
  readonly intact_as: readonly string[];
  readonly payload_hex: string;
  readonly config: {
    readonly secret_hex: string | null;
    readonly nonce_hex: string;
    readonly account_name: string | null;
  };
  readonly digest: {
    readonly verdict: string;
    readonly formula: string | null;
    readonly secret_form: string | null;
    readonly found_hex: string | null;
    readonly canonical_hex: string | null;
  };
  readonly fields: readonly VectorField[];
  readonly alternative?: { readonly fields: readonly VectorField[] };
  readonly violations: readonly VectorFinding[];
  readonly advisories: readonly VectorFinding[];
  readonly transport: {
    readonly variant: string;
    readonly wsp_hex?: string;
    readonly violations: readonly { readonly rule: string }[];
  };
}

const folder = new URL('./fixtures/dm-notification/', import.meta.url);
const vectors = readdirSync(folder)
  .filter((name) => /^\d{4}.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector);
const batch = new Batch(createRegistry(), { secrets: [], tree: true });

function ask(request: object): PacketJson & { readonly as: string } {
  const answer = JSON.parse(batch.answer(JSON.stringify(request))) as BatchAnswer;
  if ('error' in answer) throw new Error(answer.error);
  if (!('as' in answer)) throw new Error('octets instead of a packet');
  return answer;
}

function keysOf({ config }: Vector): object {
  if (config.secret_hex === null) return {};
  const secret = {
    hex: config.secret_hex,
    nonce: config.nonce_hex,
    ...(config.account_name === null ? {} : { accountName: config.account_name }),
  };
  return { keys: { secrets: [secret] } };
}

function* nodesOf(nodes: readonly NodeJson[]): Generator<NodeJson> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(node.children ?? []);
  }
}

const place = ({ bit }: FindingJson) => bit.join('+');
const isViolation = ({ severity }: { readonly severity: string }) => severity === 'error' || severity === 'warning';

test('all forty are there', () => expect(vectors).toHaveLength(40));

describe.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
  const answer = ask({
    as: vector.format === 'unknown' ? 'dmnoti' : vector.format,
    hex: vector.payload_hex,
    ...keysOf(vector),
  });
  const rows = [...nodesOf(answer.tree ?? [])];

  test('every field has its value and bits', () => {
    const missing = vector.fields.filter(
      ({ bit_offset, bit_length, value, hex }) =>
        !rows.some(
          ({ source, bit, value: found }) =>
            source === 0 &&
            bit[0] === bit_offset &&
            bit[1] === bit_length &&
            (found === value || (value === null && found === hex)),
        ),
    );
    expect(missing).toEqual([]);
    for (const { bit_offset, bit_length, value } of vector.alternative?.fields ?? []) {
      expect(rows).toContainEqual(expect.objectContaining({ source: 1, bit: [bit_offset, bit_length], value }));
    }
  });

  test('fields hold the values of the strict reading alone', () => {
    const session = vector.fields.find(({ path }) => path.endsWith('session_id'));
    expect(answer.fields['dmnoti.session_id']).toEqual(session === undefined ? undefined : [session.value]);
  });

  test('the digest is judged', () => {
    const { verdict, formula, secret_form, found_hex, canonical_hex } = vector.digest;
    if (vector.format === 'unknown') {
      expect(answer.digests.filter((digest) => digest.verdict !== 'not-verifiable')).toEqual([]);
      return;
    }
    expect(answer.digests).toEqual([
      { format: vector.format, verdict, formula, secretForm: secret_form, expected: canonical_hex, found: found_hex },
    ]);
  });

  test('exactly the stated rules are broken, at their bits', () => {
    const found = answer.findings
      .filter(isViolation)
      .map((finding) => `${finding.rule} ${finding.severity} ${place(finding)}`);
    const stated = vector.violations.map(
      ({ rule, severity, bit_offset, bit_length }) => `${rule} ${severity} ${bit_offset}+${bit_length}`,
    );
    expect(found.sort()).toEqual(stated.sort());
  });

  test('nothing else is said of the body than what may be', () => {
    const allowed = new Set([...vector.violations, ...vector.advisories].map(({ rule }) => rule));
    expect(answer.findings.map(({ rule }) => rule).filter((rule) => !allowed.has(rule))).toEqual([]);
  });

  test('the carrier breaks exactly the stated rules', () => {
    if (vector.transport.variant === 'ct-other' || vector.transport.wsp_hex === undefined) return;
    const carried = ask({ as: 'wsp', hex: vector.transport.wsp_hex, ...keysOf(vector) });
    const found = carried.findings
      .filter(isViolation)
      .filter(({ rule }) => /^N(12|13|20|X)-|^DS-/.test(rule))
      .map(({ rule }) => rule);
    // The port is not in the push PDU: the rule about it is judged over UDP (see the capture below).
    const stated = [...vector.violations, ...vector.transport.violations]
      .map(({ rule }) => rule)
      .filter((rule) => rule !== 'N13-070');
    expect(found.sort()).toEqual(stated.sort());
  });

  test('a guess takes it for what it is whole as', () => {
    if (vector.intact_as.length !== 1) return;
    expect(ask({ hex: vector.payload_hex }).as).toBe(vector.intact_as[0]);
  });
});
