import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, fromLatin1, toBase64, toHex, toUtf8 } from '../../base/bytes.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';
import { unwrapTextBody } from './text-body.ts';

const FOLDER = new URL('../../../../tests/fixtures/dm-notification/', import.meta.url);

const BODY_12 = '145dd98bf91bb60aa611d2d40911b03102c0000000000f0178';
const BODY_13 =
  '158800000001000f4f589b08100f7372762e6578616d706c652e636f6d30020027c197941834890c13d0a296c75f74e1bddcf2a48769890a329cb3cc62fd9fecb2';
const BODY_20 = '2000c1cf';
const BODY_DS = '856ba3957d9f2f48df8a1c7ce3010b81032800000000a0017820600000060363616ca0000003046e6f7465';

const NOWHERE = { source: 0, start: 0, end: 0 };
const GOOD: PushCarrier = {
  bearer: 'wsp',
  secure: false,
  destinationPort: { port: 2948, ...NOWHERE },
  pduType: { type: 6, ...NOWHERE },
  contentType: { text: 'application/vnd.syncml.dm.notification', code: 0x58, ...NOWHERE },
  applicationId: { text: 'x-wap-application:syncml.dm', code: 7, ...NOWHERE },
  headersLength: { octets: 3, ...NOWHERE },
  pduHeaderOctets: 6,
  order: ['content-type', 'x-wap-application-id'],
};
const GOOD_12: PushCarrier = {
  ...GOOD,
  contentType: { text: 'application/vnd.syncml.notification', code: 0x44, ...NOWHERE },
};

/** Dissects a body as if `push` had brought it. */
function carried(push: PushCarrier | undefined, layer: string, body: string | Uint8Array) {
  const registry = new Registry();
  frame(registry);
  register(registry);
  registry.bind('layer', 'carrier', {
    id: 'carrier',
    name: 'Carrier',
    dissect(cursor, context) {
      context.push = push;
      if (layer.includes('/')) context.next('media.type', layer, cursor);
      else context.next('layer', layer, cursor);
    },
  });
  const result = dissect(registry, 'carrier', body);
  checkTiling(result.tree);
  return result;
}

/** Rule ids, notes marked; what is said of the body alone is left out. */
function rulesOf(push: PushCarrier | undefined, layer: string, body: string): string[] {
  return carried(push, layer, body)
    .tree.findings.filter(({ rule }) => !['N20-016', 'Q-19'].includes(rule.id))
    .map(({ rule, severity }) => (severity === 'error' || severity === 'warning' ? rule.id : `(${rule.id})`));
}

describe('carriers of DM 1.2', () => {
  const cases: readonly [string, Partial<PushCarrier>, string[]][] = [
    ['well formed', {}, []],
    ['content type as text', { contentType: { text: 'application/vnd.syncml.notification', ...NOWHERE } }, ['N12-018']],
    ['application id as text', { applicationId: { text: 'x-wap-application:syncml.dm', ...NOWHERE } }, ['N12-019']],
    ['another application', { applicationId: { text: 'x-wap-application:wml.ua', code: 2, ...NOWHERE } }, ['N12-019']],
    ['order', { order: ['x-wap-application-id', 'content-type'] }, ['N12-020']],
    ['a header between', { order: ['content-type', 'date', 'x-wap-application-id'] }, ['N12-020']],
    ['a header behind', { order: ['content-type', 'x-wap-application-id', 'date'] }, []],
    ['headers of 49', { headersLength: { octets: 49, ...NOWHERE }, pduHeaderOctets: 52 }, ['N12-021']],
    ['49 with the rest of the PDU', { pduHeaderOctets: 49 }, ['(N12-021)']],
    ['49 with the port header', { pduHeaderOctets: 42 }, ['(N12-021)']],
    ['48 with the port header', { pduHeaderOctets: 41 }, []],
    ['port', { destinationPort: { port: 9200, ...NOWHERE } }, ['N12-022']],
    ['confirmed', { pduType: { type: 7, ...NOWHERE } }, ['N12-026']],
    ['secure', { secure: true, destinationPort: { port: 2949, ...NOWHERE } }, ['N12-026', 'N12-022']],
  ];
  it.each(cases)('%s', (_name, change, rules) => {
    expect(rulesOf({ ...GOOD_12, ...change }, 'dm-1.2', BODY_12)).toEqual(rules);
  });

  it('over OBEX', () => {
    const obex: PushCarrier = { bearer: 'obex', secure: false };
    expect(rulesOf(obex, 'dm-1.2', BODY_12)).toEqual([]);
    expect(rulesOf({ ...obex, method: { text: 'GET', ...NOWHERE } }, 'dm-1.2', BODY_12)).toEqual(['N12-025']);
    const contentType = { text: 'text/plain', ...NOWHERE };
    expect(rulesOf({ ...obex, contentType }, 'dm-1.2', BODY_12)).toEqual(['N12-005']);
  });
});

