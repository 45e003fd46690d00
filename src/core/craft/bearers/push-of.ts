import { fromLatin1 } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import type { Context, Layer } from '../../dissect/context.ts';
import type { CodedValue } from '../../dissect/push-carrier.ts';
import { HEADERS } from '../../protocols/wsp/header-table.ts';
import type { Header } from '../../protocols/wsp/headers.ts';
import { dateText } from '../../protocols/wsp/integers.ts';
import { mediaTypeOf, parametersOf } from '../../protocols/wsp/media.ts';
import { parameterName, parameterText } from '../../protocols/wsp/parameter.ts';
import { connectionlessPdu, pdu } from '../../protocols/wsp/pdu.ts';
import { APPLICATION_IDS } from '../../protocols/wsp/tables/application-ids.ts';
import { applicationNumber } from '../../protocols/wsp/text-drafts.ts';
import type { Push, PushHeader } from './push.ts';

/* The way back: the push that a dissected packet carries, whatever bearer brought it. */

/** Protocols that say what they carry in headers of their own. */
const CARRIERS = new Set(['wsp', 'http', 'sip', 'obex', 'mime_multipart', 'json', 'alc', 'msrp']);
/** Content that is no push: what carries something else, or only controls it. */
const NO_CONTENT = new Set(['frame', 'mime_multipart', 'json', 'pap', 'xml', 'gsm_a.rp', 'sdp', 'http', 'sip']);
const APPLICATION_ID = 'x-wap-application-id';
/** Headers of pushes; others belong to the bearer. */
const PUSH_HEADERS = new Set([
  ...['x-wap-content-uri', 'x-wap-initiator-uri', 'push-flag', 'x-wap-tod', 'x-wap-security', 'content-language'],
  ...['content-location', 'content-base', 'expires', 'last-modified', 'date', 'profile', 'profile-diff', 'x-oma-gwmo'],
]);

/** Media types of content that no carrier named: by protocol, binary form first. */
const MEDIA_TYPES: Readonly<Record<string, readonly [wbxml: string, text: string]>> = {
  si: ['application/vnd.wap.sic', 'text/vnd.wap.si'],
  sl: ['application/vnd.wap.slc', 'text/vnd.wap.sl'],
  co: ['application/vnd.wap.coc', 'text/vnd.wap.co'],
  emn: ['application/vnd.wap.emn+wbxml', 'text/vnd.wap.emn+xml'],
  prov: ['application/vnd.wap.connectivity-wbxml', 'text/vnd.wap.connectivity-xml'],
  syncml: ['application/vnd.syncml.dm+wbxml', 'application/vnd.syncml.dm+xml'],
  'drm-rights': ['application/vnd.oma.drm.rights+wbxml', 'application/vnd.oma.drm.rights+xml'],
  'wap-sir': ['application/vnd.wap.sia', 'application/vnd.wap.sia'],
  mms: ['application/vnd.wap.mms-message', 'application/vnd.wap.mms-message'],
};
const DM = 'x-wap-application:syncml.dm';
const DS = 'x-wap-application:push.syncml';

const octetsAt = (tree: Tree, source: number): Uint8Array => tree.sources[source]?.bytes ?? new Uint8Array(0);

function bodyOf(tree: Tree, { source, start, end }: Layer): Uint8Array {
  const bytes = octetsAt(tree, source);
  return bytes.slice(start >>> 3, end === undefined ? bytes.length : end >>> 3);
}

/** Media type and application of a notification by its own version: 1.2 and DS have it behind the digest. */
function notificationType(tree: Tree): readonly [mediaType: string, applicationId: string] {
  const row = tree.find1('dmnoti.version');
  const bits = row === undefined ? 0 : tree.end(row) - tree.start(row);
  if (bits !== 10) return ['application/vnd.syncml.dm.notification', DM];
  const isDs = tree.find1('dmnoti.sync.count') !== undefined;
  return isDs ? ['application/vnd.syncml.ds.notification', DS] : ['application/vnd.syncml.notification', DM];
}

/** What the content itself says of its type. */
function typeByContent(tree: Tree, layers: readonly Layer[], content: Layer): Partial<Push> | undefined {
  const vocabulary = layers.find((layer) => layer.start === content.start && MEDIA_TYPES[layer.protocol] !== undefined);
  const types = vocabulary === undefined ? undefined : MEDIA_TYPES[vocabulary.protocol];
  if (types !== undefined) {
    const first = octetsAt(tree, content.source)[content.start >>> 3] ?? 0;
    return { mediaType: first < 4 ? types[0] : types[1] };
  }
  if (content.protocol !== 'dmnoti') return undefined;
  const [mediaType, applicationId] = notificationType(tree);
  return { mediaType, applicationId };
}

const base = ({ text }: CodedValue): string => (text.split(';', 1)[0] ?? '').trim().toLowerCase();

const NO_PARTS = { parameters: [], applicationId: undefined, headers: [] } as const;

/** Headers of HTTP, SIP or a MIME part: the lines right before the body. */
function linesBefore(bytes: Uint8Array, from: number, to: number): readonly PushHeader[] {
  const text = fromLatin1(bytes.subarray(from, to)).split('\r\n\r\n', 1)[0] ?? '';
  return text
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .flatMap((line) => {
      const [, name, value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value: value.trimEnd() }];
    });
}

