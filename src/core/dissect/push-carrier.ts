/** Bits of a source. */
export interface Range {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}

/** A header value that may be written as a registered number or as text. */
export interface CodedValue extends Range {
  /** The value in its textual form. */
  readonly text: string;
  /** The registered number; undefined when it was written as text. */
  readonly code?: number;
}

/**
 * What carries a pushed message: the facts that content rules judge (ports, PDU type, content type, application id).
 * The bearer's dissector fills it in; the content's dissector reads it. Neither knows the other.
 */
export interface PushCarrier {
  readonly bearer: 'wsp' | 'sip' | 'http' | 'obex' | 'cbs' | 'flute' | 'none';
  /** True inside WTLS or TLS. */
  readonly secure: boolean;
  readonly destinationPort?: { readonly port: number } & Range;
  /** WSP: PDU type (6 is Push). */
  readonly pduType?: { readonly type: number } & Range;
  readonly contentType?: CodedValue;
  /** Parameters of the content type, names in lower case: charset, SEC and MAC of provisioning. */
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  /** Text of an x-syncml-hmac header: `algorithm=MD5, username="...", mac=...`. */
  readonly syncmlHmac?: { readonly text: string } & Range;
  /** X-Wap-Application-Id. */
  readonly applicationId?: CodedValue;
  /** WSP HeadersLen in octets. */
  readonly headersLength?: { readonly octets: number } & Range;
  /** Octets from the first octet of the push PDU to the first of the content. */
  readonly pduHeaderOctets?: number;
  /** Lower-case names of the WSP headers in the order in which they stand, `content-type` first where the PDU has it first. */
  readonly order?: readonly string[];
  /** SIP or HTTP method, OBEX operation (`PUT`). */
  readonly method?: { readonly text: string } & Range;
  /** SIP or HTTP response: the status code. */
  readonly status?: { readonly code: number } & Range;
  /** SIP: the g.oma.eventappid feature tag; empty text when the request has none, undefined when the bearer did not look. */
  readonly eventAppId?: { readonly text: string } & Range;
}

/**
 * A carrier while it is put together, fact by fact: objects spread into each other took five times as long, and their code
 * was the slowest of all to compile.
 */
export type CarrierDraft = { -readonly [K in keyof PushCarrier]: PushCarrier[K] };
