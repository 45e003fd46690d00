import type { Faults } from './faults.ts';
import type { DocumentText } from './item.ts';
import type { JsonNode } from './json-text.ts';

const MEMBERS = ['xml', 'publicId', 'version', 'stringTable'];
const VERSIONS = [0, 1, 2, 3] as const;

/** `{"xml", "publicId"?, "version"?, "stringTable"?}` of a document that is to be written as WBXML. */
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
    place: parts.get('xml'),
    publicId: part('publicId', text, 'a text'),
    version:
      part(
        'version',
        (node) => VERSIONS.find((version) => node.kind === 'number' && node.value === version),
        '0, 1, 2 or 3',
      ) ?? 3,
    stringTable:
      part('stringTable', (node) => (node.kind === 'bool' ? node.value : undefined), 'true or false') ?? false,
  };
  return isRight && xml !== undefined ? document : undefined;
}
