/** A name and a value as text, as MIME and HTTP have them. */
export interface PushHeader {
  readonly name: string;
  readonly value: string;
}

/** Pushed content and what is said of it, whatever bearer brings it. */
export interface Push {
  /** Media type without parameters, lower case. */
  readonly mediaType: string;
  /** Parameters of the media type: charset, SEC, MAC. */
  readonly parameters: readonly PushHeader[];
  /** URI of the application (`x-wap-application:syncml.dm`); undefined when none is named. */
  readonly applicationId: string | undefined;
  /** Further push headers, without content type, application id and length. */
  readonly headers: readonly PushHeader[];
  readonly body: Uint8Array;
}

/** Where packets of a bearer start: a link type of capture files, or a layer where no capture file could hold them as they are. */
export type PacketStart =
  | { readonly table: 'link.type'; readonly key: number }
  | { readonly table: 'layer'; readonly key: string };

/** One packet that goes out. */
export interface Outgoing {
  /** What it is, for people: `part 1 of 3`. */
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly start: PacketStart;
  /** True for what the receiver's side sends (acknowledgements, answers). */
  readonly isAnswer: boolean;
  /** True for packets with octets of the push in them: not for handshakes, binds and answers. */
  readonly isContent: boolean;
}

/** A media type with its parameters, as a header has it (RFC 2045 5.1). */
export function contentTypeText({ mediaType, parameters }: Pick<Push, 'mediaType' | 'parameters'>): string {
  const parts = parameters.map(({ name, value }) =>
    /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value) ? `${name}=${value}` : `${name}="${value.replace(/["\\]/g, '\\$&')}"`,
  );
  return [mediaType, ...parts].join('; ');
}

/** All headers of a push but its content type, the application id first. */
export function pushHeaders({ applicationId, headers }: Push): readonly PushHeader[] {
  const application = applicationId === undefined ? [] : [{ name: 'X-Wap-Application-Id', value: applicationId }];
  return [...application, ...headers];
}
