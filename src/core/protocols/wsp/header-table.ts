import { type Field, field } from '../../codec/field.ts';
import * as auth from './header-auth.ts';
import * as cache from './header-cache.ts';
import { text as plainText } from './header-parts.ts';
import * as values from './header-values.ts';
import { dateValue } from './integers.ts';
import { contentType } from './media.ts';
import { fieldName } from './parameter.ts';
import { HEADER_FIELDS } from './tables/header-fields.ts';
import type { AnyCodec } from './value.ts';

/** A header of the default code page. */
export interface KnownHeader {
  readonly number: number;
  readonly name: string;
  readonly deprecated: boolean;
  readonly field: Field;
  readonly codec: AnyCodec;
}

interface Kind {
  readonly codec: AnyCodec;
  readonly doc: string;
  readonly type?: Field['type'];
  /** Filter name behind `wsp.header.` where it does not follow from the name. */
  readonly key?: string;
}

const uri = plainText();
const text = plainText();
const date = dateValue;

/** By name: several numbers share a name. */
const KINDS: Readonly<Record<string, Kind>> = {
  Accept: { codec: contentType, doc: 'A media type that the sender takes.' },
  'Accept-Charset': { codec: values.acceptCharset, doc: 'A character set that the sender takes.' },
  'Accept-Encoding': { codec: values.acceptEncoding, doc: 'A content coding that the sender takes.' },
  'Accept-Language': { codec: values.acceptLanguage, doc: 'A language that the user prefers.' },
  'Accept-Ranges': { codec: values.acceptRanges, doc: 'Whether ranges of the content can be asked for.' },
  Age: { codec: values.age, doc: 'Seconds since the content was made or revalidated.' },
  Allow: { codec: values.allow, doc: 'A method that the resource takes.' },
  Authorization: {
    codec: auth.credentials('authorization', 'Authorization'),
    doc: 'Credentials for the origin server.',
  },
  'Cache-Control': { codec: cache.cacheControl, doc: 'What caches may do with the content.' },
  Connection: { codec: values.connection, doc: 'Options of the connection.' },
  'Content-Base': { codec: uri, doc: 'Base for relative URIs in the content.' },
  'Content-Encoding': { codec: values.contentEncoding, doc: 'How the data was compressed.' },
  'Content-Language': { codec: values.contentLanguage, doc: 'Language of the content.' },
  'Content-Length': { codec: values.integer, doc: 'Octets of data.' },
  'Content-Location': { codec: uri, doc: 'URI of the content itself.' },
  'Content-MD5': { codec: values.contentMd5, doc: 'MD5 digest of the data.', type: 'bytes' },
  'Content-Range': { codec: cache.contentRange, doc: 'Which part of the entity the data is.' },
  'Content-Type': { codec: contentType, doc: 'Media type of the data, with its parameters.' },
  Date: { codec: date, doc: 'When the message was made.' },
  ETag: { codec: text, doc: 'Tag of this version of the entity.' },
  Expires: { codec: date, doc: 'When the content becomes stale.' },
  From: { codec: text, doc: 'Mail address of the user.' },
  Host: { codec: text, doc: 'Host and port of the resource.' },
  'If-Modified-Since': { codec: date, doc: 'Answer only if the entity has changed since.' },
  'If-Match': { codec: text, doc: 'Act only if the entity has this tag.' },
  'If-None-Match': { codec: text, doc: 'Act only if the entity does not have this tag.' },
  'If-Range': { codec: values.textOrDate, doc: 'Send the range if the entity is unchanged, else all of it.' },
  'If-Unmodified-Since': { codec: date, doc: 'Act only if the entity has not changed since.' },
  Location: { codec: uri, doc: 'URI to go to instead.' },
  'Last-Modified': { codec: date, doc: 'When the content was last changed.' },
  'Max-Forwards': { codec: values.integer, doc: 'Proxies that may still forward the request.' },
  Pragma: { codec: cache.pragma, doc: 'Directives of HTTP/1.0.' },
  'Proxy-Authenticate': {
    codec: auth.challenge('proxy_authenticate', 'Proxy-Authenticate'),
    doc: 'Challenge of the proxy.',
  },
  'Proxy-Authorization': {
    codec: auth.credentials('proxy_authorization', 'Proxy-Authorization'),
    doc: 'Credentials for the proxy.',
  },
  Public: { codec: values.publicMethods, doc: 'A method that the server knows.' },
  Range: { codec: cache.range, doc: 'Which part of the entity is asked for.' },
  Referer: { codec: uri, doc: 'URI that the request came from.' },
  'Retry-After': { codec: cache.retryAfter, doc: 'When to try again.' },
  Server: { codec: text, doc: 'Software of the server.' },
  'Transfer-Encoding': { codec: values.transferEncoding, doc: 'How the content is transferred.' },
  Upgrade: { codec: text, doc: 'Protocols that the sender would like to change to.' },
  'User-Agent': { codec: text, doc: 'Software of the client.' },
  Vary: { codec: fieldName, doc: 'Header of the request that the answer depends on.' },
  Via: { codec: text, doc: 'Gateways and proxies on the way.' },
  Warning: { codec: cache.warning, doc: 'What caches and gateways have to remark.' },
  'WWW-Authenticate': {
    codec: auth.challenge('www_authenticate', 'WWW-Authenticate'),
    doc: 'Challenge of the origin server.',
  },
  'Content-Disposition': {
    codec: values.contentDisposition,
    doc: 'How the content is to be shown, and its file name.',
  },
  'X-Wap-Application-Id': {
    codec: values.applicationId,
    doc: 'Application that gets the push; without it the WML user agent.',
  },
  'X-Wap-Content-URI': { codec: uri, doc: 'URI of the pushed content.', key: 'content_uri' },
  'X-Wap-Initiator-URI': { codec: uri, doc: 'URI of the push initiator.', key: 'initiator_uri' },
  'Accept-Application': { codec: values.applicationId, doc: 'Application that takes pushes; any when 0.' },
  'Bearer-Indication': { codec: values.bearer, doc: 'Bearer that the push goes over.' },
  'Push-Flag': { codec: values.pushFlag, doc: 'Authenticated initiator, trusted content, last push.' },
  Profile: { codec: uri, doc: 'URI of the user agent profile.' },
  'Profile-Diff': { codec: values.profileDiff, doc: 'Difference to the user agent profile.' },
  'Profile-Warning': { codec: cache.profileWarning, doc: 'What was made of the user agent profile.' },
  Expect: { codec: values.expect, doc: 'What the client expects of the server.' },
  TE: { codec: values.te, doc: 'Transfer codings that the client takes.' },
  Trailer: { codec: fieldName, doc: 'Header that comes behind the content.' },
  'X-Wap-Tod': { codec: date, doc: 'Time of day of the sender; 0 asks for it.', type: 'time' },
  'Content-ID': { codec: values.contentId, doc: 'Identifier of a part of a multipart body.' },
  'Set-Cookie': { codec: values.setCookie, doc: 'Cookie to be kept.' },
  Cookie: { codec: values.cookie, doc: 'Cookies that were kept.' },
  'Encoding-Version': { codec: values.encodingVersion, doc: 'Encoding version of a header code page.' },
  'X-WAP-Security': { codec: values.security, doc: 'What becomes of subordinate secure connections.' },
  'X-Wap-Loc-Invocation': { codec: values.anyValue, doc: 'Location invocation; its grammar is not public.' },
  'X-Wap-Loc-Delivery': { codec: values.anyValue, doc: 'Location delivery; its grammar is not public.' },
  'X-Oma-GwMO': {
    codec: values.anyValue,
    doc: 'Gateway that the message goes through (OMA GwMO 1.0).',
    key: 'x_oma_gwmo',
  },
};

function fieldOf(name: string, kind: Kind, number: number): Field {
  return field({
    filter: `wsp.header.${kind.key ?? name.toLowerCase().replaceAll('-', '_')}`,
    type: kind.type ?? 'text',
    label: name,
    spec: number >= 0x48 ? 'OMNA push header registry' : 'WAP-230 8.4.2, table 39',
    doc: kind.doc,
  });
}

/** Headers of the default code page by number. */
export const HEADERS: ReadonlyMap<number, KnownHeader> = new Map(
  HEADER_FIELDS.map(({ number, name, deprecated }) => {
    const kind = KINDS[name]!;
    return [number, { number, name, deprecated, field: fieldOf(name, kind, number), codec: kind.codec }];
  }),
);

/** The field of the content type that stands before the headers. */
export const contentTypeField: Field = HEADERS.get(0x11)!.field;

/** The newest number of a header. */
export function headerNumberOf(name: string): number | undefined {
  const lower = name.toLowerCase();
  const numbers = HEADER_FIELDS.filter((header) => header.name.toLowerCase() === lower);
  return (numbers.findLast(({ deprecated, number }) => !deprecated && number < 0x48) ?? numbers.at(-1))?.number;
}
