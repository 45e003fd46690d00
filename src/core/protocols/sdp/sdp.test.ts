import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, findingTexts, summarize, treeText, values, violations } from '../../testing/packets.ts';
import { register as data } from '../data/data.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './sdp.ts';

const registry = new Registry();
for (const one of [frame, data, register]) one(registry);

const BEGIN = ['v=0', 'o=alice 2890844526 1 IN IP4 host.example', 's=-'];
const MSRP = ['m=message 7654 TCP/MSRP *', 'a=accept-types:text/plain application/vnd.syncml.dm+wbxml'];
const PATH = 'a=path:msrp://proxy.example:2855/x;tcp msrp://atlanta.example:7654/jshA7weztas;tcp';
const lines = (...all: readonly string[]) => toUtf8(all.map((line) => `${line}\r\n`).join(''));
const read = (octets: Uint8Array, original = octets.length) => {
  const one = dissect(registry, 'sdp', octets, { original });
  checkTiling(one.tree);
  return one;
};

test('every line has its rows', () => {
  const { tree, context } = read(
    lines(
      ...BEGIN,
      'i=about',
      'u=http://x.example',
      'e=a@x.example',
      'p=+44',
      'c=IN IP4 224.2.1.1/127/3',
      'b=AS:128',
      'b=odd',
      't=0 0',
      'r=7d 1h 0 25h',
      'z=0 -1h',
      'k=clear:x',
      'a=recvonly',
      'a=tool:x y',
      'm=audio 49170/2 RTP/AVP 0 97',
      'i=title',
      'c=IN IP6 ::1',
      'a=rtpmap:97 iLBC/8000',
      'a=rtpmap:odd',
      'a=fmtp:97 mode=20 ',
      'a=fmtp:97',
      'a=',
      'x=y',
    ),
  );
  expect(violations(tree)).toEqual([]);
  expect(context.info).toBe('SDP audio 49170 RTP/AVP 0 97');
  const of = (name: string) => values(tree, `sdp.${name}`);
  expect(of('version')).toEqual(['0']);
  expect(of('owner')).toEqual(['alice 2890844526 1 IN IP4 host.example']);
  const owner = ['username', 'sessionid', 'version', 'network_type', 'address_type', 'address'];
  expect(owner.flatMap((name) => of(`owner.${name}`)).join(' ')).toBe(of('owner')[0]);
  expect([of('session_info'), of('media_title')]).toEqual([['about'], ['title']]);
  expect([of('uri'), of('email'), of('phone')].flat()).toEqual(['http://x.example', 'a@x.example', '+44']);
  expect(of('connection_info.address')).toEqual(['224.2.1.1', '::1']);
  expect([of('connection_info.ttl'), of('connection_info.num_addr')]).toEqual([['127'], ['3']]);
  expect([of('bandwidth'), of('bandwidth.modifier'), of('bandwidth.value')]).toEqual([
    ['AS:128', 'odd'],
    ['AS'],
    ['128'],
  ]);
  expect([of('time.start'), of('time.stop'), of('repeat_time'), of('timezone')]).toEqual([
    ['0'],
    ['0'],
    ['7d 1h 0 25h'],
    ['0 -1h'],
  ]);
  expect(of('encryption_key')).toEqual(['clear:x']);
  expect([of('session_attr.field'), of('session_attr.value')]).toEqual([['recvonly', 'tool'], ['x y']]);
  expect([of('media.media'), of('media.port'), of('media.portcount')].flat()).toEqual(['audio', 49170, '2']);
  expect([of('media.proto'), of('media.format')].flat()).toEqual(['RTP/AVP', '0', '97', '97', '97']);
  expect([of('mime.type'), of('sample_rate'), of('fmtp.parameter')].flat()).toEqual(['iLBC', '8000', 'mode=20']);
  expect(of('media_attribute.value')).toEqual(['odd', '97']);
  expect(of('unknown')).toEqual(['y']);
  expect(values(tree, 'data.data')).toEqual([]);
});

