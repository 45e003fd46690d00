import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { type Codec, encode } from '../../codec/codec.ts';
import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, columnsOnlyState, dissect, octets, summarize } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register as wtp } from '../wtp/wtp.ts';
import { certificates } from './certificate.ts';
import { alertBody } from './fields.ts';
import { clientHello, serverHello } from './hello.ts';
import { register, wtlsRecord } from './wtls.ts';

const registry = new Registry();
for (const one of [frame, wsp, wtp, register]) one(registry);

const octet = fc.nat(255);
const time = fc.nat(0xffffffff);
const short = fc.uint8Array({ maxLength: 8 });
const identifier = fc.oneof(
  fc.constant({ type: 0 }),
  fc.record({ type: fc.constant(1), charset: fc.nat(2000), value: short }),
  fc.record({ type: fc.constantFrom(2, 255), value: short }),
  fc.record({ type: fc.constant(254), value: fc.uint8Array({ minLength: 20, maxLength: 20 }) }),
);
const key = fc.oneof(
  fc.record({ suite: fc.nat(18), parameterIndex: fc.nat(254), identifier }),
  fc.record({ suite: fc.nat(18), parameterIndex: fc.constant(255), parameters: short, identifier }),
);
const suite = fc.record({ bulk: fc.nat(9), mac: fc.nat(7) });
const start = {
  version: octet,
  time,
  random: fc.uint8Array({ minLength: 12, maxLength: 12 }),
  sessionId: short,
};
const client = fc.record({
  ...start,
  clientKeys: fc.array(key, { maxLength: 3 }),
  trustedKeys: fc.array(key, { maxLength: 3 }),
  ciphers: fc.array(suite, { maxLength: 4 }),
  compressions: fc.array(octet, { maxLength: 2 }),
  sequenceMode: octet,
  keyRefresh: octet,
});
const server = fc.record({
  ...start,
  key: octet,
  cipher: suite,
  compression: octet,
  sequenceMode: octet,
  keyRefresh: octet,
});
const wtlsCertificate = fc.record({
  version: octet,
  signatureAlgorithm: fc.nat(2),
  issuer: identifier,
  notBefore: time,
  notAfter: time,
  subject: identifier,
  keyType: fc.constant(2),
  parameterIndex: fc.nat(254),
  rsa: fc.record({ exponent: short, modulus: short }),
  signature: short,
});
const chain = fc.array(
  fc.oneof(
    wtlsCertificate.map((wtls) => ({ type: 1, wtls })),
    fc.record({ type: fc.constantFrom(2, 3, 4), octets: short }),
  ),
  { maxLength: 3 },
);
const alert = fc.record({ level: fc.integer({ min: 1, max: 3 }), description: fc.constantFrom(0, 40), checksum: time });

/** What a codec reads of what it has written. */
function reread<Value, Draft>(codec: Codec<Value, Draft>, draft: Draft): Value {
  const tree = new Tree();
  tree.addSource({ label: 'Test', bytes: encode(codec, draft), cut: false });
  const cursor = new Cursor(tree, 0);
  const value = codec.read(cursor);
  tree.finish();
  checkTiling(tree);
  expect(cursor.left).toBe(0);
  expect(tree.findings).toEqual([]);
  return value;
}

const message = (type: number, body: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(type, body.length >>> 8, body.length & 0xff), body);
const flags = { hasLength: fc.nat(1), hasSequence: fc.nat(1), isProtected: fc.nat(1) };
/** Sound records; the last may have no length. */
const record = (hasLength: number): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.record({ hasSequence: flags.hasSequence, isProtected: flags.isProtected, sequence: fc.nat(0xffff) }),
      fc.oneof(
        client.map((draft) => [3, message(1, encode(clientHello, draft))] as const),
        server.map((draft) => [3, message(2, encode(serverHello, draft))] as const),
        chain.map((draft) => [3, message(11, encode(certificates, draft))] as const),
        alert.map((draft) => [2, encode(alertBody, draft)] as const),
        fc.constant([1, Uint8Array.of(1)] as const),
        fc.constant([4, octets('010603c4af8710')] as const),
      ),
    )
    .map(([{ hasSequence, isProtected, sequence }, [type, content]]) =>
      wtlsRecord({ hasLength, hasSequence, isProtected, type, ...(hasSequence === 1 ? { sequence } : {}) }, content),
    );
const packet = fc
  .tuple(fc.array(record(1), { maxLength: 2 }), fc.nat(1).chain(record))
  .map(([first, last]) => concatBytes(...first, last));

function check(bytes: Uint8Array, layer: string): boolean {
  const row = summarize(registry, { table: 'layer', key: layer }, bytes, 0, columnsOnlyState());
  const { tree, context } = dissect(registry, layer, bytes);
  checkTiling(tree);
  expect(registry.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  return tree.findings.some(({ severity }) => severity === 'error');
}

const RUNS = { numRuns: 300 };

describe('reading gives what was written', () => {
  test('client_hello', () =>
    fc.assert(
      fc.property(client, (draft) => {
        expect(reread(clientHello, draft)).toEqual(draft);
      }),
      RUNS,
    ));
  test('server_hello', () =>
    fc.assert(
      fc.property(server, (draft) => {
        expect(reread(serverHello, draft)).toEqual(draft);
      }),
      RUNS,
    ));
  test('certificates', () =>
    fc.assert(
      fc.property(chain, (draft) => {
        expect(reread(certificates, draft)).toEqual(draft);
      }),
      RUNS,
    ));
});

describe('whatever the octets are', () => {
  test('sound records have no errors', () => {
    fc.assert(
      fc.property(packet, (bytes) => {
        expect(check(bytes, 'wtls')).toBe(false);
      }),
      RUNS,
    );
  });

  test('changed records', () => {
    let broken = 0;
    let sound = 0;
    fc.assert(
      fc.property(
        packet,
        fc.array(fc.tuple(fc.nat(), octet), { maxLength: 3 }),
        fc.boolean(),
        (bytes, changes, isSession) => {
          const changed = bytes.slice();
          for (const [at, value] of changes) changed[at % changed.length] = value;
          if (check(changed, isSession ? 'wtls-wtp' : 'wtls')) broken++;
          else sound++;
        },
      ),
      RUNS,
    );
    expect(broken).toBeGreaterThan(20);
    expect(sound).toBeGreaterThan(20);
  });

  test('cut records', () => {
    fc.assert(
      fc.property(packet, (bytes) => {
        for (let size = 0; size <= bytes.length; size++) {
          check(bytes.subarray(0, size), 'wtls');
          const { tree } = dissect(registry, 'wtls', bytes.subarray(0, size), { original: bytes.length });
          checkTiling(tree);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('random octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        check(bytes, 'wtls');
        check(bytes, 'wtls-wtp');
      }),
      RUNS,
    );
  });
});
