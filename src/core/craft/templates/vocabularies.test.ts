import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../base/bytes.ts';
import { createRegistry } from '../../protocols/index.ts';
import { dissect } from '../../testing/packets.ts';
import { encodeDocument } from './vocabularies.ts';

const folder = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.wbxml'));
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, folder)));
const REGISTRY = createRegistry();

function hasTool(name: string): boolean {
  try {
    execFileSync('which', [name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const LIBRARY = hasTool('wbxml2xml');
const scratch = mkdtempSync(join(tmpdir(), 'wbxml-'));

/** What libwbxml reads; undefined where it reads nothing. */
function libraryXml(bytes: Uint8Array): string | undefined {
  const path = join(scratch, 'in.wbxml');
  writeFileSync(path, bytes);
  try {
    return execFileSync('wbxml2xml', ['-m', '0', '-o', '-', path], { stdio: ['ignore', 'pipe', 'ignore'] }).toString(
      'utf8',
    );
  } catch {
    return undefined;
  }
}

function encoded(xml: string, stringTable: boolean): Uint8Array {
  const result = encodeDocument(xml, { stringTable });
  if ('fault' in result) throw new Error(result.fault);
  return result.bytes;
}

// Its source differs: the encoder that made the sample changed a media type (README of the samples).
const COMPARED = names.filter((name) => name !== 'dm12-tnds-as-text.wbxml');

describe.each(COMPARED)('%s', (name) => {
  const source = fromUtf8(read(name.replace('.wbxml', '.src.xml'))) ?? '';

  it.each([false, true])('comes back as the same XML, string table %s', (stringTable) => {
    const ours = dissect(REGISTRY, 'wbxml', encoded(source, stringTable));
    const theirs = (fromUtf8(read(name.replace('.wbxml', '.xml'))) ?? '').trimEnd();
    expect(ours.tree.documents[0]?.canonical).toBe(theirs);
    expect(ours.tree.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.skipIf(!LIBRARY)('is read by libwbxml as the sample is', () => {
    const theirs = libraryXml(read(name));
    // libwbxml reads no UTF-16.
    if (name === 'si-utf16.wbxml') expect(theirs).toBeUndefined();
    else expect(libraryXml(encoded(source, false))).toBe(theirs);
  });
});

describe('encodeDocument', () => {
  it('writes names without a token as literals, and documents of no known type whole', () => {
    const known = dissect(
      REGISTRY,
      'wbxml',
      encoded('<si><indication href="http://a.example/" x-new="1">A<b/></indication></si>', true),
    );
    expect(known.tree.documents[0]?.canonical).toBe(
      '<si><indication href="http://a.example/" x-new="1">A<b/></indication></si>',
    );
    const unknown = dissect(REGISTRY, 'wbxml', encoded('<thing at="2">text</thing>', false));
    expect(unknown.tree.documents[0]?.canonical).toBe('<thing at="2">text</thing>');
  });

  it('says where a text is no document', () => {
    expect(encodeDocument('<si><indication></si>')).toMatchObject({ fault: expect.stringContaining('indication') });
    expect(encodeDocument('')).toMatchObject({ fault: expect.any(String), from: 0 });
    expect(encodeDocument('<si>é<b></si>')).toMatchObject({ from: 8 });
  });

  it('states the identifier of the DOCTYPE, or of the options', () => {
    const doctype = '<!DOCTYPE sl PUBLIC "-//X//DTD SL 9//EN" "x"><sl href="http://a/"/>';
    expect(fromUtf8(encoded(doctype, false).subarray(5, 23))).toBe('-//X//DTD SL 9//EN');
    const given = encodeDocument('<sl href="http://a/"/>', { publicId: '-//X//Y', version: 1 });
    expect('bytes' in given && fromUtf8(given.bytes.subarray(5, 12))).toBe('-//X//Y');
  });
});
