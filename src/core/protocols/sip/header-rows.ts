import type { Field } from '../../codec/field.ts';
import { AUTH_FIELDS, f, PARTS, REQUEST_URI, URI_FIELDS, VALUES } from './fields.ts';
import { CONTACT_PARAMETERS, TAGS, VIA_PARAMETERS } from './header-values.ts';
import { CREDENTIALS } from './tables/headers.ts';

/** Rows of the start line that no header has. */
export const ON_START: readonly Field[] = [
  f.requestLine,
  f.statusLine,
  f.method,
  f.version,
  f.status,
  f.reason,
  ...Object.values(REQUEST_URI),
];

/** What the values of headers with parts have inside, by lower-case name. */
const INSIDE: ReadonlyMap<string, readonly Field[]> = new Map<string, readonly Field[]>([
  ...[...URI_FIELDS].map(([key, uri]): [string, readonly Field[]] => {
    const tag = TAGS.get(key);
    const contact = key === 'contact' ? [f.contactParameter, ...CONTACT_PARAMETERS.values()] : [];
    return [key, [...Object.values(uri), ...Object.values(PARTS), f.parameter, ...contact, ...(tag ? [tag] : [])]];
  }),
  ...[...CREDENTIALS].map((key): [string, readonly Field[]] => [
    key,
    [f.authScheme, f.parameter, ...AUTH_FIELDS.values()],
  ]),
  ['accept-contact', [f.featureTag, ...CONTACT_PARAMETERS.values()]],
  ['reject-contact', [f.featureTag, ...CONTACT_PARAMETERS.values()]],
  ['cseq', [f.cseqNumber, f.cseqMethod]],
  ['via', [f.viaTransport, f.viaAddress, f.viaPort, f.viaRport, f.parameter, ...VIA_PARAMETERS.values()]],
]);

const OTHER: readonly Field[] = [f.otherHeader];
/** One array for each name: what is asked of it is kept by the array. */
const BY_NAME: ReadonlyMap<string, readonly Field[]> = new Map(
  [...VALUES].map(([key, field]) => [key, [field, ...(INSIDE.get(key) ?? [])]]),
);

/** Every row but separators that the value of a header can make. @param key its name in lower case, the long form */
export function rowsOf(key: string): readonly Field[] {
  return BY_NAME.get(key) ?? OTHER;
}

/** Rows of the start line and of values of headers, and nothing else: who asks for these need not read the other headers. */
export const IN_VALUES: readonly Field[] = [...ON_START, ...OTHER, ...[...BY_NAME.values()].flat()];
