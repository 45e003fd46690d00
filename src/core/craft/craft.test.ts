import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { described, names, PUSH_FRAME } from '../testing/descriptions.ts';
import { octets } from '../testing/packets.ts';
import { build } from './build.ts';
import { buildChecked } from './build-checked.ts';
import { editDescription } from './edit.ts';
import { expandDocuments } from './expand-documents.ts';
import { formNodes } from './form-nodes.ts';
import { follows } from './settle.ts';
import type { CraftEdit } from './views.ts';

const push = described(1, PUSH_FRAME);

function hex(description: string): string {
  const { bytes, faults } = build(description, names);
  expect(faults.list).toEqual([]);
  return toHex(bytes ?? new Uint8Array(0));
}

function edited(description: string, edit: CraftEdit): string {
  const { description: after, faults } = editDescription(description, edit, names);
  expect(faults).toEqual([]);
  return after;
}

const faultsOf = (layers: unknown, more: object = { start: 'udp' }) =>
  build(JSON.stringify({ ...more, layers }), names).faults.list.map(({ path, message }) => `${path}: ${message}`);

test('a description says what follows from the rest, and documents as XML, one leaf a line', () => {
  expect(push).toContain('      {"ip.checksum": "auto"},\n');
  expect(push).toContain('          {"wsp.value.text": "curl/7.88.1"}\n');
  expect(push).toContain('    {"wbxml": {"xml": "<si>\\n  <indication href=\\"http://www.gni.ch\\"');
  expect(hex(push)).toBe(PUSH_FRAME);
});

