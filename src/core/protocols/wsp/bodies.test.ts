import { describe, expect, test } from 'vitest';
import { fields } from '../../codec/field.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, findingTexts, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './wsp.ts';

const registry = new Registry();
frame(registry);
register(registry);

describe('multipart bodies', () => {
  test('are split into parts with headers', () => {
    const { tree, context } = dissect(
      registry,
      'wsp-multipart',
      '02 07 02 ae c0 22 3c 61 3e 00 01 02 01 05 83 68 65 6c 6c 6f',
    );
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'wsp.multipart')).toEqual([1, 2]);
    expect(values(tree, 'wsp.header.content_type')).toEqual(['application/vnd.wap.sic', 'text/plain']);
    expect(values(tree, 'wsp.header.content_id')).toEqual(['"<a>"']);
    expect(values(tree, 'data.data')).toEqual(['0102', '68656c6c6f']);
    expect(context.info).toBe('WSP multipart: application/vnd.wap.sic, text/plain');
  });

  test('hand each part on with its own content type, and put the carrier back', () => {
    const own = new Registry();
    frame(own);
    register(own);
    const seen: unknown[] = [];
    const { body } = fields({ body: { filter: 'body', type: 'bytes', label: 'Body' } });
    const taker: Dissector = {
      id: 'taker',
      name: 'Taker',
      dissect(cursor, context) {
        seen.push(context.push?.contentType?.text, context.push?.parameters);
        cursor.octets(body, cursor.octetsLeft);
      },
    };
    own.bind('media.type', 'text/plain', taker);
    const { context } = dissect(own, 'wsp', '01 06 03 a3 af 82 01 04 01 03 83 81 ea 78');
    expect(seen).toEqual(['text/plain', [{ name: 'charset', value: 'UTF-8' }]]);
    expect(context.push?.contentType?.text).toBe('application/vnd.wap.multipart.mixed');
    expect(context.protocolName).toBe('WSP multipart');
  });

  test.each([
    ['00', []],
    ['03 01 00 83', ['WSP-026']],
    ['00 01 00 83', ['WSP-026']],
    ['01 01 09 83 61', ['X-SHORT']],
    ['01 09 00 83', ['X-SHORT']],
    ['01 00 01 61', []],
    ['01 03 01 83 95 61 62', ['WSP-006', 'WSP-009']],
    ['', ['X-SHORT']],
    ['01 81', ['X-SHORT']],
  ])('%s: %j', (hex, rules) => {
    const { tree } = dissect(registry, 'wsp-multipart', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual(rules);
  });

  test('may nest, but not for ever', () => {
    let body: number[] = [1, 1, 1, 0x83, 0x61];
    for (let i = 0; i < 30; i++) {
      const size = body.length;
      body = [1, 1, ...(size < 128 ? [size] : [0x80 + (size >>> 7), size & 127]), 0xa3, ...body];
    }
    const { tree, context } = dissect(registry, 'wsp-multipart', Uint8Array.from(body));
    checkTiling(tree);
    expect(context.layers.filter(({ protocol }) => protocol === 'wsp-multipart')).toHaveLength(9);
  });

  test('are recognised in a paste when the parts fit exactly', () => {
    const likely = (hex: string) =>
      registry
        .table('layer')
        .candidates(Uint8Array.from(hex.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16)))
        .map(({ dissector }) => dissector.id);
    expect(likely('0101058368656c6c6f')).toEqual(['wsp-multipart']);
    for (const hex of [
      '0101058368656c6c',
      '0101068368656c6c6f',
      '00',
      '01',
      '0100',
      '0101',
      '01018368',
      '010105fc68656c6c6f',
    ])
      expect([hex, ...likely(hex)]).toEqual([hex]);
  });
});

describe('session initiation requests', () => {
  test('of version 1', () => {
    const { tree, context } = dissect(
      registry,
      'wap-sir',
      '01 04 af 82 af 87 08 c4 0b 23 f1 c0 00 02 01 07 44 00 50 c0 00 02 02 01 01 12 68 74 74 70 3a 2f 2f 70 70 2e 65 78 61 6d 70 6c 65 2f 01 de ad be ef',
    );
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'wsp.header.x_wap_application_id')).toEqual([
      'x-wap-application:wml.ua',
      'x-wap-application:syncml.dm',
    ]);
    expect(values(tree, 'wsp.address.ipv4')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(values(tree, 'wsp.address.port')).toEqual([9201, 80]);
    expect(values(tree, 'wap.sir.protocol_options')).toEqual([1]);
    expect(values(tree, 'wap.sir.prov_url')).toEqual(['http://pp.example/']);
    expect(values(tree, 'wap.sir.cpi_tag')).toEqual(['deadbeef']);
    expect(context.info).toBe('Session initiation request, x-wap-application:wml.ua, x-wap-application:syncml.dm');
  });

  test.each([
    ['version 0', '00 02 af 87 05 04 0a 00 00 05', []],
    ['octets behind version 0', '00 02 af 87 05 04 0a 00 00 05 00', ['WSP-030']],
    ['an unknown version', '02 00 00 00 00 00 00', ['WSP-029']],
    ['nothing', '', ['X-SHORT']],
    ['a list that is longer than the request', '00 09 af 87', ['X-SHORT']],
    ['records that do not fit', '00 00 03 04 0a 00', ['WSP-030']],
    ['options that are missing', '01 00 00 00 03 01', ['X-SHORT']],
    ['tags that are missing', '01 00 00 00 00 00 02 de ad be ef', ['X-SHORT']],
  ])('%s', (_what, hex, rules) => {
    const { tree } = dissect(registry, 'wap-sir', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual(rules);
  });

  test.each([
    ['short-integers', '00 01 87 00', 'x-wap-application:syncml.dm'],
    ['long-integers', '00 03 02 90 23 00', 'x-3gpp:mbms.service.announcement.ua'],
    ['texts', '00 04 78 3a 61 00 00', 'x:a'],
    ['numbers of one octet', '00 01 07 00', '0x07'],
  ])('application ids as %s', (_form, hex, text) => {
    const { tree, context } = dissect(registry, 'wap-sir', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(findingTexts(tree).map((line) => line.split(' ')[0])).toEqual(['WSP-031']);
    expect(context.info).toBe(`Session initiation request, ${text}`);
  });

  test('of Kannel: address and port as text', () => {
    const hex = `00 01 37 0f c9 0a ${[...'920110.91.0.1'].map((letter) => letter.charCodeAt(0).toString(16)).join(' ')}`;
    const { tree } = dissect(registry, 'wap-sir', hex);
    checkTiling(tree);
    expect(violations(tree).every((id) => id === 'WSP-030' || id === 'WSP-023')).toBe(true);
    expect(violations(tree)).not.toEqual([]);
    expect(values(tree, 'wap.sir.app_id')).toEqual([0x37]);
  });
});