describe('carriers of DM 1.3 and 2.0', () => {
  const cases: readonly [string, Partial<PushCarrier>, string[], string[]][] = [
    ['well formed', {}, [], []],
    ['confirmed', { pduType: { type: 7, ...NOWHERE } }, ['N13-066'], ['N20-037']],
    [
      'confirmed, to a port of the session',
      { pduType: { type: 7, ...NOWHERE }, destinationPort: { port: 50000, ...NOWHERE } },
      ['N13-066'],
      ['N20-037'],
    ],
    ['secure', { secure: true }, ['N13-066'], ['N20-037']],
    ['headers of 49', { headersLength: { octets: 49, ...NOWHERE }, pduHeaderOctets: 52 }, ['N13-069'], ['N20-040']],
    ['headers of 48', { headersLength: { octets: 48, ...NOWHERE }, pduHeaderOctets: 51 }, ['(N13-069)'], ['(N20-040)']],
    ['49 with the port header', { pduHeaderOctets: 42 }, [], []],
    ['port', { destinationPort: { port: 2805, ...NOWHERE } }, ['N13-070'], ['N20-041']],
    [
      '1.2 type',
      { contentType: { text: 'application/vnd.syncml.notification', code: 0x44, ...NOWHERE } },
      ['N13-068'],
      ['N20-039'],
    ],
    ['order', { order: ['x-wap-application-id', 'content-type'] }, [], []],
  ];
  it.each(cases)('%s', (_name, change, rules13, rules20) => {
    expect(rulesOf({ ...GOOD, ...change }, 'dm-1.3', BODY_13)).toEqual(rules13);
    expect(rulesOf({ ...GOOD, ...change }, 'dm-2.0', BODY_20)).toEqual(rules20);
  });

  it('without headers that a push must have', () => {
    const { applicationId, contentType, ...bare } = GOOD;
    expect(applicationId && contentType).toBeDefined();
    expect(rulesOf({ ...bare, ...(contentType && { contentType }) }, 'dm-1.3', BODY_13)).toEqual(['N13-067']);
    expect(rulesOf({ ...bare, ...(applicationId && { applicationId }) }, 'dm-2.0', BODY_20)).toEqual(['N20-039']);
    expect(rulesOf({ bearer: 'wsp', secure: false }, 'dm-2.0', BODY_20)).toEqual(['N20-039', 'N20-038']);
  });

  it('says that 0x58 is unknown to Android', () => {
    const ids = carried(GOOD, 'dm-1.3', BODY_13).tree.findings.map(({ rule }) => rule.id);
    expect(ids).toEqual(['Q-19']);
  });

  it('over SIP, HTTP and OBEX', () => {
    const type = (text: string) => ({ contentType: { text, ...NOWHERE } });
    const right = type('Application/vnd.syncml.dm.notification; charset=x');
    const sip: PushCarrier = { bearer: 'sip', secure: false, ...right };
    expect(rulesOf(sip, 'dm-1.3', BODY_13)).toEqual([]);
    expect(rulesOf({ ...sip, ...type('text/plain') }, 'dm-1.3', BODY_13)).toEqual(['N13-076']);
    expect(rulesOf({ ...sip, ...type('text/plain') }, 'dm-2.0', BODY_20)).toEqual([]);
    for (const [text, rules] of [
      ['syncml.dm', []],
      ['', ['N13-077']],
      ['other', ['N13-077']],
    ] as const) {
      expect(rulesOf({ ...sip, eventAppId: { text, ...NOWHERE } }, 'dm-1.3', BODY_13)).toEqual(rules);
    }
    expect(rulesOf({ ...sip, method: { text: 'NOTIFY', ...NOWHERE } }, 'dm-1.3', BODY_13)).toEqual(['N13-078']);
    expect(rulesOf({ ...sip, method: { text: 'MESSAGE', ...NOWHERE } }, 'dm-1.3', BODY_13)).toEqual([]);
    const http: PushCarrier = { ...sip, bearer: 'http' };
    expect(rulesOf(http, 'dm-1.3', BODY_13)).toEqual([]);
    expect(rulesOf({ ...http, ...type('text/plain') }, 'dm-1.3', BODY_13)).toEqual(['N13-079']);
    const obex: PushCarrier = { ...sip, bearer: 'obex', method: { text: 'PUT', ...NOWHERE } };
    expect(rulesOf(obex, 'dm-1.3', BODY_13)).toEqual([]);
    expect(rulesOf({ ...obex, method: { text: 'GET', ...NOWHERE } }, 'dm-1.3', BODY_13)).toEqual(['N13-073']);
    expect(rulesOf({ ...obex, ...type('text/plain') }, 'dm-1.3', BODY_13)).toEqual(['N13-004']);
    expect(rulesOf({ bearer: 'flute', secure: false }, 'dm-1.3', BODY_13)).toEqual([]);
  });

  it('says nothing of carriers that are not there, or of DS alerts', () => {
    expect(rulesOf(undefined, 'dm-1.3', BODY_13)).toEqual([]);
    expect(rulesOf({ bearer: 'wsp', secure: true }, 'ds-1.2', BODY_DS)).toEqual([]);
  });
});

