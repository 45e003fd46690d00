import { describe, expect, test } from 'vitest';
import { encode } from '../../codec/codec.ts';
import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import { formatRow, rowValue } from '../../codec/value.ts';
import { checkTiling, findingTexts, octets, toHex, violations } from '../../testing/packets.ts';
import { headerNumberOf } from './header-table.ts';
import { headers } from './headers.ts';

/** Header octets, filter name behind `wsp.`, and the value that tshark 4.0.17 prints too. */
const SAME: readonly (readonly [string, string, string])[] = [
  ['af 87', 'header.x_wap_application_id', 'x-wap-application:syncml.dm'],
  [
    'af 78 2d 77 61 70 2d 61 70 70 6c 69 63 61 74 69 6f 6e 3a 77 6d 6c 2e 75 61 00',
    'header.x_wap_application_id',
    'x-wap-application:wml.ua',
  ],
  ['b0 68 74 74 70 3a 2f 2f 61 2f 00', 'header.content_uri', 'http://a/'],
  ['b1 68 74 74 70 3a 2f 2f 62 2f 00', 'header.initiator_uri', 'http://b/'],
  ['b2 87', 'header.accept_application', 'x-wap-application:syncml.dm'],
  ['b2 80', 'header.accept_application', 'x-wap-application:*'],
  ['b3 83', 'header.bearer_indication', 'GSM SMS'],
  ['8d 90', 'header.content_length', '16'],
  ['8d 02 01 00', 'header.content_length', '256'],
  ['8b 80', 'header.content_encoding', 'gzip'],
  ['8b 81', 'header.content_encoding', 'compress'],
  ['8b 82', 'header.content_encoding', 'deflate'],
  ['8b 62 72 00', 'header.content_encoding', 'br'],
  ['8c 99', 'header.content_language', 'English (en)'],
  ['8c 65 6e 2d 47 42 00', 'header.content_language', 'en-GB'],
  ['92 04 65 53 f1 00', 'header.date', 'Nov 14, 2023 22:13:20 UTC'],
  ['94 04 65 53 f1 00', 'header.expires', 'Nov 14, 2023 22:13:20 UTC'],
  ['9d 04 65 53 f1 00', 'header.last_modified', 'Nov 14, 2023 22:13:20 UTC'],
  ['bd 80', 'header.cache_control', 'no-cache'],
  ['bd 03 82 01 3c', 'header.cache_control', 'max-age'],
  ['bd 02 82 bc', 'header.cache_control', 'max-age'],
  ['c7 87', 'header.cache_control', 'private'],
  ['89 80', 'header.connection', 'close'],
  ['a7 80', 'header.transfer_encoding', 'chunked'],
  ['84 81', 'header.accept_ranges', 'bytes'],
  ['86 c0', 'header.allow', 'Get'],
  ['a2 e0', 'header.public', 'Post'],
  ['bb ea', 'header.accept_charset', 'UTF-8'],
  ['bb 80', 'header.accept_charset', '*'],
  ['bb 02 ea 33', 'header.accept_charset', 'UTF-8'],
  ['bb 04 02 03 e8 33', 'header.accept_charset', 'ISO-10646-UCS-2'],
  ['83 99', 'header.accept_language', 'English (en)'],
  ['83 03 99 83 31', 'header.accept_language', 'English (en)'],
  ['80 ae', 'header.accept', 'application/vnd.wap.sic'],
  ['80 74 65 78 74 2f 70 6c 61 69 6e 00', 'header.accept', 'text/plain'],
  ['80 03 ae 81 ea', 'header.accept', 'application/vnd.wap.sic'],
  ['80 03 ae 80 33', 'header.accept', 'application/vnd.wap.sic'],
  ['c0 22 3c 61 40 62 3e 00', 'header.content_id', '"<a@b>"'],
  ['c5 08 81 98 61 2e 62 69 6e 00', 'header.content_disposition', 'attachment'],
  ['ae 08 81 86 61 2e 62 69 6e 00', 'header.content_disposition', 'attachment'],
  ['c3 93', 'header.encoding_version', '1.3'],
  ['c3 02 82 93', 'header.encoding_version', 'code-page=2'],
  ['b5 68 74 74 70 3a 2f 2f 70 2f 00', 'header.profile', 'http://p/'],
  ['b7 90', 'header.profile_warning', '100 OK'],
  ['c6 80', 'header.x_wap_security', 'close-subordinate'],
  ['ba 8d', 'header.trailer', 'Content-Length'],
  ['be 03 00 81 00', 'header.content_range', 'first-byte-pos=0'],
  ['a3 04 80 00 81 00', 'header.range', 'byte-range'],
  ['a3 02 81 10', 'header.range', 'suffix-byte-range'],
  ['ac 8a', 'header.warning', '110 Response is stale'],
  ['9f 80', 'header.pragma', 'no-cache'],
  ['aa 8b', 'header.vary', 'Content-Encoding'],
  ['ad 06 80 68 6f 6d 65 00', 'header.www_authenticate', 'basic'],
  ['87 09 80 75 73 65 72 00 70 77 00', 'header.authorization', 'basic'],
  ['85 bc', 'header.age', '60 seconds'],
  ['9e 85', 'header.max_forwards', '5'],
  ['95 61 40 62 00', 'header.from', 'a@b'],
  ['96 68 00', 'header.host', 'h'],
  ['9c 68 74 74 70 3a 2f 2f 6c 2f 00', 'header.location', 'http://l/'],
  ['99 78 00', 'header.if_none_match', 'x'],
  ['9a 04 65 53 f1 00', 'header.if_range', 'Nov 14, 2023 22:13:20 UTC'],
  ['c0 22 3c 61 3e 22 00', 'header.content_id', '"<a>"'],
  ['87 0a 42 65 61 72 65 72 00 61 00 81', 'header.authorization', 'Bearer'],
  ['ac 08 8b 61 67 65 00 74 78 00', 'header.warning', 'code=111'],
  ['bc 02 83 33', 'header.accept_encoding', '*'],
  ['82 03 62 72 00', 'header.accept_encoding', 'br'],
  ['be 02 00 80', 'header.content_range', 'first-byte-pos=0'],
  ['a3 02 80 05', 'header.range', 'byte-range'],
  ['c3 31 2e 33 00', 'header.encoding_version', '1.3'],
  ['c3 01 82', 'header.encoding_version', 'code-page=2'],
  ['bd 62 61 00', 'header.cache_control', 'ba'],
  ['85 02 01 00', 'header.age', '256 seconds'],
  ['91 ae', 'header.content_type', 'application/vnd.wap.sic'],
  ['91 03 ae 81 ea', 'header.content_type', 'application/vnd.wap.sic'],
  ['89 78 00', 'header.connection', 'x'],
  ['a2 67 00', 'header.public', 'g'],
  ['aa 78 2d 79 00', 'header.vary', 'x-y'],
  ['bb 75 74 66 00', 'header.accept_charset', 'utf'],
  ['83 65 6e 00', 'header.accept_language', 'en'],
  ['91 05 83 82 93 88 81', 'header.content_type', 'text/plain'],
  ['91 08 83 97 22 61 62 00 90 00', 'header.content_type', 'text/plain'],
  ['91 06 83 93 03 01 00 00', 'header.content_type', 'text/plain'],
  ['91 09 83 66 6f 6f 00 62 61 72 00', 'header.content_type', 'text/plain'],
  ['91 06 83 66 6f 6f 00 85', 'header.content_type', 'text/plain'],
  ['91 08 83 66 6f 6f 00 22 61 00', 'header.content_type', 'text/plain'],
  ['91 03 83 80 02', 'header.content_type', 'text/plain'],
  ['91 04 83 80 83 31', 'header.content_type', 'text/plain'],
  ['91 03 83 87 8d', 'header.content_type', 'text/plain'],
  ['91 03 83 88 81', 'header.content_type', 'text/plain'],
  ['91 03 83 84 81', 'header.content_type', 'text/plain'],
  ['91 03 83 91 82', 'header.content_type', 'text/plain'],
  ['91 03 83 8e 85', 'header.content_type', 'text/plain'],
  ['b3 85', 'header.bearer_indication', 'IS-95 CDMA SMS'],
  ['8c 80', 'header.content_language', '*'],
  ['a8 00', 'header.upgrade', ''],
  ['af 00', 'header.x_wap_application_id', ''],
  ['93 00', 'header.etag', ''],
];

