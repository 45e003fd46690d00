import { expect, test } from 'vitest';
import { captureOf } from '../app/open-link.ts';
import { fileName } from './save.ts';
import { copyLink, startOfDescription } from './share.ts';

test.each([
  ['{"start": "dmnoti", "layers": []}', 'dmnoti'],
  ['{"start": {"link": 1}, "layers": []}', 'link:1'],
  ['{"start": {"media": "text/plain"}}', undefined],
  ['{"layers": []}', undefined],
  ['null', undefined],
  ['{"start": ', undefined],
])('start of %s', (text, start) => expect(startOfDescription(text)).toBe(start));

test('what is too long for a link is said, with what to do instead', async () => {
  const said: string[] = [];
  const link = { place: 'craft', layer: 'dmnoti', bytes: new Uint8Array(7000), bits: undefined } as const;
  await copyLink(link, 'https://example.com/#/craft', (text) => void said.push(text));
  expect(said).toEqual([
    expect.stringMatching(/^Too long for a link: 7,000 octets make 9,\d{3} characters, and 8,000 .* Export the packet/),
  ]);
});

test('a linked frame is a capture of one packet', () => {
  const bytes = captureOf(Uint8Array.of(1, 2, 3), 101);
  const view = new DataView(bytes.buffer);
  expect(view.getUint32(0, true)).toBe(0xa1b2c3d4);
  expect([view.getUint16(4, true), view.getUint16(6, true)]).toEqual([2, 4]);
  expect(view.getUint32(20, true)).toBe(101);
  expect([view.getUint32(32, true), view.getUint32(36, true)]).toEqual([3, 3]);
  expect([...bytes.subarray(40)]).toEqual([1, 2, 3]);
});

test.each([
  ['Packet 12, a layer', 'packet-12-a-layer.pcapng'],
  ['../../etc/passwd', 'etc-passwd.pcapng'],
  ['\u202e', 'packet.pcapng'],
])('file name of %s', (name, file) => expect(fileName(name, 'pcapng')).toBe(file));
