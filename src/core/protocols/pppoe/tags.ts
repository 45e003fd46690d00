import { type Field, fields } from '../../codec/field.ts';

const tag = { spec: 'RFC 2516 appendix A' } as const;

/** Values of discovery tags. */
export const tagFields = fields({
  serviceName: {
    ...tag,
    filter: 'pppoed.tags.service_name',
    type: 'text',
    label: 'Service name',
    doc: 'Service that is wanted or offered; empty for any.',
  },
  acName: {
    ...tag,
    filter: 'pppoed.tags.ac_name',
    type: 'text',
    label: 'AC name',
    doc: 'Name of the access concentrator.',
  },
  hostUniq: {
    ...tag,
    filter: 'pppoed.tags.host_uniq',
    type: 'bytes',
    label: 'Host-Uniq',
    doc: 'What the host ties answers to its requests with.',
  },
  acCookie: {
    ...tag,
    filter: 'pppoed.tags.ac_cookie',
    type: 'bytes',
    label: 'AC cookie',
    doc: 'What the concentrator guards itself against floods with.',
  },
  vendor: {
    ...tag,
    filter: 'pppoed.tags.vendor_unspecified',
    type: 'bytes',
    label: 'Vendor-specific',
    doc: 'Vendor number and what it means to the vendor.',
  },
  relaySession: {
    ...tag,
    filter: 'pppoed.tags.relay_session_id',
    type: 'bytes',
    label: 'Relay-Session-Id',
    doc: 'What a relay ties packets to a session with.',
  },
  serviceNameError: {
    ...tag,
    filter: 'pppoed.tags.service_name_error',
    type: 'text',
    label: 'Service-Name-Error',
    doc: 'Why the service is refused.',
  },
  systemError: {
    ...tag,
    filter: 'pppoed.tags.ac_system_error',
    type: 'text',
    label: 'AC-System-Error',
    doc: 'What failed in the concentrator.',
  },
  genericError: {
    ...tag,
    filter: 'pppoed.tags.generic_error',
    type: 'text',
    label: 'Generic-Error',
    doc: 'What else failed.',
  },
});

/** The field of a tag's value, by the number of the tag. */
export const TAG_FIELDS: ReadonlyMap<number, Field> = new Map([
  [257, tagFields.serviceName],
  [258, tagFields.acName],
  [259, tagFields.hostUniq],
  [260, tagFields.acCookie],
  [261, tagFields.vendor],
  [272, tagFields.relaySession],
  [513, tagFields.serviceNameError],
  [514, tagFields.systemError],
  [515, tagFields.genericError],
]);