/** Header octets, filter name, value, and why tshark 4.0.17 prints another one or none. */
const DIFFERENT: readonly (readonly [string, string, string | number, string])[] = [
  ['af 02 90 23', 'header.x_wap_application_id', 'x-3gpp:mbms.service.announcement.ua', 'it looks up the length octet'],
  ['af 01 90', 'header.x_wap_application_id', '0x90', 'it looks up the length octet'],
  [
    'b4 87',
    'header.push_flag',
    '(Initiator URI authenticated) (Content trusted) (Last push message)',
    'it puts a blank before',
  ],
  ['b4 84', 'header.push_flag', '(Last push message)', 'it puts a blank before'],
  ['8c 01 82', 'header.content_language', 'Faeroese (fo)', 'it looks up the length octet'],
  ['c7 02 8b bc', 'header.cache_control', 's-maxage', 'the directive is s-maxage (RFC 2616)'],
  ['c4 a1', 'header.profile_warning', '201 Content selection applied', '0x21 is 201'],
  ['bf 04 65 53 f1 00', 'header.x_wap_tod', 1700000000, 'a time here is seconds since 1970'],
  ['bf 01 00', 'header.x_wap_tod', 0, 'a time here is seconds since 1970'],
  ['b9 81', 'header.te', 'trailers', 'it uses the label Encoding-Version'],
  ['b9 01 82', 'header.te', 'chunked', 'it does not know the form'],
  [
    '8f 10 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f',
    'header.content_md5',
    '000102030405060708090a0b0c0d0e0f',
    'octets here have no colons',
  ],
  ['a5 03 81 01 3c', 'header.retry_after', '60 seconds', 'not decoded'],
  ['b8 80', 'header.expect', '100-continue', 'not decoded'],
  ['c8 80', 'header.expect', '100-continue', 'not decoded'],
  ['78 2d 6f 6d 61 00 79 65 73 00', 'header', 'x-oma: yes', 'it has no row for name and value together'],
  ['d0 78 00', 'header.x_oma_gwmo', 'x', 'not known'],
  ['c9 80', 'header.x_wap_loc_invocation', '0', 'not decoded'],
  ['95 7f e4 62 00', 'header.from', 'äb', 'it shows the quote'],
  ['92 05 01 65 53 f1 00', 'header.date', 'Dec 22, 2159 04:41:36 UTC', 'it stops at four octets'],
  ['c4 09 90 75 3a 00 04 65 53 f1 00', 'header.profile_warning', '100 OK', 'it rejects the long form'],
  ['bd 02 87 aa', 'header.cache_control', 'private', 'it looks the header number up with its top bit'],
  ['8d 05 01 00 00 00 00', 'header.content_length', '4294967296', 'it stops at four octets'],
  ['b6 03 01 02 03', 'header.profile_diff', '3 octets of WBXML', 'it names the form only'],
  ['b3 02 01 00', 'header.bearer_indication', '256', 'it looks up the length octet'],
  ['c1 08 80 61 00 62 00 8f 2f 00', 'header.set_cookie', 'a=b', 'not decoded'],
];

