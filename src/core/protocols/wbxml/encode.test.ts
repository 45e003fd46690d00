import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { markupText } from '../../dissect/markup-text.ts';
import type { Vocabulary } from '../../dissect/vocabulary.ts';
import { dateOctets } from '../../dissect/wbxml/dialect.ts';
import { draftOf, encodeWbxml, isEncodable, multiByte } from '../../dissect/wbxml/encode.ts';
import { readWbxml } from '../../dissect/wbxml/read.ts';
import { readXml } from '../../dissect/xml/reader.ts';
import { channel } from '../channel/channel.ts';
import { co } from '../co/co.ts';
import { drmRights } from '../drm-rights/drm-rights.ts';
import { emn } from '../emn/emn.ts';
import { prov } from '../oma-cp/oma-cp.ts';
import { otaSettings } from '../ota-settings/ota-settings.ts';
import { si } from '../si/si.ts';
import { sl } from '../sl/sl.ts';
import { devinf, dmddf, syncml } from '../syncml-dm/vocabularies.ts';
import { wml } from '../wml/wml.ts';

const FIXTURES = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);
const VOCABULARIES: readonly Vocabulary[] = [
  prov,
  otaSettings,
  channel,
  co,
  drmRights,
  emn,
  si,
  sl,
  devinf,
  dmddf,
  syncml,
  wml,
];
const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.wbxml') && !name.startsWith('dm12-tnds'));
const TOOL = '/usr/bin/wbxml2xml';

const sample = (name: string) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
  const canonical = readFileSync(new URL(name.replace('.wbxml', '.xml'), FIXTURES));
  const { root } = readXml(canonical, 0, canonical.length);
  const { publicId } = readWbxml(bytes, 0, bytes.length);
  const editions = VOCABULARIES.flatMap((vocabulary) => vocabulary.editions);
  const edition =
    editions.find(({ publicIds }) => publicId !== undefined && publicIds.includes(publicId)) ?? otaSettings.editions[0];
  return { bytes, canonical: canonical.toString(), root: root!, publicId, dialect: edition.dialect };
};

describe.each([false, true])('samples written again, string table %s', (stringTable) => {
  test.each(names)('%s', (name) => {
    const { bytes, canonical, root, publicId, dialect } = sample(name);
    const written = encodeWbxml(draftOf(root), dialect, { publicId, stringTable });
    const read = readWbxml(written, 0, written.length, () => dialect);
    expect(read.problems.filter(({ rule }) => rule.id !== 'WBXML-020')).toEqual([]);
    expect(`${markupText(read, false).text}\n`).toBe(canonical);
    // The samples come of another encoder, which knows no better way than this one, but for UTF-16 and extensions.
    if (!stringTable && !/^(si-utf16|wml-ext)/.test(name))
      expect(written.length).toBeLessThanOrEqual(bytes.length + 10);
  });
});

const XML_DECLARATION = /^\s*<\?xml[^>]*>\s*(<!DOCTYPE[^>]*>)?/;

describe.skipIf(!existsSync(TOOL))('another decoder reads the same', () => {
  test.each(names.filter((name) => !/^(ota|si-literal|channel|wml-ext|drmrel)/.test(name)))('%s', (name) => {
    const { root, publicId, dialect, canonical } = sample(name);
    const folder = mkdtempSync(join(tmpdir(), 'encode-'));
    try {
      const file = join(folder, 'a.wbxml');
      writeFileSync(file, encodeWbxml(draftOf(root), dialect, { publicId, stringTable: true }));
      const theirs = execFileSync(TOOL, ['-o', '-', file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).replace(XML_DECLARATION, '');
      const content = (text: string): string => {
        const bytes = new TextEncoder().encode(text);
        return markupText(readXml(bytes, 0, bytes.length), true).text.replace(/\s*(<[^>]*>)\s*/g, '$1');
      };
      expect(content(theirs)).toBe(content(canonical));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the octets of small documents', () => {
  const [{ dialect }] = si.editions;
  const hex = (draft: Parameters<typeof encodeWbxml>[0], options?: Parameters<typeof encodeWbxml>[2]): string =>
    Buffer.from(encodeWbxml(draft, dialect, options)).toString('hex');
  const publicId = '-//WAPFORUM//DTD SI 1.0//EN';
  expect(hex({ name: 'si' }, { publicId })).toBe('03056a0005');
  expect(hex({ name: 'si' }, { publicId, version: 0 })).toBe('00050005');
  expect(hex({ name: 'si' })).toBe('03016a0005');
  expect(hex({ name: 'si' }, { publicId: 'x' })).toBe('0300006a02780005');
  expect(hex({ name: 'x', attributes: [{ name: 'y', value: 'z' }], content: ['a'] }, { publicId })).toBe(
    '03056a0478007900c4000402037a000103610001',
  );
  expect(
    hex(
      {
        name: 'indication',
        attributes: [
          { name: 'href', value: 'https://www.a.com/b' },
          { name: 'created', value: '2026-05-04T12:30:00Z' },
        ],
      },
      { publicId },
    ),
  ).toBe('03056a00860f036100850362000ac30620260504123001');
  expect(hex({ name: 'si', content: [Uint8Array.of(1, 2), 'ab', { name: 'info' }, 'ab'] }, { publicId })).toBe(
    '03056a0045c302010203616200070361620001',
  );
  expect(() => hex({ name: 'si', content: ['a\0'] })).toThrow(RangeError);
  expect(isEncodable('a\0')).toBe(false);
  expect(isEncodable('\u{1F600}')).toBe(true);
});

test.each([
  [0, [0]],
  [0x7f, [0x7f]],
  [0xa0, [0x81, 0x20]],
  [0x1201, [0xa4, 0x01]],
  [0xffffffff, [0x8f, 0xff, 0xff, 0xff, 0x7f]],
])('integer %i', (value, octets) => expect(multiByte(value)).toEqual(octets));

test('dates', () => {
  expect(dateOctets('1999-06-30T00:00:00Z')).toEqual(Uint8Array.of(0x19, 0x99, 0x06, 0x30));
  expect(dateOctets('1999-06-25T15:23:15Z')?.length).toBe(7);
  expect(dateOctets('yesterday')).toBeUndefined();
});
