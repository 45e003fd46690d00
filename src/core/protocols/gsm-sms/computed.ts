import { behind, type Compute, inside, layerOf, octetsOf, type Part, reach, sibling } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const ADDRESSES = ['gsm_sms.tp-da', 'gsm_sms.tp-oa', 'gsm_sms.tp-ra'];
const SEPTET = 7;

/** Semi-octets of an address in use (TS 23.040 9.1.2.5). */
const addressLength: Compute = ({ part }) => {
  const address = behind(part).find(({ name }) => ADDRESSES.includes(name));
  if (address === undefined) return undefined;
  const { children, value } = address;
  if (children !== undefined) return children.reduce((count, child) => count + semiOctets(child), 0);
  const type = sibling(part, 'gsm_sms.dis_field_addr.num_type')?.value;
  if (type === ALPHANUMERIC && typeof value === 'string') return Math.ceil((value.length * SEPTET) / 4);
  return typeof value === 'string' ? value.length : octetsOf(address) * 2;
};
const ALPHANUMERIC = 5;

function semiOctets(part: Part): number {
  return part.name === 'gsm_sms.address.fill' ? 0 : Math.ceil((part.end - part.start) / 4);
}

/** TP-UDL: septets of text in the default alphabet, else octets (TS 23.040 9.2.3.16). */
const userDataLength: Compute = ({ part }) => {
  const layer = layerOf(part);
  const data = behind(part).find(({ name }) => name === 'gsm_sms.tp-ud');
  if (data === undefined) return Math.ceil((reach(layer) - part.end) / 8);
  const text = inside(data, 'gsm_sms.sms_text');
  if (text?.children === undefined) return Math.ceil((Math.max(data.end, reach(layer)) - data.start) / 8);
  const padding = text.children.findLast(({ name }) => name === 'gsm_sms.padding_bits');
  return Math.floor((data.end - data.start - (padding === undefined ? 0 : padding.end - padding.start)) / SEPTET);
};

/** What of a short message follows from the rest of it. */
export function computeShortMessage(to: Registry): void {
  to.computes('gsm_sms.dis_field_addr.length', addressLength).computes('gsm_sms.tp.user_data_length', userDataLength);
}