/** Text that a header can hold, whatever the value was in binary form. */
function headerText(header: Header): PushHeader | undefined {
  if (header.is === 'application') return { name: header.name.text, value: header.value.text };
  if (header.is !== 'known') return undefined;
  const known = HEADERS.get(header.number);
  if (known === undefined) return undefined;
  const { codec, name } = known;
  const number = codec.num?.(header.value);
  const text = codec.text(header.value);
  // HTTP and MIME have a date form of their own.
  if (number !== undefined && text === dateText(number)) return { name, value: new Date(number * 1000).toUTCString() };
  // The value of Push-Flag is its bits, in words only for people.
  const isNumber = name === 'Push-Flag' && number !== undefined;
  return { name, value: isNumber ? String(number) : text };
}

interface Carried {
  readonly mediaType: string;
  readonly parameters: readonly PushHeader[];
  readonly headers: readonly PushHeader[];
  /** Octets of the PDU before its data. */
  readonly before: number;
}

/** Reads the WSP PDU of a layer again, for its headers as values. */
function wspOf(tree: Tree, layer: Layer): Carried | undefined {
  const octets = bodyOf(tree, layer);
  const row = rowIn(tree, layer, 'wsp.TID') ?? rowIn(tree, layer, 'wsp.pdu_type');
  const skipped = row === undefined ? 0 : (tree.start(row) - layer.start) >>> 3;
  const own = new Tree();
  own.addSource({ label: 'WSP', bytes: octets.subarray(skipped), cut: false });
  const hasTid = row !== undefined && tree.field(row).filter === 'wsp.TID';
  const read = hasTid ? connectionlessPdu.read(new Cursor(own, 0)) : pdu.read(new Cursor(own, 0));
  const { contentType, headers = [], data } = read;
  if (typeof contentType !== 'object' || data === undefined) return undefined;
  return {
    mediaType: mediaTypeOf(contentType),
    parameters: parametersOf(contentType).map((one) => ({
      name: parameterName(one),
      value: parameterText(one).replace(/^"|"$/g, ''),
    })),
    // What was read holds values of every form that reading gives.
    headers: headers.flatMap((header) => headerText(header as Header) ?? []),
    before: octets.length - data.length,
  };
}

function rowIn(
  tree: Tree,
  { source, start, end = Number.POSITIVE_INFINITY }: Layer,
  filter: string,
): number | undefined {
  for (let row = 0; row < tree.length; row++) {
    const isInside = tree.source(row) === source && tree.start(row) >= start && tree.start(row) < end;
    if (isInside && tree.field(row).filter === filter) return row;
  }
  return undefined;
}

/** The URI of an application that is named by its number. */
function applicationUri(value: string): string {
  const number = applicationNumber(value);
  return (number === undefined ? undefined : APPLICATION_IDS.get(number)) ?? value;
}

function pushFrom(carried: Omit<Carried, 'before'>, body: Uint8Array): Push {
  const value = carried.headers.find(({ name }) => name.toLowerCase() === APPLICATION_ID)?.value;
  return {
    mediaType: carried.mediaType,
    parameters: carried.parameters,
    applicationId: value === undefined ? undefined : applicationUri(value),
    headers: carried.headers.filter(({ name }) => PUSH_HEADERS.has(name.toLowerCase())),
    body,
  };
}

