import { fields } from '../../codec/field.ts';
import type { AddressRecord } from './address.ts';
import type { Capability } from './capabilities.ts';
import type { Header, HeaderInput, PlacedHeader } from './headers.ts';
import type { ContentType } from './media.ts';
import type { ParameterInput } from './parameter.ts';
import { PDU_TYPES } from './tables/pdu-types.ts';
import { STATUS_CODES } from './tables/status-codes.ts';
import { hex } from './value.ts';

/** Names of PDU types, unassigned ones with the layout that they would have. */
export function pduName(type: number): string {
  return PDU_TYPES.get(type) ?? `unknown PDU type ${hex(type)}`;
}

export const f = fields({
  tid: {
    filter: 'wsp.TID',
    bits: 8,
    type: 'uint',
    label: 'Transaction ID',
    show: 'hex',
    spec: 'WAP-230 8.2.1',
    doc: 'Ties a reply to its request in connectionless mode; a push may have any.',
  },
  type: {
    filter: 'wsp.pdu_type',
    bits: 8,
    type: 'uint',
    label: 'PDU type',
    show: 'hex',
    names: pduName,
    spec: 'WAP-230 8.2.1, table 34',
    doc: 'Type and function of the PDU.',
  },
  major: {
    filter: 'wsp.version.major',
    bits: 4,
    type: 'uint',
    label: 'Version (major)',
    spec: 'WAP-230 8.2.2.1',
    doc: 'Major version of the protocol.',
  },
  minor: {
    filter: 'wsp.version.minor',
    bits: 4,
    type: 'uint',
    label: 'Version (minor)',
    spec: 'WAP-230 8.2.2.1',
    doc: 'Minor version of the protocol.',
  },
  capabilitiesLength: {
    filter: 'wsp.capabilities.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Capabilities length',
    spec: 'WAP-230 8.2.2.1',
    doc: 'Octets of the capabilities.',
  },
  headersLength: {
    filter: 'wsp.headers_length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Headers length',
    spec: 'WAP-230 8.2.4',
    doc: 'Octets of content type and headers together.',
  },
  capabilities: {
    filter: 'wsp.capabilities',
    type: 'group',
    label: 'Capabilities',
    spec: 'WAP-230 8.3',
    doc: 'What the peers can do.',
  },
  headers: {
    filter: 'wsp.headers',
    type: 'group',
    label: 'Headers',
    spec: 'WAP-230 8.4',
    doc: 'Headers of the message.',
  },
  sessionId: {
    filter: 'wsp.server.session_id',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Server session id',
    spec: 'WAP-230 8.2.2.2',
    doc: 'The session, as the server numbers it.',
  },
  uriLength: {
    filter: 'wsp.uri_length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'URI length',
    spec: 'WAP-230 8.2.3.1',
    doc: 'Octets of the URI.',
  },
  uri: {
    filter: 'wsp.uri',
    type: 'text',
    label: 'URI',
    spec: 'WAP-230 8.2.3.1',
    doc: 'URI of the resource, not ended by 0x00.',
  },
  status: {
    filter: 'wsp.reply.status',
    bits: 8,
    type: 'uint',
    label: 'Status',
    show: 'hex',
    names: STATUS_CODES,
    spec: 'WAP-230 8.2.3.3, table 36',
    doc: 'Result of the request: 0x20 is 200.',
  },
  redirectFlags: {
    filter: 'wsp.redirect.flags',
    type: 'uint',
    label: 'Flags',
    show: 'hex',
    spec: 'WAP-230 8.2.2.3',
    doc: 'How to treat the redirection.',
  },
  permanent: {
    filter: 'wsp.redirect.flags.permanent',
    bits: 1,
    type: 'bool',
    label: 'Permanent redirect',
    spec: 'WAP-230 8.2.2.3',
    doc: 'The client may remember the new address.',
  },
  reuse: {
    filter: 'wsp.redirect.flags.reuse_security_session',
    bits: 1,
    type: 'bool',
    label: 'Reuse security session',
    spec: 'WAP-230 8.2.2.3',
    doc: 'The security session may be used at the new address too.',
  },
  redirectReserved: {
    filter: 'wsp.redirect.flags.reserved',
    bits: 6,
    type: 'uint',
    label: 'Reserved',
    show: 'bin',
    spec: 'WAP-230 8.2.2.3',
    doc: 'Reserved bits, 0.',
  },
  addresses: {
    filter: 'wsp.redirect.addresses',
    type: 'group',
    label: 'Redirect addresses',
    spec: 'WAP-230 8.2.2.3',
    doc: 'Where to go, the best first.',
  },
});

