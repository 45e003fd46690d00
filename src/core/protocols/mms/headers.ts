import type { Field } from '../../codec/field.ts';
import { f } from './fields.ts';

/** How the value of a header is written (OMA-MMS-ENC 7.2, by the productions of WAP-230 8.4). */
export type Form =
  /** One octet from 0x80 on. */
  | { readonly kind: 'octet'; readonly field: Field }
  /** Text up to 0x00. */
  | { readonly kind: 'text'; readonly field: Field }
  /** Text, or a length with a character set and text. */
  | { readonly kind: 'encoded'; readonly field: Field }
  /** Octets of the number, and the number. */
  | { readonly kind: 'long'; readonly field: Field }
  /** A length, a token that says which, and seconds since 1970 or from now. */
  | { readonly kind: 'when'; readonly absolute: Field; readonly relative: Field }
  /** An octet from 0x80 on, or text. */
  | { readonly kind: 'class'; readonly field: Field; readonly text: Field }
  | { readonly kind: 'version' }
  | { readonly kind: 'from' }
  | { readonly kind: 'sent-by' }
  | { readonly kind: 'sent-date' }
  | { readonly kind: 'content-type' }
  /** Nothing of its own: the first octet tells the form. */
  | { readonly kind: 'any' };

export interface Header {
  readonly name: string;
  readonly form: Form;
  /** True for headers that a message may have several of. */
  readonly many?: boolean;
}

const any: Form = { kind: 'any' };
const octet = (field: Field): Form => ({ kind: 'octet', field });
const text = (field: Field): Form => ({ kind: 'text', field });
const encoded = (field: Field): Form => ({ kind: 'encoded', field });
const long = (field: Field): Form => ({ kind: 'long', field });
const when = (absolute: Field, relative: Field): Form => ({ kind: 'when', absolute, relative });

/** Number of a header without its top bit, as the rules and the columns ask for them. */
export const CODE = {
  contentLocation: 0x03,
  contentType: 0x04,
  date: 0x05,
  expiry: 0x08,
  from: 0x09,
  messageClass: 0x0a,
  messageId: 0x0b,
  messageType: 0x0c,
  version: 0x0d,
  messageSize: 0x0e,
  status: 0x15,
  to: 0x17,
  transactionId: 0x18,
} as const;