/** Header octets that break the grammar, filter name, first rule broken. They too are written back as they were. */
const BROKEN: readonly (readonly [string, string, string])[] = [
  ['ad 0c 80 61 62 63 00 78 3d 00 79 7a 00 31', 'header.www_authenticate', 'WSP-008'],
  ['a0 0b 42 65 61 72 65 72 00 72 00 78 00 82', 'header.proxy_authenticate', 'WSP-021'],
  ['bf 80', 'header.x_wap_tod', 'WSP-008'],
  ['bc 05 62 72 00 33 00', 'header.accept_encoding', 'WSP-008'],
  ['bd 07 80 78 2d 61 00 80 00', 'header.cache_control', 'WSP-008'],
  ['b7 0a 90 75 3a 00 04 65 53 f1 00 00', 'header.profile_warning', 'WSP-008'],
  ['9f 05 81 78 79 00 00', 'header.pragma', 'WSP-008'],
  ['b9 02 82 33', 'header.te', 'WSP-008'],
  ['91 07 83 89 61 2f 62 00 80', 'header.content_type', 'X-SHORT'],
  ['91 04 83 83 85 96', 'header.content_type', 'WSP-021'],
  ['94 00', 'header.expires', 'WSP-008'],
  ['b8 05 61 00 62 00 00', 'header.expect', 'WSP-008'],
  ['b4 ff', 'header.push_flag', 'WSP-018'],
  ['c2 00', 'header.cookie', 'WSP-008'],
  ['85 00', 'header.age', 'WSP-008'],
  ['8d 61 00', 'header.content_length', 'WSP-008'],
];

