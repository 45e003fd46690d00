import { encode } from '../../codec/codec.ts';
import { contentType, draftContentType, mediaNumber } from './media.ts';
import { connectionlessPdu, pdu } from './pdu.ts';
import type { Pdu } from './pdu-layout.ts';
import { headerDraft, parameterDraft, type TextPair } from './text-drafts.ts';

/**
 * Forms of a content type on the wire (WAP-230 8.4.2.24): the number in one octet, the name, or the general form with a
 * length before number or name and parameters. `shortest` takes the first that can say it.
 */
export type ContentTypeForm = 'shortest' | 'short' | 'text' | 'general' | 'general-text';

export interface WspPushDraft {
  /** Media type without parameters. */
  readonly mediaType: string;
  readonly parameters?: readonly TextPair[];
  readonly headers?: readonly TextPair[];
  readonly contentTypeForm?: ContentTypeForm;
  /** `text` writes names of headers out. */
  readonly headerForm?: 'short' | 'text';
  readonly body: Uint8Array;
}

const PUSH = 0x06;
const CONFIRMED_PUSH = 0x07;

/** Octets of a content type in a form. */
export function contentTypeOctets(
  mediaType: string,
  parameters: readonly TextPair[] = [],
  form: ContentTypeForm = 'shortest',
): Uint8Array {
  const drafts = parameters.map(parameterDraft);
  const number = mediaNumber(mediaType);
  if (form === 'shortest' || (form === 'short' && (number === undefined || drafts.length > 0)))
    return draftContentType(mediaType, drafts);
  if (form === 'short' && number !== undefined) return encode(contentType, { is: 'short', value: number });
  if (form === 'text' && drafts.length === 0) return encode(contentType, { is: 'text', value: mediaType });
  const isNumber = form === 'general' && number !== undefined;
  const media = isNumber ? ({ is: 'integer', value: number } as const) : ({ is: 'text', value: mediaType } as const);
  return encode(contentType, { is: 'general', value: { value: { media, parameters: drafts } } });
}

function pushPdu(type: number, draft: WspPushDraft): Pdu {
  const { mediaType, parameters = [], headers = [], contentTypeForm, headerForm } = draft;
  const octets = contentTypeOctets(mediaType, parameters, contentTypeForm);
  // The content type stands right before the headers and no other form of draft keeps its octets as they are.
  const list = headers.map((header) => headerDraft(header, headerForm));
  return { type, headers: [{ is: 'broken', octets } as const, ...list], data: draft.body };
}

/** A push without a session (WAP-230 8.2.4.1): TID, type, headers, data. */
export function connectionlessPush(tid: number, draft: WspPushDraft): Uint8Array {
  return encode(connectionlessPdu, { tid, ...pushPdu(PUSH, draft) });
}

/** A push in a session, without TID: WTP carries it. */
export function sessionPush(isConfirmed: boolean, draft: WspPushDraft): Uint8Array {
  return encode(pdu, pushPdu(isConfirmed ? CONFIRMED_PUSH : PUSH, draft));
}
