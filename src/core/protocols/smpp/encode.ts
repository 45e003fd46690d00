import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { Writer } from '../../codec/codec.ts';
import { RESPONSE_BIT, TAGS } from './values.ts';

/** An optional parameter (SMPP 3.4 5.3). */
export interface ParameterDraft {
  readonly tag: number;
  readonly value: Uint8Array;
}

export interface SmppAddress {
  /** Type of number; 1 (international) when left out. */
  readonly ton?: number;
  /** Numbering plan; 1 (telephone) when left out. */
  readonly npi?: number;
  readonly address: string;
}

/** A message that an SMPP entity sends: submit_sm, deliver_sm and data_sm share these fields. */
export interface SmppMessageDraft {
  readonly command: 'submit_sm' | 'deliver_sm' | 'data_sm';
  readonly sequence: number;
  readonly serviceType?: string;
  readonly source: SmppAddress;
  readonly destination: SmppAddress;
  /** esm_class; 0x40 says that the message begins with a user data header. */
  readonly esmClass?: number;
  readonly protocolId?: number;
  readonly priority?: number;
  /** data_coding: 4 is octets. */
  readonly dataCoding?: number;
  readonly registeredDelivery?: number;
  /** The text: in short_message, or in message_payload where it is longer than 254 octets, `inPayload` is set or the command is data_sm. */
  readonly message: Uint8Array;
  readonly inPayload?: boolean;
  readonly parameters?: readonly ParameterDraft[];
}

const COMMANDS = { submit_sm: 0x04, deliver_sm: 0x05, data_sm: 0x103 } as const;
const MOST_SHORT = 254;
const NO_TIME = 0;

/** A PDU of SMPP 3.4 3.2: length, command, status, sequence number, body. */
export function smppPdu(command: number, status: number, sequence: number, body: Uint8Array): Uint8Array {
  const out = new Writer();
  out.bits(32, 16 + body.length);
  out.bits(32, command);
  out.bits(32, status);
  out.bits(32, sequence);
  out.octets(body);
  return out.done();
}

function text(out: Writer, value: string): void {
  out.octets(toUtf8(value));
  out.bits(8, 0);
}

function address(out: Writer, { ton = 1, npi = 1, address: digits }: SmppAddress): void {
  out.bits(8, ton);
  out.bits(8, npi);
  text(out, digits.replace(/^\+/, ''));
}

/** An optional parameter with a number of 8 or 16 bits. */
export function numberParameter(tag: number, value: number, bits: 8 | 16): ParameterDraft {
  return { tag, value: bits === 8 ? Uint8Array.of(value) : Uint8Array.of(value >>> 8, value) };
}

/** Parameters that number a segment (SMPP 3.4 5.3.2.22 to .24). */
export function sarParameters(reference: number, total: number, number: number): readonly ParameterDraft[] {
  return [
    numberParameter(TAGS.reference, reference, 16),
    numberParameter(TAGS.total, total, 8),
    numberParameter(TAGS.number, number, 8),
  ];
}

/** Parameters that say which application a message is for (5.3.2.20, .21). */
export function portParameters(destination: number, source: number): readonly ParameterDraft[] {
  return [numberParameter(TAGS.sourcePort, source, 16), numberParameter(TAGS.destinationPort, destination, 16)];
}

/** submit_sm (4.4.1), deliver_sm (4.6.1) or data_sm (4.7.1). */
export function smppMessage(draft: SmppMessageDraft): Uint8Array {
  const { command, message } = draft;
  const isData = command === 'data_sm';
  const inPayload = isData || draft.inPayload === true || message.length > MOST_SHORT;
  const out = new Writer();
  text(out, draft.serviceType ?? '');
  address(out, draft.source);
  address(out, draft.destination);
  out.bits(8, draft.esmClass ?? 0);
  if (!isData) {
    out.bits(8, draft.protocolId ?? 0);
    out.bits(8, draft.priority ?? 0);
    // schedule_delivery_time and validity_period: at once, as long as the centre keeps messages.
    out.bits(8, NO_TIME);
    out.bits(8, NO_TIME);
  }
  out.bits(8, draft.registeredDelivery ?? 0);
  if (!isData) out.bits(8, 0);
  out.bits(8, draft.dataCoding ?? 4);
  if (!isData) {
    out.bits(8, 0);
    out.bits(8, inPayload ? 0 : message.length);
    if (!inPayload) out.octets(message);
  }
  const payload = inPayload ? [{ tag: TAGS.payload, value: message }] : [];
  for (const { tag, value } of [...(draft.parameters ?? []), ...payload]) {
    out.bits(16, tag);
    out.bits(16, value.length);
    out.octets(value);
  }
  return smppPdu(COMMANDS[command], 0, draft.sequence, out.done());
}

export interface BindDraft {
  readonly kind: 'receiver' | 'transmitter' | 'transceiver';
  readonly sequence: number;
  readonly systemId: string;
  readonly password: string;
  readonly systemType?: string;
}

const BINDS = { receiver: 0x01, transmitter: 0x02, transceiver: 0x09 } as const;

/** bind_receiver, bind_transmitter or bind_transceiver (4.1). */
export function smppBind({ kind, sequence, systemId, password, systemType = '' }: BindDraft): Uint8Array {
  const out = new Writer();
  for (const value of [systemId, password, systemType]) text(out, value);
  // Version 3.4; any address.
  out.octets(Uint8Array.of(0x34, 0, 0, 0));
  return smppPdu(BINDS[kind], 0, sequence, out.done());
}

/** The response to a PDU: status 0, and the text that its body begins with (message_id, system_id). */
export function smppResponse(request: Uint8Array, value: string): Uint8Array {
  const view = new DataView(request.buffer, request.byteOffset, request.length);
  const body = concatBytes(toUtf8(value), Uint8Array.of(0));
  return smppPdu(RESPONSE_BIT + view.getUint32(4), 0, view.getUint32(12), body);
}
