import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { Sending } from '../engine/sending.ts';
import { described, exampleFrames, names } from '../testing/descriptions.ts';
import { build } from './build.ts';
import { TEMPLATE_SECRET } from './templates/secret.ts';

/* Values that follow from others, each in a packet that has it; changing what it follows from changes it. */

const sending = new Sending(names, [TEMPLATE_SECRET]);

function octetsOf(text: string): string {
  const { bytes, faults } = build(text, names, [TEMPLATE_SECRET]);
  expect(faults.list).toEqual([]);
  return toHex(bytes ?? new Uint8Array(0));
}

test('sync count and URI length of DS 1.2', () => {
  const text = sending.template('ds-1.2', 'udp');
  expect(text).toContain('{"dmnoti.sync.count": "auto"}');
  expect(text).toContain('{"dmnoti.sync.uri_length": "auto"}');
  expect(octetsOf(text.replace('./contacts', './c'))).toContain('1060000007032e2f63');
});

test('deltas of the options of DM 2.0', () => {
  const text = sending.template('dm-2.0', 'udp');
  expect(text.match(/"dmnoti.option.delta": "auto"/g)).toHaveLength(2);
  // Without the first option the digest is five above nothing; nobody can work it out without a server.
  const json = JSON.parse(text.replace('{"dmnoti.digest": "auto"}', `{"dmnoti.digest": "${'07'.repeat(32)}"}`));
  json.layers.at(-1).dmnoti.splice(4, 1);
  expect(octetsOf(JSON.stringify(json))).toMatch(/208000515024[0-9a-f]{8}(07){32}$/);
});

test('sizes of chunks', () => {
  const packet = toUtf8(
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n',
  );
  const text = described('http', packet);
  expect(text.match(/"http.chunk_size": "auto"/g)).toHaveLength(3);
  expect(octetsOf(text)).toBe(toHex(packet));
  const longer = octetsOf(text.replace(toHex(toUtf8('hello')), toHex(toUtf8('hello hello hello'))));
  expect(longer).toContain(toHex(toUtf8('\r\n\r\n11\r\nhello hello hello\r\n7;x=y\r\n')));
});

test('lengths of a session initiation request', () => {
  const text = sending.template('sir', 'udp');
  for (const name of ['app_id_list', 'wsp_contact_points', 'contact_points', 'protocol_options', 'prov_url', 'cpi_tag'])
    expect(text).toContain(`{"wap.sir.${name}.length": "auto"}`);
});

test('lengths of CBSP messages in frames of the reference', () => {
  const csv = readFileSync(new URL('../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
  const texts = exampleFrames(csv)
    .map(({ linkType, bytes }) => described(linkType, bytes))
    .filter((text) => text.includes('"cbsp.msg_len"'));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toContain('{"cbsp.msg_len": "auto"}');
});