/** Headers by their number (OMA-MMS-ENC 7.3). */
export const HEADERS: ReadonlyMap<number, Header> = new Map<number, Header>([
  [0x01, { name: 'Bcc', form: encoded(f.bcc), many: true }],
  [0x02, { name: 'Cc', form: encoded(f.cc), many: true }],
  [0x03, { name: 'X-Mms-Content-Location', form: text(f.contentLocation) }],
  [0x04, { name: 'Content-Type', form: { kind: 'content-type' } }],
  [0x05, { name: 'Date', form: long(f.date) }],
  [0x06, { name: 'X-Mms-Delivery-Report', form: octet(f.deliveryReport) }],
  [0x07, { name: 'X-Mms-Delivery-Time', form: when(f.deliveryTime, f.deliveryDelay) }],
  [0x08, { name: 'X-Mms-Expiry', form: when(f.expiryTime, f.expiryDelay) }],
  [0x09, { name: 'From', form: { kind: 'from' } }],
  [0x0a, { name: 'X-Mms-Message-Class', form: { kind: 'class', field: f.messageClass, text: f.messageClassText } }],
  [0x0b, { name: 'Message-ID', form: text(f.messageId) }],
  [0x0c, { name: 'X-Mms-Message-Type', form: octet(f.messageType) }],
  [0x0d, { name: 'X-Mms-MMS-Version', form: { kind: 'version' } }],
  [0x0e, { name: 'X-Mms-Message-Size', form: long(f.messageSize) }],
  [0x0f, { name: 'X-Mms-Priority', form: octet(f.priority) }],
  [0x10, { name: 'X-Mms-Read-Report', form: octet(f.readReport) }],
  [0x11, { name: 'X-Mms-Report-Allowed', form: octet(f.reportAllowed) }],
  [0x12, { name: 'X-Mms-Response-Status', form: octet(f.responseStatus) }],
  [0x13, { name: 'X-Mms-Response-Text', form: encoded(f.responseText) }],
  [0x14, { name: 'X-Mms-Sender-Visibility', form: octet(f.senderVisibility) }],
  [0x15, { name: 'X-Mms-Status', form: octet(f.status) }],
  [0x16, { name: 'Subject', form: encoded(f.subject) }],
  [0x17, { name: 'To', form: encoded(f.to), many: true }],
  [0x18, { name: 'X-Mms-Transaction-ID', form: text(f.transactionId) }],
  [0x19, { name: 'X-Mms-Retrieve-Status', form: octet(f.retrieveStatus) }],
  [0x1a, { name: 'X-Mms-Retrieve-Text', form: encoded(f.retrieveText) }],
  [0x1b, { name: 'X-Mms-Read-Status', form: octet(f.readStatus) }],
  [0x1c, { name: 'X-Mms-Reply-Charging', form: octet(f.replyCharging) }],
  [0x1d, { name: 'X-Mms-Reply-Charging-Deadline', form: when(f.deadlineTime, f.deadlineDelay) }],
  [0x1e, { name: 'X-Mms-Reply-Charging-ID', form: text(f.replyChargingId) }],
  [0x1f, { name: 'X-Mms-Reply-Charging-Size', form: long(f.replyChargingSize) }],
  [0x20, { name: 'X-Mms-Previously-Sent-By', form: { kind: 'sent-by' }, many: true }],
  [0x21, { name: 'X-Mms-Previously-Sent-Date', form: { kind: 'sent-date' }, many: true }],
  [0x22, { name: 'X-Mms-Store', form: any }],
  [0x23, { name: 'X-Mms-MM-State', form: any, many: true }],
  [0x24, { name: 'X-Mms-MM-Flags', form: any, many: true }],
  [0x25, { name: 'X-Mms-Store-Status', form: any }],
  [0x26, { name: 'X-Mms-Store-Status-Text', form: any }],
  [0x27, { name: 'X-Mms-Stored', form: any }],
  [0x28, { name: 'X-Mms-Attributes', form: any, many: true }],
  [0x29, { name: 'X-Mms-Totals', form: any }],
  [0x2a, { name: 'X-Mms-Mbox-Totals', form: any, many: true }],
  [0x2b, { name: 'X-Mms-Quotas', form: any }],
  [0x2c, { name: 'X-Mms-Mbox-Quotas', form: any, many: true }],
  [0x2d, { name: 'X-Mms-Message-Count', form: any }],
  [0x2e, { name: 'Content', form: any }],
  [0x2f, { name: 'X-Mms-Start', form: any }],
  [0x30, { name: 'Additional-headers', form: any, many: true }],
  [0x31, { name: 'X-Mms-Distribution-Indicator', form: any }],
  [0x32, { name: 'X-Mms-Element-Descriptor', form: any, many: true }],
  [0x33, { name: 'X-Mms-Limit', form: any }],
  [0x34, { name: 'X-Mms-Recommended-Retrieval-Mode', form: any }],
  [0x35, { name: 'X-Mms-Recommended-Retrieval-Mode-Text', form: any }],
  [0x36, { name: 'X-Mms-Status-Text', form: any }],
  [0x37, { name: 'X-Mms-Applic-ID', form: any }],
  [0x38, { name: 'X-Mms-Reply-Applic-ID', form: any }],
  [0x39, { name: 'X-Mms-Aux-Applic-Info', form: any }],
  [0x3a, { name: 'X-Mms-Content-Class', form: any }],
  [0x3b, { name: 'X-Mms-DRM-Content', form: any }],
  [0x3c, { name: 'X-Mms-Adaptation-Allowed', form: any }],
  [0x3d, { name: 'X-Mms-Replace-ID', form: any }],
  [0x3e, { name: 'X-Mms-Cancel-ID', form: any }],
  [0x3f, { name: 'X-Mms-Cancel-Status', form: any }],
]);

/** Headers without which a message of a type is incomplete, by its octet (OMA-MMS-ENC 6). */
export const REQUIRED: ReadonlyMap<number, readonly number[]> = new Map([
  [0x82, [CODE.transactionId, CODE.version, CODE.messageClass, CODE.messageSize, CODE.expiry, CODE.contentLocation]],
  [0x83, [CODE.transactionId, CODE.version, CODE.status]],
  [0x85, [CODE.transactionId, CODE.version]],
  [0x86, [CODE.version, CODE.messageId, CODE.to, CODE.date, CODE.status]],
]);
