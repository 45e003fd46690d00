import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { checkTiling, dissect, findingTexts, octets, values } from '../../testing/packets.ts';
import { createRegistry } from '../index.ts';
import { sessionInitiationRequest, uintvarOctets, wspMultipart } from './encode-bodies.ts';
import { type ContentTypeForm, connectionlessPush, contentTypeOctets, sessionPush } from './push.ts';
import { applicationNumber, charsetNumber, headerDraft } from './text-drafts.ts';

const REGISTRY = createRegistry();
const BODY = octets('01056a0045c6');

function rules(bytes: Uint8Array, layer = 'wsp') {
  const { tree } = dissect(REGISTRY, layer, bytes);
  checkTiling(tree);
  return { tree, findings: findingTexts(tree), value: (name: string) => values(tree, name) };
}

describe('content types', () => {
  it.each<[ContentTypeForm, string]>([
    ['shortest', 'ae'],
    ['short', 'ae'],
    ['text', '6170706c69636174696f6e2f766e642e7761702e73696300'],
    ['general', '01ae'],
    ['general-text', '186170706c69636174696f6e2f766e642e7761702e73696300'],
  ])('%s', (form, hex) => expect(toHex(contentTypeOctets('application/vnd.wap.sic', [], form))).toBe(hex));

  it('with parameters take the general form, whatever was asked', () => {
    const parameters = [{ name: 'charset', value: 'utf-8' }];
    for (const form of ['shortest', 'short', 'text', 'general'] as const)
      expect(toHex(contentTypeOctets('text/plain', parameters, form))).toMatch(
        /^0[34]8381ea$|^0d746578742f706c61696e0081ea$/,
      );
    expect(toHex(contentTypeOctets('a/b', [], 'short'))).toBe('612f6200');
    expect(toHex(contentTypeOctets('text/vnd.wap.emn+xml'))).toBe(toHex(contentTypeOctets('text/vnd.wap.emn+xml', [])));
  });

  it('hold the parameters of provisioning, of multipart and of anyone', () => {
    const parameters = [
      { name: 'SEC', value: 'USERPIN' },
      { name: 'MAC', value: '00AA' },
      { name: 'type', value: 'text/plain' },
      { name: 'start', value: 'one' },
      { name: 'x-free', value: 'two words' },
      { name: 'charset', value: 'x-none' },
    ];
    const { value, findings } = rules(connectionlessPush(1, { mediaType: 'a/b', parameters, body: BODY }));
    expect(findings).toEqual([]);
    expect(value('wsp.parameter.sec')).toEqual([1]);
    expect(value('wsp.parameter.mac')).toEqual(['00AA']);
    expect(value('wsp.parameter.upart.type')).toEqual(['text/plain']);
    expect(value('wsp.parameter.start')).toEqual(['one']);
    expect(value('wsp.parameter')).toEqual(['x-free="two words"', 'charset=x-none']);
    const numbered = connectionlessPush(1, {
      mediaType: 'a/b',
      parameters: [
        { name: 'SEC', value: '2' },
        { name: 'type', value: 'x/y' },
      ],
      body: BODY,
    });
    expect(rules(numbered).value('wsp.parameter.sec')).toEqual([2]);
  });
});