test('the ways of MSRP are shown, and known afterwards', () => {
  const octets = lines(...BEGIN, 't=0 0', ...MSRP, PATH);
  const { tree, context } = read(octets);
  expect(violations(tree)).toEqual([]);
  expect(context.info).toBe('SDP message 7654 TCP/MSRP');
  const uris = ['msrp://proxy.example:2855/x;tcp', 'msrp://atlanta.example:7654/jshA7weztas;tcp'];
  expect(values(tree, 'sdp.msrp_path')).toEqual(uris);
  const state = createCaptureState();
  summarize(registry, { table: 'layer', key: 'sdp' }, octets, 4, state);
  expect(uris.map((uri) => state.facts('msrp.path').number(uri, 5))).toEqual([4, 4]);
  expect(state.facts('msrp.path').number(uris[0]!, 3)).toBeUndefined();
});

test.each<readonly [string, Uint8Array, readonly string[]]>([
  ['nothing', lines(), ['SDP-002']],
  ['another order', lines('v=0', 's=-', 'o=x', 't=0 0'), ['SDP-002']],
  ['no time', lines(...BEGIN), ['SDP-002']],
  ['no letter', lines(...BEGIN, 't=0 0', 'hello'), ['SDP-001']],
  ['a capital', lines(...BEGIN, 't=0 0', 'A=b'), ['SDP-001']],
  ['a medium without formats', lines(...BEGIN, 't=0 0', 'm=audio 1 RTP/AVP'), ['SDP-003']],
  ['a medium without anything', lines(...BEGIN, 't=0 0', 'm= '), ['SDP-003']],
  ['a port that is none', lines(...BEGIN, 't=0 0', 'm=audio 65536 RTP/AVP 0'), ['SDP-003']],
  ['a port in letters', lines(...BEGIN, 't=0 0', 'm=audio x RTP/AVP 0'), ['SDP-003']],
  ['MSRP without a path', lines(...BEGIN, 't=0 0', ...MSRP), ['SDP-004']],
  ['MSRP without types', lines(...BEGIN, 't=0 0', MSRP[0]!, PATH), ['SDP-004']],
  ['MSRP that is refused', lines(...BEGIN, 't=0 0', 'm=message 0 TCP/MSRP *'), []],
])('%s', (_name, octets, expected) => expect(violations(read(octets).tree)).toEqual(expected));

test('line ends may be LF alone, and the last one may be missing', () => {
  const { tree } = read(toUtf8([...BEGIN, 't=0 0', '', 'm=audio 1 RTP/AVP 0'].join('\n')));
  expect(findingTexts(tree).map((text) => text.slice(0, 12))).toEqual(['SDP-005 note']);
  expect(read(toUtf8('v=0\r\no=x')).context.info).toBe('SDP');
});

test('a description is told from other octets', () => {
  const likely = (text: string) =>
    registry
      .table('layer')
      .candidates(toUtf8(text))
      .some(({ dissector }) => dissector.id === 'sdp');
  expect([likely('v=0\r\no=x y z'), likely('v=0\no=x y z w')]).toEqual([true, true]);
  expect([likely('v=1\r\no=x y z'), likely('v=0\r\n'), likely('x=0\r\no=x y z')]).toEqual([false, false, false]);
});

test('whatever the octets', () => {
  const whole = lines(
    ...BEGIN,
    'c=IN IP4 1.2.3.4/5',
    'b=AS:1',
    't=0 0',
    'a=x:y',
    ...MSRP,
    PATH,
    'a=rtpmap:1 x/8',
    'a=fmtp:1 y',
  );
  for (let size = 0; size < whole.length; size++) {
    const found = violations(read(whole.subarray(0, size), whole.length).tree);
    // A line that is cut behind its letter, or inside a media line, is shown as it is.
    expect(
      found.filter((id) => id !== 'SDP-001' && id !== 'SDP-003'),
      String(size),
    ).toEqual([]);
  }
  let broken = 0;
  const change = fc.tuple(fc.nat(), fc.constantFrom(...toUtf8('=: /\r\n;amcb'), 0xff));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      const octets = whole.slice();
      for (const [at, octet] of changes) octets[at % octets.length] = octet;
      const { tree } = read(octets);
      treeText(tree);
      if (violations(tree).length > 0) broken++;
    }),
    { numRuns: 500 },
  );
  expect(broken).toBeGreaterThan(20);
  expect(broken).toBeLessThan(480);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => void read(octets)),
    { numRuns: 300 },
  );
});
