import type { Faults } from './faults.ts';
import type { DocumentText } from './item.ts';
import type { JsonNode } from './json-text.ts';

const UTF8 = 106;
const MEMBERS = ['xml', 'publicId', 'version', 'charset', 'stringTable'];

/** `{"xml", "publicId"?, "version"?, "charset"?, "stringTable"?}` of a document that is to be written as WBXML. */
export function readDocument(
  parts: ReadonlyMap<string, JsonNode>,
  path: string,
  faults: Faults,
): DocumentText | undefined {
  let isRight = true;
  const part = <T>(key: string, read: (node: JsonNode) => T | undefined, wanted: string): T | undefined => {
    const node = parts.get(key);
    if (node === undefined) return undefined;
    const value = read(node);
    if (value === undefined) {
      isRight = false;
      faults.add(`${path}/${key}`, `${wanted} is expected`, node);
    }
    return value;
  };
  const text = (node: JsonNode): string | undefined => (node.kind === 'string' ? node.value : undefined);
  for (const [key, node] of parts) {
    if (MEMBERS.includes(key)) continue;
    isRight = false;
    faults.add(`${path}/${key}`, `a document has ${MEMBERS.join(', ')} only`, node);
  }
  const xml = part('xml', text, 'a text');
  const document: DocumentText = {
    xml: xml ?? '',
    publicId: part('publicId', text, 'a text'),
    version:
      part(
        'version',
        (node) => (node.kind === 'number' && [0, 1, 2, 3].includes(node.value) ? node.value : undefined),
        '0, 1, 2 or 3',
      ) ?? 3,
    charset:
      part('charset', (node) => (node.kind === 'number' && node.value === UTF8 ? UTF8 : undefined), '106 (UTF-8)') ??
      UTF8,
    stringTable:
      part('stringTable', (node) => (node.kind === 'bool' ? node.value : undefined), 'true or false') ?? false,
  };
  return isRight && xml !== undefined ? document : undefined;
}