/** A PDU without the TID. Which members there are depends on the type. */
export interface Pdu {
  readonly type: number;
  readonly version?: number;
  readonly sessionId?: number;
  readonly redirectFlags?: number;
  readonly status?: number;
  readonly uri?: string;
  readonly capabilities?: readonly Capability[];
  readonly addresses?: readonly AddressRecord[];
  /** Content type: read as a value; a draft gives name or number, with parameters. */
  readonly contentType?: ContentType | string | number;
  readonly parameters?: readonly ParameterInput[];
  readonly headers?: readonly (Header | HeaderInput)[];
  /** What follows the headers. */
  readonly data?: Uint8Array;
}

/** What reading found out besides the values. */
export interface ReadPdu {
  readonly type: number;
  readonly status: number | undefined;
  readonly uri: string | undefined;
  readonly version: number | undefined;
  readonly sessionId: number | undefined;
  readonly redirectFlags: number | undefined;
  readonly capabilities: readonly Capability[] | undefined;
  readonly addresses: readonly AddressRecord[] | undefined;
  readonly contentType: { readonly value: ContentType; readonly start: number; readonly end: number } | undefined;
  readonly headersLength: { readonly octets: number; readonly start: number; readonly end: number } | undefined;
  readonly headers: readonly PlacedHeader[];
  /** True when data follow the headers in this type of PDU. */
  readonly hasData: boolean;
}

export type Part =
  | 'version'
  | 'sessionId'
  | 'redirectFlags'
  | 'addresses'
  | 'status'
  | 'capabilitiesLength'
  | 'headersLength'
  | 'uriLength'
  | 'uri'
  | 'capabilities'
  /** Content type and headers in HeadersLen octets. */
  | 'content'
  /** Headers without a content type: in HeadersLen octets, or to the end where the PDU has no HeadersLen. */
  | 'headers'
  | 'data';

const CONNECT: readonly Part[] = ['version', 'capabilitiesLength', 'headersLength', 'capabilities', 'headers'];
const GET: readonly Part[] = ['uriLength', 'uri', 'headers'];
const POST: readonly Part[] = ['uriLength', 'headersLength', 'uri', 'content', 'data'];
const PUSH: readonly Part[] = ['headersLength', 'content', 'data'];
const SESSION: readonly Part[] = ['sessionId'];

/** Fields of a PDU in order, after the type octet; undefined for types without a layout. Reading and writing follow it. */
export function layoutOf(type: number): readonly Part[] | undefined {
  switch (type) {
    case 0x01:
      return CONNECT;
    case 0x02:
      return ['sessionId', 'capabilitiesLength', 'headersLength', 'capabilities', 'headers'];
    case 0x03:
      return ['redirectFlags', 'addresses'];
    case 0x04:
      return ['status', ...PUSH];
    case 0x05:
    case 0x08:
      return SESSION;
    case 0x06:
    case 0x07:
      return PUSH;
    case 0x09:
      return ['sessionId', 'capabilitiesLength', 'capabilities', 'headers'];
    case 0x80:
      return ['headersLength', 'headers', 'data'];
    default:
      if (type >= 0x40 && type <= 0x5f) return GET;
      return type >= 0x60 && type <= 0x7f ? POST : undefined;
  }
}
