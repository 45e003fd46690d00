import {
  type Compute,
  carriedOctets,
  countBeside,
  layerOf,
  octetsBehind,
  octetsBeside,
  type Part,
  restOfGroup,
} from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const HEADERS = ['wsp.header.content_type', 'wsp.headers'];
const PART = 'wsp.multipart';

const headersOctets = octetsBeside(...HEADERS);

/** Octets of a part's content: what stands behind its headers. */
const dataLength: Compute = (place) => {
  const { part } = place;
  const headers = headersOctets(place);
  return part.parent === undefined || typeof headers !== 'number'
    ? undefined
    : Math.ceil((part.parent.end - part.end) / 8) - headers;
};

/** A Content-Length header's value: octets of the content behind the headers. */
const contentLength: Compute = ({ part }) => {
  if (part.parent?.name !== 'wsp.header.content_length') return undefined;
  for (let at: Part | undefined = part.parent; at !== undefined; at = at.parent) {
    if (at.name === 'wsp.headers' && at.parent?.name === PART) return Math.ceil((at.parent.end - at.end) / 8);
  }
  return carriedOctets(layerOf(part));
};

/** What of WSP PDUs, their headers and multipart bodies follows from the rest of the packet. */
export function computeWsp(to: Registry): void {
  to.computes('wsp.headers_length', headersOctets)
    .computes('wsp.uri_length', octetsBeside('wsp.uri'))
    .computes('wsp.capabilities.length', octetsBeside('wsp.capabilities'))
    .computes('wsp.capability.length', restOfGroup())
    .computes('wsp.value.length', restOfGroup())
    .computes('wsp.value.integer_length', octetsBehind())
    .computes('wsp.value.integer', contentLength)
    .computes('wap.sir.app_id_list.length', octetsBeside('wap.sir.app_id_list'))
    .computes('wap.sir.wsp_contact_points.length', octetsBeside('wap.sir.wsp_contact_points'))
    .computes('wap.sir.contact_points.length', octetsBeside('wap.sir.contact_points'))
    .computes('wap.sir.protocol_options.length', countBeside('wap.sir.protocol_options'))
    .computes('wap.sir.prov_url.length', octetsBeside('wap.sir.prov_url'))
    .computes('wap.sir.cpi_tag.length', countBeside('wap.sir.cpi_tag'))
    .computes('wsp.multipart.entries', countBeside(PART))
    .computes('wsp.multipart.headers_length', headersOctets)
    .computes('wsp.multipart.data_length', dataLength);
}