describe('wrong descriptions', () => {
  test.each<[unknown, string]>([
    [
      [{ udp: [{ 'udp.srcprt': 1 }] }],
      '/layers/0/udp/0/udp.srcprt: "udp.srcprt" is no field; did you mean "udp.srcport"',
    ],
    [[{ udq: [] }], '/layers/0/udq: "udq" is no layer; did you mean "udp"'],
    [
      [{ udp: [{ 'udp.srcport': 65536 }] }],
      '/layers/0/udp/0/udp.srcport: Source port is from 0 to 65535 (16 bits), not 65536',
    ],
    [[{ udp: [{ 'udp.srcport': 'x' }] }], '/layers/0/udp/0/udp.srcport: Source port must be a number'],
    [[{ udp: [{ 'udp.srcport': null }] }], '/layers/0/udp/0/udp.srcport: a value, "auto"'],
    [
      [{ udp: [{ 'udp.srcport': 'auto' }] }],
      '/layers/0/udp/0/udp.srcport: Source port does not follow from other values: give one',
    ],
    [[{ udp: [{ 'udp.srcport': {} }] }], '/layers/0/udp/0/udp.srcport: a value, "auto"'],
    [[{ udp: [{ 'udp.srcport': { valu: 1 } }] }], '/layers/0/udp/0/udp.srcport/valu: "valu" is not known'],
    [
      [{ udp: [{ 'udp.srcport': { value: [] } }] }],
      '/layers/0/udp/0/udp.srcport/value: a number or a text is expected',
    ],
    [[{ udp: [{ 'udp.srcport': { value: 1, as: 'x' } }] }], '/layers/0/udp/0/udp.srcport/as: one of big-endian'],
    [[{ udp: [{ 'udp.srcport': { bits: '012' } }] }], '/layers/0/udp/0/udp.srcport/bits: zeros and ones are expected'],
    [[{ udp: [{ 'udp.srcport': { bits: true } }] }], '/layers/0/udp/0/udp.srcport/bits: a number of bits'],
    [[{ udp: [{ 'udp.srcport': { hex: '012' } }] }], '/layers/0/udp/0/udp.srcport/hex: hexadecimal digits'],
    [
      [{ udp: [{ 'udp.srcport': { hex: '01', bits: 4 } }] }],
      '/layers/0/udp/0/udp.srcport/hex: the octets must have zeros',
    ],
    [[{ udp: [{ 'udp.srcport': { auto: 1 } }] }], '/layers/0/udp/0/udp.srcport/auto: true is expected'],
    [[{ ip: [{ 'ip.src': '10.0.0.256' }] }], '/layers/0/ip/0/ip.src: Source address must be an IPv4 address'],
    [[{ ip: [{ 'ip.hdr_len': 18 }] }], '/layers/0/ip/0/ip.hdr_len: Header length must be a multiple of 4, not 18'],
    [[{ eth: [{ 'eth.src': '01' }] }], '/layers/0/eth/0/eth.src: Source must be an address'],
    [[{ 'data.data': 'xyz' }], '/layers/0/data.data: Undecoded must be hexadecimal digits'],
    [[{ udp: 1, ip: 2 }], '/layers/0: an object with one member is expected'],
    [[1], '/layers/0: an object with one member is expected'],
    [1, '/layers: a list of layers is expected'],
    [[{ wbxml: { xml: '<si' } }], '/layers/0/wbxml: the document cannot be written'],
    [[{ wbxml: { xml: 1 } }], '/layers/0/wbxml/xml: a text is expected'],
    [[{ wbxml: { xml: '<si/>', version: 9 } }], '/layers/0/wbxml/version: 0, 1, 2 or 3 is expected'],
    [[{ wbxml: { xml: '<si/>', hex: '' } }], '/layers/0/wbxml/hex: a document has xml, publicId'],
    [
      [{ udp: [{ 'udp.length': 'auto' }] }, { 'data.data': '00'.repeat(70_000) }],
      '/layers/0/udp/0/udp.length: Length would be 70002, but is from 0',
    ],
  ])('%j', (layers, wanted) => {
    const [first] = faultsOf(layers);
    expect(first?.slice(0, wanted.length)).toBe(wanted);
  });

  test.each<[object, string]>([
    [{}, ': "start" is missing'],
    [{ start: 'udpp' }, '/start: "udpp" is no start layer; did you mean "udp"'],
    [{ start: { link: -1 } }, '/start/link: a link type is a whole number'],
    [{ start: { media: 1 } }, '/start: a layer such as'],
    [{ start: 'udp', time: 'now' }, '/time: seconds since 1970'],
    [{ start: 'udp', comment: 1 }, '/comment: a text is expected'],
    [{ start: 'udp', length: -1 }, '/length: a number of octets is expected'],
    [{ start: 'udp', tine: 1 }, '/tine: "tine" is not known; known are start'],
  ])('%j', (members, wanted) => {
    const [first] = faultsOf([], members);
    expect(first?.slice(0, wanted.length)).toBe(wanted);
  });

  test('are marked where they stand in the text', () => {
    const text = '{"start":"udp","layers":[{"udp":[{"udp.srcport":70000}]}]}';
    const { faults, bytes } = build(text, names);
    expect(bytes).toBeUndefined();
    expect(faults.list.map(({ from, to }) => text.slice(from, to))).toEqual(['70000']);
    expect(build('[1]', names).faults.list[0]?.message).toBe('an object with "start" and "layers" is expected');
    expect(build('{', names).faults.list[0]).toMatchObject({ path: '', from: 1 });
  });

  test('may not give a value that is another one than the bits beside it', () => {
    const text = JSON.stringify({
      start: 'wbxml',
      layers: [{ wbxml: [{ 'wbxml.version': { value: 3, hex: '03' } }, { 'data.data': '056a0045' }] }],
    });
    expect(buildChecked(text, names).faults.list).toEqual([]);
    const { faults, bytes } = buildChecked(text.replace('"value":3', '"value":2'), names);
    expect(bytes).toBeUndefined();
    expect(faults.list[0]?.message).toContain('is 3 by its bits and 2 by its value');
  });
});

test('numbers state their bits where they are not the usual ones', () => {
  const description = {
    start: 'udp',
    layers: [
      {
        udp: [
          { 'udp.srcport': { value: 5, bits: 12 } },
          { 'udp.dstport': { bits: '1111' } },
          { 'udp.length': { value: 513, as: 'little-endian' } },
        ],
      },
    ],
  };
  expect(hex(JSON.stringify(description))).toBe('005f0102');
});

