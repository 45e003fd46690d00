import { concatBytes, toUtf8 } from '../../base/bytes.ts';

export interface SipHeaderDraft {
  readonly name: string;
  readonly value: string;
}

export interface SipMessageDraft {
  /** URIs with their scheme: `sip:+1555@example.org`. */
  readonly to: string;
  readonly from: string;
  readonly via: { readonly transport: 'UDP' | 'TCP'; readonly host: string; readonly port: number };
  readonly branch: string;
  readonly tag: string;
  readonly callId: string;
  readonly sequence: number;
  /** Content type of the body, with parameters. */
  readonly contentType: string;
  /** Headers behind those that every request has. */
  readonly headers?: readonly SipHeaderDraft[];
  readonly body: Uint8Array;
}

const clean = (text: string) => text.replace(/[\r\n\0]+/g, ' ');

/** A MESSAGE request of pager mode (RFC 3428), the body's length worked out. */
export function sipMessage(draft: SipMessageDraft): Uint8Array {
  const { via, body } = draft;
  const headers = [
    { name: 'Via', value: `SIP/2.0/${via.transport} ${via.host}:${via.port};branch=z9hG4bK${draft.branch}` },
    { name: 'Max-Forwards', value: '70' },
    { name: 'To', value: `<${draft.to}>` },
    { name: 'From', value: `<${draft.from}>;tag=${draft.tag}` },
    { name: 'Call-ID', value: draft.callId },
    { name: 'CSeq', value: `${draft.sequence} MESSAGE` },
    ...(draft.headers ?? []),
    { name: 'Content-Type', value: draft.contentType },
    { name: 'Content-Length', value: String(body.length) },
  ];
  const lines = headers.map(({ name, value }) => `${name}: ${clean(value)}\r\n`).join('');
  return concatBytes(toUtf8(`MESSAGE ${clean(draft.to)} SIP/2.0\r\n${lines}\r\n`), body);
}

/** The answer to a MESSAGE: Via, From, To, Call-ID and CSeq are the request's (RFC 3261 8.2.6.2). */
export function sipAnswer(draft: SipMessageDraft, status = 200, reason = 'OK'): Uint8Array {
  const { via } = draft;
  const lines = [
    `SIP/2.0 ${status} ${reason}`,
    `Via: SIP/2.0/${via.transport} ${via.host}:${via.port};branch=z9hG4bK${draft.branch}`,
    `To: <${draft.to}>;tag=answer`,
    `From: <${draft.from}>;tag=${draft.tag}`,
    `Call-ID: ${draft.callId}`,
    `CSeq: ${draft.sequence} MESSAGE`,
    'Content-Length: 0',
  ];
  return toUtf8(`${lines.map(clean).join('\r\n')}\r\n\r\n`);
}