describe('pushes', () => {
  const headers = [
    { name: 'X-Wap-Application-Id', value: 'x-wap-application:syncml.dm' },
    { name: 'X-Wap-Content-URI', value: 'http://a.example/' },
    { name: 'Content-Length', value: '6' },
    { name: 'Date', value: 'Sat, 21 Nov 2026 05:00:00 GMT' },
    { name: 'Content-Encoding', value: 'deflate' },
    { name: 'Push-Flag', value: '7' },
    { name: 'X-Own', value: 'ünicode' },
    { name: 'Expires', value: 'never' },
  ];

  it('write headers by number where they can, else by name', () => {
    const { value } = rules(connectionlessPush(9, { mediaType: 'application/vnd.wap.sic', headers, body: BODY }));
    expect(value('wsp.TID')).toEqual([9]);
    expect(value('wsp.header.x_wap_application_id')).toEqual(['x-wap-application:syncml.dm']);
    expect(value('wsp.header.content_uri')).toEqual(['http://a.example/']);
    expect(value('wsp.header.content_length')).toEqual(['6']);
    expect(value('wsp.header.content_encoding')).toEqual(['deflate']);
    expect(value('wsp.header')).toEqual(['X-Own: ünicode', 'Expires: never']);
  });

  it('write every header by name when that is asked', () => {
    const draft = { mediaType: 'a/b', headers: headers.slice(0, 2), headerForm: 'text', body: BODY } as const;
    const { value } = rules(connectionlessPush(9, draft));
    expect(value('wsp.header')).toEqual([
      'X-Wap-Application-Id: x-wap-application:syncml.dm',
      'X-Wap-Content-URI: http://a.example/',
    ]);
  });

  it('in a session have no TID', () => {
    expect(toHex(sessionPush(false, { mediaType: 'text/plain', body: BODY }))).toBe('06018301056a0045c6');
    expect(toHex(sessionPush(true, { mediaType: 'text/plain', body: BODY })).slice(0, 2)).toBe('07');
  });

  it('know applications by URI, short name and number, and character sets by name', () => {
    expect(
      ['x-wap-application:mms.ua', 'mms.ua', '4', '0x04', 'X-WAP-Application:MMS.UA'].map(applicationNumber),
    ).toEqual([4, 4, 4, 4, 4]);
    expect(applicationNumber('x-own:app')).toBeUndefined();
    expect(charsetNumber('UTF-8')).toBe(106);
    expect(headerDraft({ name: 'X-Wap-Application-Id', value: 'x-own:app' })).toMatchObject({
      is: 'known',
      value: { is: 'text' },
    });
    expect(headerDraft({ name: 'Date', value: 'no date' })).toMatchObject({ is: 'application' });
  });
});

describe('bodies', () => {
  it('multipart holds parts with lengths, types and headers', () => {
    const body = wspMultipart([
      { mediaType: 'text/plain', parameters: [{ name: 'charset', value: 'utf-8' }], body: octets('6869') },
      {
        mediaType: 'application/x-two',
        headers: [{ name: 'Content-Location', value: 'two' }],
        body: new Uint8Array(200),
      },
    ]);
    const { value, findings } = rules(body, 'wsp-multipart');
    expect(findings).toEqual([]);
    expect(value('wsp.multipart.entries')).toEqual([2]);
    expect(value('wsp.multipart.data_length')).toEqual([2, 200]);
    expect(value('wsp.header.content_location')).toEqual(['two']);
  });

  it('uintvars take the octets they need', () => {
    expect([0, 127, 128, 16_383, 16_384].map((value) => toHex(uintvarOctets(value)))).toEqual([
      '00',
      '7f',
      '8100',
      'ff7f',
      '818000',
    ]);
  });

  it('session initiation requests are read back, both versions', () => {
    const address = octets('c0000201');
    const first = sessionInitiationRequest({
      applications: ['0x07'],
      wspContacts: [{ bearer: 0x0b, port: 9201, address }],
    });
    // Worked example of the reference for the address record, version 0.
    expect(toHex(first)).toBe('0002af8708c40b23f1c0000201');
    expect(rules(first, 'wap-sir').findings).toEqual([]);
    const second = sessionInitiationRequest({
      applications: ['x-wap-application:wml.ua'],
      contacts: [{ address }],
      options: [0, 1],
      url: 'http://a/',
      tags: [octets('01020304')],
    });
    const { value, findings } = rules(second, 'wap-sir');
    expect(findings).toEqual([]);
    expect(value('wap.sir.version')).toEqual([1]);
    expect(value('wap.sir.protocol_options')).toEqual([0, 1]);
    expect(value('wap.sir.prov_url')).toEqual(['http://a/']);
    expect(value('wap.sir.cpi_tag')).toEqual(['01020304']);
  });
});
