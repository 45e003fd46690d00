import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, dissect } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as http } from '../http/http.ts';
import { register as obex } from '../obex/obex.ts';
import { register as wbxml } from '../wbxml/wbxml.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register as xml } from '../xml/xml.ts';
import { register } from './syncml-dm.ts';

const registry = new Registry();
for (const part of [frame, http, obex, wsp, wbxml, xml, register]) part(registry);

/** Name, password, nonce and MAC of the reference, over the octets of another encoder. */
const body = new Uint8Array(
  readFileSync(new URL('../../../../tests/fixtures/wbxml/dm12-exec-correlator.wbxml', import.meta.url)),
);
const MAC = 'algorithm=MD5, username="Robert Jordan", mac=k5uWheQkndpbz9OG6zJR7A==';
const secret = (typed: string): Secret => ({ form: 'text', typed, nonce: toUtf8('nonce1') });
const TYPE = 'application/vnd.syncml.dm+wbxml';

const sized = (id: number, value: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(id, (value.length + 3) >>> 8, (value.length + 3) & 0xff), value);
const obexHeaders = concatBytes(
  sized(0x42, toUtf8(`${TYPE}\0`)),
  sized(0x47, toUtf8(`X-Other: 1\r\nX-SyncML-HMAC: ${MAC}\r\n`)),
  sized(0x49, body),
);
const wspHeaders = concatBytes(Uint8Array.of(0xc2), toUtf8(`x-syncml-hmac\0${MAC}\0`));

const SENT: readonly (readonly [layer: string, packet: Uint8Array])[] = [
  [
    'http',
    concatBytes(
      toUtf8(
        `POST /dm HTTP/1.1\r\nHost: a\r\nx-syncml-hmac: ${MAC}\r\nContent-Type: ${TYPE}\r\nContent-Length: ${body.length}\r\n\r\n`,
      ),
      body,
    ),
  ],
  ['wsp', concatBytes(Uint8Array.of(1, 6, wspHeaders.length), wspHeaders, body)],
  [
    'obex',
    concatBytes(Uint8Array.of(0x82, (obexHeaders.length + 3) >>> 8, (obexHeaders.length + 3) & 0xff), obexHeaders),
  ],
];

describe('x-syncml-hmac', () => {
  test.each(SENT)('over %s', (layer, packet) => {
    const read = (typed: string) => {
      const { tree, context } = dissect(registry, layer, packet, { secrets: [secret(typed)] });
      checkTiling(tree);
      return [
        context.digests.map(({ format, verdict }) => `${format} ${verdict}`),
        tree.findings.some(({ rule }) => rule.id === 'DM-020'),
      ];
    };
    expect(read('secret')).toEqual([['syncml-cred match'], false]);
    expect(read('other')).toEqual([['syncml-cred mismatch'], true]);
  });

  test('is none where another header or nothing stands', () => {
    const without = (text: string) => {
      const headers = concatBytes(sized(0x42, toUtf8(`${TYPE}\0`)), sized(0x47, toUtf8(text)), sized(0x49, body));
      const { tree, context } = dissect(
        registry,
        'obex',
        concatBytes(Uint8Array.of(0x82, (headers.length + 3) >>> 8, (headers.length + 3) & 0xff), headers),
      );
      expect(tree.documents.map(({ label }) => label)).toEqual(['SyncML']);
      return context.digests;
    };
    expect(without('X-Other: x-syncml-hmac: 1')).toEqual([]);
    expect(without('')).toEqual([]);
  });
});