interface Vector {
  readonly format: string;
  readonly payload_hex: string;
  readonly violations: readonly { readonly rule: string }[];
  readonly transport: {
    readonly wsp_hex?: string;
    readonly dst_port: number;
    readonly pdu_type?: number;
    readonly violations: readonly { readonly rule: string }[];
  };
}

const TYPES: Readonly<Record<number, string>> = {
  68: 'application/vnd.syncml.notification',
  78: 'application/vnd.syncml.ds.notification',
  88: 'application/vnd.syncml.dm.notification',
};

/** The facts of a push PDU, as far as the vectors need them: content type and application id as code or text. */
function carrierOf({ wsp_hex = '', dst_port }: Vector['transport'], bodyOctets: number): PushCarrier {
  const pdu = fromHex(wsp_hex) ?? new Uint8Array(0);
  let at = 2;
  let headers = 0;
  for (; (pdu[at] ?? 0) & 0x80; at++) headers = headers * 128 + ((pdu[at] ?? 0) & 0x7f);
  headers = headers * 128 + (pdu[at] ?? 0);
  at++;
  const end = at + headers;
  const first = pdu[at] ?? 0;
  const type = first < 0x20 ? undefined : first & 0x80 ? first & 0x7f : undefined;
  const text = fromLatin1(pdu.subarray(at, end)).split('\0')[0] ?? '';
  // The general form has its length first: 03 D8 81 EA is the code with a character set.
  const code = type ?? (first < 0x20 ? (pdu[at + 1] ?? 0) & 0x7f : undefined);
  const rest = pdu.subarray(type === undefined ? at + (first < 0x20 ? 1 + first : text.length + 1) : at + 1, end);
  const application = rest.indexOf(0xaf);
  return {
    bearer: 'wsp',
    secure: false,
    destinationPort: { port: dst_port, ...NOWHERE },
    pduType: { type: pdu[1] ?? 0, ...NOWHERE },
    contentType: {
      text: code === undefined ? text : (TYPES[code] ?? '?'),
      ...(code !== undefined && { code }),
      ...NOWHERE,
    },
    ...(application >= 0 && { applicationId: { text: '?', code: (rest[application + 1] ?? 0) & 0x7f, ...NOWHERE } }),
    headersLength: { octets: headers, ...NOWHERE },
    pduHeaderOctets: pdu.length - bodyOctets,
  };
}