describe('edits', () => {
  const at = (name: string): string => {
    const nodes = formNodes(
      build(push, names).root,
      () => 0,
      () => false,
    );
    return nodes.find(({ path }) => path.endsWith(`/${name}`))?.path ?? '';
  };

  test('set numbers, named values, texts, addresses and documents; lengths and checksums follow', () => {
    let text = edited(push, { kind: 'set', path: at('udp.srcport'), text: '0x1234' });
    text = edited(text, { kind: 'set', path: at('ip.src'), text: '192.0.2.1' });
    text = edited(text, { kind: 'set', path: at('wsp.value.text'), text: 'another agent' });
    const xml = JSON.parse(text).layers.at(-1).wbxml.xml.replace('4 new emails', 'a message');
    text = edited(text, { kind: 'set', path: at('wbxml'), text: xml });
    const again = described(1, hex(text));
    expect(again).toBe(text);
    expect(text).toContain('{"udp.srcport": 4660}');
    expect(text).toContain('{"udp.checksum": "auto"}');
    expect(edited(text, { kind: 'set', path: at('udp.dstport'), text: 'WSP session' })).toContain(
      '{"udp.dstport": 9201}',
    );
  });

  test('of a document that cannot be written are refused, with the place in its XML', () => {
    const xml = '<si>\n <indication href="x">"\u00e9" &</indicatio></si>';
    const { description, faults } = editDescription(push, { kind: 'set', path: at('wbxml'), text: xml }, names);
    expect(description).toBe(push);
    const [fault] = faults;
    expect(fault?.message).toMatch(/^the document cannot be written: .* \(line 2, column \d+ of the XML\)$/);
    expect(fault?.within?.from).toBe(xml.lastIndexOf('<', xml.indexOf('indicatio>')));
    // In a description it is marked inside the JSON text, whose quotation marks and letters may be escaped.
    const layers = [{ wbxml: { xml } }];
    const text = JSON.stringify({ start: 'wbxml', layers }).replace('\u00e9', '\\u00e9');
    const [found] = build(text, names).faults.list;
    expect(found?.within).toEqual(fault?.within);
    expect(text.slice(found?.from, found?.to)).toBe(xml.slice(fault?.within?.from, fault?.within?.to));
  });

  test('pin what is worked out, and let it be worked out again', () => {
    const path = at('udp.length');
    const pinned = edited(push, { kind: 'set', path, text: '9' });
    expect(hex(pinned)).not.toBe(PUSH_FRAME);
    expect(edited(pinned, { kind: 'unpin', path })).toBe(push);
    const { root, bytes } = build(pinned, names);
    const nodes = formNodes(
      root,
      () => 0,
      (item) => bytes !== undefined && follows(item, bytes, names, []),
    );
    const stateOf = (name: string) => nodes.find((node) => node.path.endsWith(`/${name}`));
    expect(stateOf('udp.length')).toMatchObject({ computed: 'pinned', text: '9', max: 65535 });
    expect(stateOf('udp.checksum')).toMatchObject({ computed: 'computed' });
    expect(stateOf('udp.srcport')).toMatchObject({ computed: 'no', text: '9200' });
    expect(stateOf('wbxml')).toMatchObject({ kind: 'document' });
    expect(stateOf('wsp.header.user_agent')).toMatchObject({ kind: 'group', isRepeatable: true });
  });

  test('remove and repeat', () => {
    const path = at('wsp.header.user_agent');
    const twice = edited(push, { kind: 'duplicate', path });
    expect(hex(twice).length).toBe(PUSH_FRAME.length + 26);
    expect(edited(twice, { kind: 'remove', path })).toBe(push);
    const without = edited(push, { kind: 'remove', path });
    expect(hex(without).length).toBe(PUSH_FRAME.length - 26);
    expect(described(1, hex(without))).toBe(without);
    // The last one of a list, and the only one.
    const last = edited(push, { kind: 'remove', path: at('udp.checksum') });
    expect(JSON.parse(last).layers[2].udp).toHaveLength(3);
  });

  test('flip bits: what is worked out follows, what is pinned and written otherwise stays', () => {
    const pinned = edited(push, { kind: 'set', path: at('ip.checksum'), text: '4660' });
    // The last octet of the source port.
    const flipped = edited(pinned, { kind: 'bits', start: 280, end: 288, hex: 'f1' });
    expect(flipped).toBe(pinned.replace('"udp.srcport": 9200', '"udp.srcport": 9201'));
    // Into the checksum itself: it is pinned then.
    const sum = edited(push, { kind: 'bits', start: 320, end: 336, hex: '0001' });
    expect(sum).toBe(push.replace('"udp.checksum": "auto"', '"udp.checksum": 1'));
    // Into the type of the frame: the layers are others.
    const other = edited(push, { kind: 'bits', start: 96, end: 112, hex: '88b5' });
    expect(hex(other)).toBe(`${PUSH_FRAME.slice(0, 24)}88b5${PUSH_FRAME.slice(28)}`);
    expect(JSON.parse(other).layers.length).toBeLessThan(5);
  });

  test('put octets in and take them out: layers around grow and shrink, what is pinned stays', () => {
    const { root } = build(push, names);
    const nodes = formNodes(
      root,
      () => 0,
      () => false,
    );
    const agent = nodes.find(({ path }) => path.endsWith('/wsp.value.text'));
    const place = agent?.start ?? 0;
    // Into the text, before its zero octet: the lengths of WSP, UDP and IP and the checksums follow.
    const longer = edited(push, { kind: 'bits', start: place + 32, end: place + 32, hex: '2d2d' });
    expect(longer).toBe(push.replace('"curl/7.88.1"', '"curl--/7.88.1"'));
    expect(edited(longer, { kind: 'bits', start: place + 32, end: place + 48, hex: '' })).toBe(push);
    // At its begin: text is put in, not a longer header before it.
    const first = edited(push, { kind: 'bits', start: place, end: place, hex: '78' });
    expect(first).toBe(push.replace('"curl/7.88.1"', '"xcurl/7.88.1"'));
    const pinned = edited(push, { kind: 'set', path: at('udp.length'), text: '9' });
    const grown = edited(pinned, { kind: 'bits', start: place, end: place, hex: '78' });
    expect(hex(grown).length).toBe(PUSH_FRAME.length + 2);
    expect(grown).toContain('{"udp.length": 9}');
    // A whole header: the layer is described anew.
    const header = nodes.find(({ path }) => path.endsWith('/wsp.header.user_agent'));
    const range = { start: header?.start ?? 0, end: header?.end ?? 0 };
    const without = edited(push, { kind: 'bits', ...range, hex: '' });
    expect(without).not.toContain('user_agent');
    expect(without).toContain('{"wsp.headers_length": "auto"}');
    expect(hex(without).length).toBe(PUSH_FRAME.length - 26);
    const octetsOfHeader = PUSH_FRAME.slice(range.start / 4, range.end / 4);
    expect(edited(without, { kind: 'bits', start: range.start, end: range.start, hex: octetsOfHeader })).toBe(push);
    // Bits that are no whole octets, and everything.
    const bit = edited(push, { kind: 'bits', start: 0, end: 3, hex: '' });
    expect(hex(bit).length).toBe(PUSH_FRAME.length);
    const all = edited(push, { kind: 'bits', start: 0, end: PUSH_FRAME.length * 4, hex: '' });
    expect(hex(all)).toBe('');
  });

  test.each<[CraftEdit, string]>([
    [{ kind: 'bits', start: 8, end: 8, hex: '' }, 'the packet has no such bits'],
    [{ kind: 'bits', start: 9, end: 8, hex: '00' }, 'the packet has no such bits'],
    [{ kind: 'set', path: '/layers/9/none', text: '1' }, 'the description has no such item'],
    [
      { kind: 'set', path: '/layers/2/udp/0/udp.srcport', text: '70000' },
      'Source port is from 0 to 65535 (16 bits), not 70000',
    ],
    [{ kind: 'set', path: '/layers/2/udp/0/udp.srcport', text: 'a lot' }, 'Source port must be a number'],
    [{ kind: 'set', path: '/layers/2/udp', text: '1' }, 'UDP has no value of its own'],
    [{ kind: 'unpin', path: '/layers/2/udp' }, 'only a field can be worked out'],
    [{ kind: 'bits', start: 0, end: 8, hex: 'x' }, 'hexadecimal digits are expected'],
    [{ kind: 'bits', start: 0, end: 8, hex: '0000' }, '1 octets are expected'],
    [{ kind: 'bits', start: 0, end: 1e9, hex: '00' }, 'the packet has no such bits'],
  ])('are refused: %j', (edit, message) => {
    const { description, faults } = editDescription(push, edit, names);
    expect([description, faults[0]?.message]).toEqual([push, message]);
  });
});

test('a message with its numbers in other widths is described by them', () => {
  // DM 1.2: a version of ten bits behind a digest.
  const bytes = octets(`${'00'.repeat(16)}0310000000000f01${'78'}`);
  expect(described('dm-1.2', bytes)).toContain('{"dmnoti.version": {"value": 12, "bits": 10}}');
});

test('documents are expanded to their nodes for changes that no XML can state', () => {
  const expanded = expandDocuments(push, names, []);
  expect(expanded).toBe(described(1, PUSH_FRAME, 'nodes'));
  expect(hex(expanded)).toBe(PUSH_FRAME);
  expect(expandDocuments(expanded, names, [])).toBe(expanded);
  expect(expandDocuments('{', names, [])).toBe('{');
});