/** A content type as MIME has it. */
function parsedType(text: string): Pick<Push, 'mediaType' | 'parameters'> {
  const [mediaType = '', ...rest] = text.match(/(?:[^;"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const parameters = rest.flatMap((part) => {
    const [, name, quoted, token] = /^\s*([^=\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S*))\s*$/.exec(part) ?? [];
    return name === undefined ? [] : [{ name, value: quoted?.replace(/\\(.)/g, '$1') ?? token ?? '' }];
  });
  return { mediaType: mediaType.trim().toLowerCase(), parameters };
}

/** The application that the feature tag of a SIP request names. */
function applicationOf(tag: string | undefined): readonly PushHeader[] {
  return tag === undefined || tag === '' ? [] : [{ name: APPLICATION_ID, value: `x-wap-application:${tag}` }];
}

/** Content behind header lines: of HTTP, SIP, or of a part of a MIME body. */
function fromLines(tree: Tree, carrier: Layer, content: Layer): Push | undefined {
  const { push } = content;
  const isSame = carrier.source === content.source;
  const bytes = octetsAt(tree, carrier.source);
  const to = isSame ? content.start >>> 3 : bytes.length;
  let from = carrier.start >>> 3;
  if (carrier.protocol === 'mime_multipart') {
    const text = fromLatin1(bytes.subarray(from, to));
    from += Math.max(0, text.lastIndexOf('\r\n\r\n--'), text.lastIndexOf('\n--')) + 1;
  }
  const headers = linesBefore(bytes, from, to);
  const stated = headers.find(({ name }) => /^(?:content-type|c)$/i.test(name))?.value ?? push?.contentType?.text;
  if (stated === undefined) return undefined;
  const application = applicationOf(push?.eventAppId?.text);
  return pushFrom({ ...parsedType(stated), headers: [...headers, ...application] }, bodyOf(tree, content));
}

function fromCarrier(tree: Tree, carrier: Layer, content: Layer): Push | undefined {
  const { push } = content;
  switch (carrier.protocol) {
    case 'wsp': {
      const carried = wspOf(tree, carrier);
      return carried && pushFrom(carried, bodyOf(tree, content));
    }
    case 'http':
    case 'sip':
    case 'mime_multipart':
      return fromLines(tree, carrier, content);
    default: {
      const type = push?.contentType;
      if (type === undefined) return undefined;
      const parameters = push?.parameters ?? [];
      return { ...NO_PARTS, mediaType: base(type), parameters, body: bodyOf(tree, content) };
    }
  }
}

/** Place behind the blank line that ends headers; -1 when there is none. */
function behindHeaders(text: string, from: number): number {
  const end = text.indexOf('\r\n\r\n', from);
  return end < 0 ? -1 : end + 4;
}

/** Content of an HTTP or SIP request that nothing decodes; undefined when it is packed or in chunks. */
function undecodedText(tree: Tree, layer: Layer): Push | undefined {
  const bytes = bodyOf(tree, layer);
  const text = fromLatin1(bytes);
  const from = behindHeaders(text, 0);
  if (/^(?:HTTP|SIP)\//.test(text) || from < 0 || from === bytes.length) return undefined;
  const headers = linesBefore(bytes, 0, from);
  const of = (pattern: RegExp) => headers.find(({ name }) => pattern.test(name))?.value;
  const type = of(/^(?:content-type|c)$/i);
  if (type === undefined || of(/^(?:transfer-encoding|content-encoding|e)$/i) !== undefined) return undefined;
  const length = of(/^(?:content-length|l)$/i) ?? '';
  const body = bytes.slice(from, /^\d{1,9}$/.test(length) ? from + Number(length) : bytes.length);
  const tag = /\+?g\.oma\.eventappid="([^"]*)"/i.exec(of(/^accept-contact$/i) ?? '')?.[1];
  return pushFrom({ ...parsedType(type), headers: [...headers, ...applicationOf(tag)] }, body);
}

/** The part behind the control entity of a multipart body, when nothing decodes it. */
function undecodedPart(tree: Tree, layer: Layer): Push | undefined {
  const bytes = bodyOf(tree, layer);
  const text = fromLatin1(bytes);
  const delimiter = /^--\S+(?=\r\n)/m.exec(text)?.[0];
  const [, , part] = delimiter === undefined ? [] : text.split(`${delimiter}\r\n`);
  if (delimiter === undefined || part === undefined) return undefined;
  const at = text.indexOf(part);
  const from = behindHeaders(text, at);
  const end = text.indexOf(`\r\n${delimiter}`, from);
  const headers = linesBefore(bytes, at, from);
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  if (from < 0 || end < from || type === undefined) return undefined;
  return pushFrom({ ...parsedType(type), headers }, bytes.slice(from, end));
}

/** Content that nothing decodes, behind headers that name its type. */
function undecodedContent(tree: Tree, layers: readonly Layer[]): Push | undefined {
  const at = layers.findLastIndex(({ protocol }) => CARRIERS.has(protocol));
  const carrier = layers[at];
  if (carrier?.protocol === 'http' || carrier?.protocol === 'sip') {
    // Content that was decoded and is no push, such as an answer to a submission, stays where it is.
    return at === layers.length - 1 ? undecodedText(tree, carrier) : undefined;
  }
  if (carrier?.protocol === 'mime_multipart') return undecodedPart(tree, carrier);
  const carried = carrier?.protocol === 'wsp' ? wspOf(tree, carrier) : undefined;
  if (carrier === undefined || carried === undefined) return undefined;
  return pushFrom(carried, bodyOf(tree, carrier).slice(carried.before));
}

/**
 * The push that a dissected packet carries: its content, and what its bearer says of it. Content that came in pieces is found
 * in the packet that completes it.
 * @returns undefined when the packet carries no push
 */
export function pushOf(tree: Tree, context: Context): Push | undefined {
  const { layers } = context;
  const at = layers.findLastIndex(({ protocol }) => CARRIERS.has(protocol));
  const carrier = layers[at];
  const content = layers.slice(at + 1).find(({ protocol }) => !NO_CONTENT.has(protocol));
  if (content === undefined) return undecodedContent(tree, layers);
  const known = typeByContent(tree, layers, content);
  const from = carrier === undefined ? undefined : fromCarrier(tree, carrier, content);
  if (from !== undefined && carrier?.protocol !== 'json') {
    // SIP and OBEX may leave the application to the type of the content.
    return { ...from, applicationId: from.applicationId ?? known?.applicationId };
  }
  if (carrier === undefined && at < 0 && known === undefined) return undefined;
  return known?.mediaType === undefined
    ? undefined
    : { ...NO_PARTS, mediaType: known.mediaType, applicationId: known.applicationId, body: bodyOf(tree, content) };
}