describe('the carriers of the vectors', () => {
  const names = readdirSync(FOLDER).filter((name) => /^\d{4}-.*\.json$/.test(name));
  it.each(names)('%s', (name) => {
    const vector = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector;
    if (vector.transport.wsp_hex === undefined) {
      expect(vector.transport.dst_port).toBe(5060);
      return;
    }
    const body = fromHex(vector.payload_hex) ?? new Uint8Array(0);
    const layer = vector.format === 'unknown' ? 'dmnoti' : vector.format;
    const judged = (push: PushCarrier | undefined) =>
      carried(push, layer, body)
        .tree.findings.filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map(({ rule }) => rule.id);
    const alone = judged(undefined);
    const more = judged(carrierOf(vector.transport, body.length)).slice(alone.length);
    expect(more).toEqual(vector.transport.violations.map(({ rule }) => rule));
  });
});

describe('media types', () => {
  it('decide between 1.2 and the others, the first four bits among those', () => {
    const info = (type: string, body: string) => carried(undefined, type, body).context.protocolName;
    expect(info('application/vnd.syncml.notification', BODY_12)).toBe('DM 1.2');
    expect(info('application/vnd.syncml.dm.notification', BODY_13)).toBe('DM 1.3');
    expect(info('application/vnd.syncml.dm.notification', BODY_20)).toBe('DM 2.0');
    expect(info('application/vnd.syncml.ds.notification', BODY_DS)).toBe('DS 1.2');
    expect(info('application/vnd.syncml.dm.notification', '35')).toBe('DM Notification');
  });

  it('win over the body, which is mentioned when it is whole as another format only', () => {
    const { tree } = carried(GOOD_12, 'application/vnd.syncml.notification', BODY_13);
    const note = tree.findings.find(({ rule }) => rule.id === 'A-18');
    expect(note?.message).toBe('the content type says DM 1.2, but the body is whole only as DM 1.3');
    expect(note?.severity).toBe('note');
    expect(carried(GOOD, 'dm-1.3', BODY_13).tree.findings.map(({ rule }) => rule.id)).not.toContain('A-18');
  });
});

describe('a body that is text', () => {
  const binary = fromHex(BODY_13) ?? new Uint8Array(0);
  const type = 'application/vnd.syncml.dm.notification';
  const sip: PushCarrier = { bearer: 'sip', secure: false, contentType: { text: type, ...NOWHERE } };

  it.each([
    ['base64', toUtf8(toBase64(binary))],
    ['base64', toUtf8(`${toBase64(binary).replace(/.{20}/g, '$&\r\n')}\r\n`)],
    ['hex', toUtf8(toHex(binary))],
    ['hex', toUtf8(toHex(binary).toUpperCase())],
  ])('is unwrapped from %s', (encoding, body) => {
    const { tree, context } = carried(sip, type, body);
    expect(tree.sources.map(({ label }) => label)).toEqual(['Frame', `Notification, from ${encoding}`]);
    expect(values(tree, 'dmnoti.session_id')).toEqual([15]);
    expect(context.info).toContain('session 0x000f');
    expect(tree.findings.map(({ rule }) => rule.id)).toEqual(['A-14']);
    expect(context.digests[0]?.source).toBe(1);
    expect(unwrapTextBody(body)).toEqual({ encoding, octets: binary });
  });

  it('is left alone where it is binary, or came another way', () => {
    expect(carried(sip, type, binary).tree.sources).toHaveLength(1);
    const text = toUtf8(toHex(binary));
    expect(carried({ ...sip, bearer: 'wsp' }, type, text).tree.sources).toHaveLength(1);
    expect(carried({ ...sip, bearer: 'http' }, type, text).tree.sources).toHaveLength(2);
    expect(carried(sip, type, toUtf8('no notification!')).tree.sources).toHaveLength(1);
    expect(carried(sip, type, '').tree.findings.map(({ rule }) => rule.id)).toEqual(['NX-00']);
    expect(carried(sip, type, binary.subarray(0, 20)).tree.sources).toHaveLength(1);
  });

  it('may be damaged inside: digits alone speak for hexadecimal', () => {
    expect(unwrapTextBody(toUtf8(toHex(binary.subarray(0, 30))))).toMatchObject({ encoding: 'hex' });
    expect(unwrapTextBody(toUtf8(toBase64(binary.subarray(0, 30))))).toMatchObject({ encoding: 'base64' });
    expect(unwrapTextBody(toUtf8(' \r\n'))).toBeUndefined();
    expect(unwrapTextBody(Uint8Array.of(0x80))).toBeUndefined();
    expect(unwrapTextBody(new Uint8Array(0))).toBeUndefined();
  });
});
