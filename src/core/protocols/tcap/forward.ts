import { semiOctetDigits } from '../../base/semi-octets.ts';
import { type Element, elementsOf, integerOf, isConstructed, readElement } from './ber.ts';

export const MT_FORWARD = 44;
export const MO_FORWARD = 46;
export const COMPONENTS = 0x6c;
const INVOKE = 0xa1;
const RESULT = 0xa2;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const IMSI = 0x80;
const CENTRE = 0x84;

/** A short message in a MAP operation. Octet positions. */
export interface Forward {
  /** Element with the argument or result. */
  readonly argumentAt: number;
  readonly at: number;
  readonly end: number;
  readonly operation: number;
  /** Under which name the dissector of the TPDU is found. */
  readonly name: string;
  /** Subscriber that the message is for: digits of the IMSI; empty when it is not told. */
  readonly imsi: string;
}

/** The first short message that a component of the TCAP message at `start` forwards. */
export function findForward(bytes: Uint8Array, start: number, end: number): Forward | undefined {
  const message = readElement(bytes, start, end);
  if (message === undefined || !isConstructed(message)) return undefined;
  for (const part of elementsOf(bytes, message.contentAt, message.end)) {
    const found = part.tag === COMPONENTS ? findInComponents(bytes, part.contentAt, part.end) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same for components without a TCAP message around them. */
export function findInComponents(bytes: Uint8Array, start: number, end: number): Forward | undefined {
  for (const component of elementsOf(bytes, start, end)) {
    const found = inComponent(bytes, component);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inComponent(bytes: Uint8Array, component: Element): Forward | undefined {
  const children = elementsOf(bytes, component.contentAt, component.end);
  if (component.tag === INVOKE) {
    // Invoke id, then (after a linked id, which has another tag) operation and argument.
    const integers = children.filter(({ tag }) => tag === INTEGER);
    const argument = children.find(({ tag }) => tag === SEQUENCE);
    if (integers.length < 2 || argument === undefined) return undefined;
    return inArgument(bytes, argument, integerOf(bytes, integers[1]!));
  }
  if (component.tag !== RESULT) return undefined;
  const result = children.find(({ tag }) => tag === SEQUENCE);
  if (result === undefined) return undefined;
  const [operation, value] = elementsOf(bytes, result.contentAt, result.end);
  if (operation?.tag !== INTEGER || value?.tag !== SEQUENCE) return undefined;
  const code = integerOf(bytes, operation);
  if (code !== MT_FORWARD && code !== MO_FORWARD) return undefined;
  const text = elementsOf(bytes, value.contentAt, value.end).find(({ tag }) => tag === OCTET_STRING);
  if (text === undefined || text.end === text.contentAt) return undefined;
  const name = code === MT_FORWARD ? 'gsm_sms.ack_to_network' : 'gsm_sms.ack_to_mobile';
  return { argumentAt: value.at, at: text.contentAt, end: text.end, operation: code, name, imsi: '' };
}

function inArgument(bytes: Uint8Array, argument: Element, operation: number): Forward | undefined {
  if (operation !== MT_FORWARD && operation !== MO_FORWARD) return undefined;
  const [destination, originator, text] = elementsOf(bytes, argument.contentAt, argument.end);
  if (destination === undefined || originator === undefined || text?.tag !== OCTET_STRING) return undefined;
  if (text.end === text.contentAt) return undefined;
  // Operation 46 of the older versions goes both ways: the originator is the SMS centre towards the mobile station.
  const toMobile = operation === MT_FORWARD || originator.tag === CENTRE;
  const imsi = destination.tag === IMSI ? semiOctetDigits(bytes, destination.contentAt, destination.end) : '';
  const name = toMobile ? 'gsm_sms.to_mobile' : 'gsm_sms.to_network';
  return { argumentAt: argument.at, at: text.contentAt, end: text.end, operation, name, imsi };
}