function read(hex: string) {
  const bytes = octets(hex);
  const tree = new Tree();
  tree.addSource({ label: 'Headers', bytes, cut: false });
  const cursor = new Cursor(tree, 0);
  const value = headers.read(cursor);
  tree.finish();
  checkTiling(tree);
  return { tree, value, bytes };
}

describe('each header of the gallery reads and writes back octet for octet', () => {
  test.each(SAME)('%s is %s %s', (hex, filter, text) => {
    const { tree, value, bytes } = read(hex);
    expect([tree.field(0).filter, rowValue(tree, 0)]).toEqual([`wsp.${filter}`, text]);
    expect(violations(tree)).toEqual([]);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test.each(DIFFERENT)('%s is %s %s (tshark: %s)', (hex, filter, text) => {
    const { tree, value, bytes } = read(hex);
    expect([tree.field(0).filter, rowValue(tree, 0)]).toEqual([`wsp.${filter}`, text]);
    expect(violations(tree)).toEqual([]);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test.each(BROKEN)('%s: %s breaks %s', (hex, filter, rule) => {
    const { tree, value, bytes } = read(hex);
    expect(tree.field(0).filter).toBe(`wsp.${filter}`);
    expect(violations(tree)).toContain(rule);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });
});

describe('forms that the gallery lacks', () => {
  test.each([
    ['a5 06 80 04 65 53 f1 00', 'Nov 14, 2023 22:13:20 UTC'],
    ['b9 03 82 80 33', 'chunked (q=0.50)'],
    ['b9 03 78 79 00', 'xy'],
    ['a0 0c 42 65 61 72 65 72 00 72 00 78 00 82', 'Bearer (realm=r; x=2)'],
    ['b8 04 61 00 62 00', 'a=b'],
    ['b8 07 61 00 62 00 63 00 84', 'a=b (c=4)'],
    ['9f 05 78 79 00 7a 00', 'xy=z'],
    ['9f 03 78 00 00', 'x='],
    ['bd 05 78 2d 61 00 82', 'x-a (2)'],
    ['bd 06 87 61 00 62 00 82', 'private (a, b, Accept-Encoding)'],
    ['c3 af', '2'],
    ['c3 04 82 31 2e 00', 'code-page=2 (1.)'],
    ['bc 04 62 72 00 33', 'br (q=0.50)'],
    ['c4 04 90 75 3a 00', '100 OK (u:)'],
    ['92 08 7f ff ff ff ff ff ff ff', '9223372036854775807 seconds'],
    ['91 03 83 9e 85', 'text/plain (0x1e=5)'],
    ['91 07 83 02 01 00 78 79 00', 'text/plain (0x100=xy)'],
    ['91 04 83 81 78 00', 'text/plain (charset=x)'],
    ['91 03 83 97 00', 'text/plain (name=)'],
    ['91 03 83 86 00', 'text/plain (filename=)'],
    ['91 03 83 89 ae', 'text/plain (type=application/vnd.wap.sic)'],
    ['91 05 02 03 10 81 ea', 'application/vnd.docomo.pf (charset=UTF-8)'],
    ['80 d9', 'unknown media type 0x59'],
  ])('%s is %s', (hex, words) => {
    const { tree, value, bytes } = read(hex);
    expect(formatRow(tree, 0)).toBe(words);
    expect(violations(tree)).toEqual([]);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test.each([
    ['bb 02 ea 00', 'WSP-008', 'q-value 0'],
    ['91 03 83 90 81', 'WSP-008', '0x81 stands where no value'],
    ['91 04 83 97 01 05', 'WSP-021', '0x01 stands where the value of Name is due'],
    ['91 03 83 9e 1f', 'WSP-021', '0x1F stands where a parameter value is due'],
    ['8f 02 01 02', 'WSP-008', '16 octets, not 2'],
    ['89 01 80', 'WSP-008', '0x01 stands where a code or text is due'],
    ['9e 61 00', 'WSP-008', 'long-integer'],
    ['86 61 00', 'WSP-008', '0x61 stands where a short-integer is due'],
    ['b4 01 07', 'WSP-008', 'short-integer'],
    ['93 80', 'WSP-008', '0x80 stands where text is due'],
    ['8f 80', 'WSP-008', '0x80 stands where a value length is due'],
    ['a3 01 82', 'WSP-008', 'a kind of range'],
    ['a5 01 82', 'WSP-008', 'a kind of time'],
    ['78 00 81', 'WSP-008', 'text (the value of a header without a number)'],
    ['80 01 1f', 'WSP-008', 'a media type'],
    ['87 02 1f 00', 'WSP-008', 'an authorization scheme'],
  ])('%s breaks %s: %s', (hex, rule, words) => {
    const { tree, value, bytes } = read(hex);
    expect(violations(tree)).toContain(rule);
    expect(findingTexts(tree).join()).toContain(words);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test('the media type survives parameters that are not understood', () => {
    const { tree } = read('91 04 83 83 85 96');
    expect(formatRow(tree, 0)).toBe('text/plain (not understood)');
  });
});

test.each([
  ['Content-Disposition', 0x45],
  ['x-wap-application-id', 0x2f],
  ['Cache-Control', 0x47],
  ['Expect', 0x38],
  ['X-Oma-GwMO', 0x50],
  ['Content-Base', 0x0a],
  ['No-Such-Header', undefined],
])('the number to write %s with', (name, number) => expect(headerNumberOf(name)).toBe(number));

describe('page shifts', () => {
  test.each([
    [
      '7f 02 81 ae',
      [
        ['wsp.code_page', 2],
        ['wsp.header', 'page 2, 0x01: 46'],
      ],
    ],
    [
      '02 84 6f 70 2e 65 78 61 6d 70 6c 65 00 01 af 87',
      [
        ['wsp.code_page', 2],
        ['wsp.header', 'page 2, 0x04: op.example'],
        ['wsp.code_page', 1],
        ['wsp.header.x_wap_application_id', 'x-wap-application:syncml.dm'],
      ],
    ],
  ] as const)('%s', (hex, rows) => {
    const { tree, value, bytes } = read(hex);
    const found: unknown[] = [];
    for (let row = 0; row < tree.length; row++) {
      const { filter } = tree.field(row);
      if (rows.some(([name]) => name === filter)) found.push([filter, rowValue(tree, row)]);
    }
    expect(found).toEqual(rows);
    expect(findingTexts(tree)).toHaveLength(1);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test('0x00 begins no header: the rest stays undecoded', () => {
    const { tree, value } = read('b4 87 00 af 87');
    expect(violations(tree)).toEqual(['WSP-016']);
    expect(value).toHaveLength(1);
  });
});

describe('values that only their leaves show', () => {
  test.each([
    ['b4 85', 'wsp.header.push_flag.authenticated', 1],
    ['b4 85', 'wsp.header.push_flag.trusted', 0],
    ['b4 85', 'wsp.header.push_flag.last', 1],
    ['bb 02 ea 33', 'wsp.parameter.q', '0.50'],
    ['83 03 99 83 31', 'wsp.parameter.q', '0.333'],
    ['80 03 ae 81 ea', 'wsp.parameter.charset', 'UTF-8'],
    ['80 03 ae 80 33', 'wsp.parameter.type', 0],
    ['c5 08 81 98 61 2e 62 69 6e 00', 'wsp.parameter.filename', 'a.bin'],
    ['91 03 83 91 82', 'wsp.parameter.sec', 2],
    ['91 09 83 66 6f 6f 00 62 61 72 00', 'wsp.untype.text', 'bar'],
    ['91 06 83 66 6f 6f 00 85', 'wsp.untype.int', 5],
    ['91 08 83 66 6f 6f 00 22 61 00', 'wsp.untype.quote_text', '"a"'],
    ['be 03 00 81 00', 'wsp.header.content_range.entity_length', 128],
    ['a3 02 81 10', 'wsp.header.range.suffix_length', 16],
    ['87 09 80 75 73 65 72 00 70 77 00', 'wsp.header.authorization.user_id', 'user'],
    ['87 09 80 75 73 65 72 00 70 77 00', 'wsp.header.authorization.scheme', 'basic'],
    ['ad 06 80 68 6f 6d 65 00', 'wsp.header.www_authenticate.realm', 'home'],
    ['ac 08 8b 61 67 65 00 74 78 00', 'wsp.header.warning.code', 11],
    ['ac 08 8b 61 67 65 00 74 78 00', 'wsp.header.warning.agent', 'age'],
    ['c3 93', 'wsp.header.name_value', 0x43],
  ] as const)('%s has %s %s', (hex, filter, value) => {
    const { tree } = read(hex);
    const row = tree.find1(filter);
    expect(row === undefined ? undefined : rowValue(tree, row)).toBe(value);
  });

  test('integers of thirty octets are exact', () => {
    const { tree, value, bytes } = read(`8d 1e ${'ff '.repeat(30)}`);
    expect(rowValue(tree, 0)).toBe(String(2n ** 240n - 1n));
    expect(rowValue(tree, tree.find1('wsp.value.integer')!)).toBe(String(2n ** 240n - 1n));
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });

  test('cookies', () => {
    const { tree, value, bytes } = read('c2 0f 80 06 61 00 62 00 2f 00 06 63 00 64 00 00 64');
    expect(violations(tree)).not.toEqual([]);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
    const good = read('c2 0e 80 06 61 00 62 00 2f 00 05 63 00 64 00 00');
    expect(violations(good.tree)).toEqual([]);
    expect(rowValue(good.tree, 0)).toBe('a=b; c=d');
    expect(toHex(encode(headers, good.value))).toBe(toHex(good.bytes));
  });
});

describe('oddities are notes', () => {
  test.each([
    ['8d 01 10', 'WSP-012'],
    ['8d 02 00 ff', 'WSP-012'],
    ['bd 1f 02 82 bc', 'WSP-012'],
    ['95 7f 61 00', 'WSP-010'],
    ['c0 22 61 22 00', 'WSP-011'],
    ['8a 61 00', 'WSP-013'],
    ['d1 80', 'WSP-014'],
    ['02 01', 'WSP-015'],
    ['91 83', 'WSP-019'],
    ['80 74 65 78 74 2f 70 6c 61 69 6e 00', 'WSP-020'],
    ['c5 06 81 98 61 20 62 00', 'WSP-027'],
    ['83 04 99 80 83 31', 'WSP-001'],
  ])('%s: %s', (hex, rule) => {
    const { tree, value, bytes } = read(hex);
    expect(tree.findings.map(({ rule: broken }) => broken.id)).toContain(rule);
    expect(violations(tree)).toEqual([]);
    expect(toHex(encode(headers, value))).toBe(toHex(bytes));
  });
});

describe('octets that are missing', () => {
  test.each([
    ['95 61 62', 'WSP-009'],
    ['8d 04 01', 'X-SHORT'],
    ['8d', 'X-SHORT'],
    ['7f', 'X-SHORT'],
    ['78 2d', 'WSP-009'],
    ['bd 1f', 'X-SHORT'],
    ['bd 1f ff ff ff ff ff ff', 'WSP-002'],
    ['78 00 05 61', 'WSP-008'],
  ])('%s: %s', (hex, rule) => expect(violations(read(hex).tree)).toContain(rule));
});

describe('drafts are written in the shortest form', () => {
  test.each([
    [{ is: 'known', number: 0x2f, value: { is: 'integer', value: 7 } }, 'af87'],
    [{ is: 'known', number: 0x2f, value: { is: 'integer', value: 0x9023 } }, 'af029023'],
    [{ is: 'known', number: 0x30, value: 'http://a/' }, 'b0687474703a2f2f612f00'],
    [{ is: 'known', number: 0x15, value: 'äb' }, '957fc3a46200'],
    [{ is: 'known', number: 0x12, value: 1_700_000_000 }, '92046553f100'],
    [{ is: 'known', number: 0x0d, value: 127 }, '8dff'],
    [{ is: 'known', number: 0x0d, value: 128 }, '8d0180'],
    [{ is: 'known', number: 0x40, value: { is: 'quoted', value: '<a>' } }, 'c0223c613e00'],
    [{ is: 'known', number: 0x13, value: '' }, '9300'],
    [{ is: 'application', name: 'x-oma', value: 'yes' }, '782d6f6d610079657300'],
    [
      {
        is: 'known',
        number: 0x3b,
        value: { is: 'counted', value: { value: { of: { is: 'integer', value: 106 }, q: 51 } } },
      },
      'bb02ea33',
    ],
    [{ is: 'known', number: 0x36, value: { value: new Uint8Array(31) } }, `b61f1f${'00'.repeat(31)}`],
  ] as const)('%j', (draft, hex) => expect(toHex(encode(headers, [draft]))).toBe(hex));
});
