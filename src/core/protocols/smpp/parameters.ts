import { field as declare, type Field, type FieldType, fields } from '../../codec/field.ts';
import { BEARERS, NETWORKS, STATES } from './values.ts';

/** Bits of parameters that hold more than one value. */
export const f = fields({
  waitIndicator: {
    filter: 'smpp.msg_wait.ind',
    type: 'bool',
    label: 'Indication active',
    spec: '5.3.2',
    doc: '1 when messages wait.',
  },
  waitSpare: {
    filter: 'smpp.msg_wait.spare',
    type: 'uint',
    label: 'Spare',
    spec: '5.3.2',
    show: 'bin',
    doc: 'Bits without a meaning.',
  },
  waitType: {
    filter: 'smpp.msg_wait.type',
    type: 'uint',
    label: 'Type',
    spec: '5.3.2',
    names: { 0: 'voicemail', 1: 'fax', 2: 'e-mail', 3: 'other' },
    doc: 'What waits.',
  },
  callbackSpare: {
    filter: 'smpp.callback_num.spare',
    type: 'uint',
    label: 'Spare',
    spec: '5.3.2',
    show: 'bin',
    doc: 'Bits without a meaning.',
  },
  callbackPresentation: {
    filter: 'smpp.callback_num.pres',
    type: 'uint',
    label: 'Presentation',
    spec: '5.3.2',
    names: { 0: 'allowed', 1: 'restricted', 2: 'not available', 3: 'reserved' },
    doc: 'Whether the number may be shown.',
  },
  callbackScreening: {
    filter: 'smpp.callback_num.scrn',
    type: 'uint',
    label: 'Screening',
    spec: '5.3.2',
    doc: 'Who checked the number.',
  },
  networkErrorType: {
    filter: 'smpp.network_error.type',
    bits: 8,
    type: 'uint',
    label: 'Network',
    spec: '5.3.2',
    names: { 1: 'ANSI-136', 2: 'IS-95', 3: 'GSM', 4: 'reserved' },
    doc: 'Kind of network.',
  },
  networkErrorCode: {
    filter: 'smpp.network_error.code',
    bits: 16,
    type: 'uint',
    label: 'Error code',
    spec: '5.3.2',
    doc: 'Error of that network.',
  },
  sessionNumber: {
    filter: 'smpp.its_session.number',
    type: 'uint',
    label: 'Session number',
    spec: '5.3.2',
    doc: 'Number of the interactive session.',
  },
  sessionSequence: {
    filter: 'smpp.its_session.sequence',
    type: 'uint',
    label: 'Sequence number',
    spec: '5.3.2',
    doc: 'Number of the dialogue unit.',
  },
  sessionEnd: {
    filter: 'smpp.its_session.ind',
    type: 'bool',
    label: 'End of session',
    spec: '5.3.2',
    doc: '1 when the session ends.',
  },
  broadcastNetwork: {
    filter: 'smpp.broadcast_content_type.nw',
    type: 'uint',
    label: 'Network',
    spec: '5.3.2',
    doc: 'Network that the content type belongs to.',
  },
  broadcastType: {
    filter: 'smpp.broadcast_content_type.type',
    type: 'uint',
    label: 'Content type',
    spec: '5.3.2',
    doc: 'What is broadcast.',
  },
  frequencyUnit: {
    filter: 'smpp.broadcast_frequency_interval.unit',
    type: 'uint',
    label: 'Unit',
    spec: '5.3.2',
    doc: 'Unit of the interval.',
  },
  frequencyValue: {
    filter: 'smpp.broadcast_frequency_interval.value',
    type: 'uint',
    label: 'Value',
    spec: '5.3.2',
    doc: 'Units between broadcasts.',
  },
});

export type ParameterForm =
  | { readonly kind: 'uint'; readonly octets: number }
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'bytes'; readonly min: number; readonly max: number }
  | { readonly kind: 'bits'; readonly parts: readonly { readonly field: Field; readonly bits: number }[] };

export interface Parameter {
  readonly tag: number;
  readonly name: string;
  readonly form: ParameterForm;
  readonly field: Field;
}

function parameter(tag: number, name: string, filter: string, form: ParameterForm, names?: Field['names']): Parameter {
  const types: Readonly<Record<ParameterForm['kind'], FieldType>> = {
    uint: 'uint',
    text: 'text',
    bytes: 'bytes',
    bits: 'group',
  };
  const field = declare({
    filter: `smpp.${filter}`,
    type: types[form.kind],
    label: name,
    spec: '5.3.2',
    doc: `Value of the optional parameter ${name}.`,
    names,
  });
  return { tag, name, form, field };
}

const uint = (octets: number): ParameterForm => ({ kind: 'uint', octets });
const text = (max: number): ParameterForm => ({ kind: 'text', max });
const bytes = (min: number, max: number): ParameterForm => ({ kind: 'bytes', min, max });
const bits = (...parts: readonly { readonly field: Field; readonly bits: number }[]): ParameterForm => ({
  kind: 'bits',
  parts,
});

/** Optional parameters of SMPP 3.4 (5.3.2) and 5.0, by tag. */
export const PARAMETERS: ReadonlyMap<number, Parameter> = new Map(
  [
    parameter(0x0005, 'dest_addr_subunit', 'dest_addr_subunit', uint(1)),
    parameter(0x0006, 'dest_network_type', 'dest_network_type', uint(1), NETWORKS),
    parameter(0x0007, 'dest_bearer_type', 'dest_bearer_type', uint(1), BEARERS),
    parameter(0x0008, 'dest_telematics_id', 'dest_telematics_id', uint(2)),
    parameter(0x000d, 'source_addr_subunit', 'source_addr_subunit', uint(1)),
    parameter(0x000e, 'source_network_type', 'source_network_type', uint(1), NETWORKS),
    parameter(0x000f, 'source_bearer_type', 'source_bearer_type', uint(1), BEARERS),
    parameter(0x0010, 'source_telematics_id', 'source_telematics_id', uint(1)),
    parameter(0x0017, 'qos_time_to_live', 'qos_time_to_live', uint(4)),
    parameter(0x0019, 'payload_type', 'payload_type', uint(1), { 0: 'default', 1: 'WCMP' }),
    parameter(0x001d, 'additional_status_info_text', 'additional_status_info_text', text(256)),
    parameter(0x001e, 'receipted_message_id', 'receipted_message_id', text(65)),
    parameter(
      0x0030,
      'ms_msg_wait_facilities',
      'ms_msg_wait_facilities',
      bits({ field: f.waitIndicator, bits: 1 }, { field: f.waitSpare, bits: 5 }, { field: f.waitType, bits: 2 }),
    ),
    parameter(0x0201, 'privacy_indicator', 'privacy_indicator', uint(1)),
    parameter(0x0202, 'source_subaddress', 'source_subaddress', bytes(2, 23)),
    parameter(0x0203, 'dest_subaddress', 'dest_subaddress', bytes(2, 23)),
    parameter(0x0204, 'user_message_reference', 'user_message_reference', uint(2)),
    parameter(0x0205, 'user_response_code', 'user_response_code', uint(1)),
    parameter(0x020a, 'source_port', 'source_port', uint(2)),
    parameter(0x020b, 'dest_port', 'destination_port', uint(2)),
    parameter(0x020c, 'sar_msg_ref_num', 'sar_msg_ref_num', uint(2)),
    parameter(0x020d, 'language_indicator', 'language_indicator', uint(1)),
    parameter(0x020e, 'sar_total_segments', 'sar_total_segments', uint(1)),
    parameter(0x020f, 'sar_segment_seqnum', 'sar_segment_seqnum', uint(1)),
    parameter(0x0210, 'sc_interface_version', 'SC_interface_version', uint(1)),
    parameter(
      0x0302,
      'callback_num_pres_ind',
      'callback_num_pres_ind',
      bits(
        { field: f.callbackSpare, bits: 4 },
        { field: f.callbackPresentation, bits: 2 },
        { field: f.callbackScreening, bits: 2 },
      ),
    ),
    parameter(0x0303, 'callback_num_atag', 'callback_num_atag', bytes(0, 65)),
    parameter(0x0304, 'number_of_messages', 'number_of_messages', uint(1)),
    parameter(0x0381, 'callback_num', 'callback_num', bytes(4, 19)),
    parameter(0x0420, 'dpf_result', 'dpf_result', uint(1)),
    parameter(0x0421, 'set_dpf', 'set_dpf', uint(1)),
    parameter(0x0422, 'ms_availability_status', 'ms_availability_status', uint(1)),
    parameter(
      0x0423,
      'network_error_code',
      'network_error_code',
      bits({ field: f.networkErrorType, bits: 8 }, { field: f.networkErrorCode, bits: 16 }),
    ),
    parameter(0x0424, 'message_payload', 'message_payload', bytes(0, 65535)),
    parameter(0x0425, 'delivery_failure_reason', 'delivery_failure_reason', uint(1)),
    parameter(0x0426, 'more_messages_to_send', 'more_messages_to_send', uint(1), { 0: 'no more', 1: 'more' }),
    parameter(0x0427, 'message_state', 'message_state', uint(1), STATES),
    parameter(0x0428, 'congestion_state', 'congestion_state', uint(1)),
    parameter(0x0501, 'ussd_service_op', 'ussd_service_op', uint(1)),
    parameter(0x0600, 'broadcast_channel_indicator', 'broadcast_channel_indicator', uint(1)),
    parameter(
      0x0601,
      'broadcast_content_type',
      'broadcast_content_type',
      bits({ field: f.broadcastNetwork, bits: 8 }, { field: f.broadcastType, bits: 16 }),
    ),
    parameter(0x0602, 'broadcast_content_type_info', 'broadcast_content_type.info', bytes(1, 254)),
    parameter(0x0603, 'broadcast_message_class', 'broadcast_message_class', uint(1)),
    parameter(0x0604, 'broadcast_rep_num', 'broadcast_rep_num', bytes(2, 3)),
    parameter(
      0x0605,
      'broadcast_frequency_interval',
      'broadcast_frequency_interval',
      bits({ field: f.frequencyUnit, bits: 8 }, { field: f.frequencyValue, bits: 16 }),
    ),
    parameter(0x0606, 'broadcast_area_identifier', 'broadcast_area_identifier', bytes(1, 101)),
    parameter(0x0607, 'broadcast_error_status', 'broadcast_error_status', uint(4)),
    parameter(0x0608, 'broadcast_area_success', 'broadcast_area_success', uint(1)),
    parameter(0x0609, 'broadcast_end_time', 'broadcast_end_time', text(16)),
    parameter(0x060a, 'broadcast_service_group', 'broadcast_service_group', bytes(1, 254)),
    parameter(0x060b, 'billing_identification', 'billing_id', bytes(1, 1024)),
    parameter(0x060d, 'source_network_id', 'source_network_id', text(65)),
    parameter(0x060e, 'dest_network_id', 'dest_network_id', text(65)),
    parameter(0x060f, 'source_node_id', 'source_node_id', bytes(6, 6)),
    parameter(0x0610, 'dest_node_id', 'dest_node_id', bytes(6, 6)),
    parameter(0x0611, 'dest_addr_np_resolution', 'dest_addr_np_resolution', uint(1)),
    parameter(0x0612, 'dest_addr_np_information', 'dest_addr_np_info', bytes(10, 10)),
    parameter(0x0613, 'dest_addr_np_country', 'dest_addr_np_country', bytes(1, 5)),
    parameter(0x1201, 'display_time', 'display_time', uint(1)),
    parameter(0x1203, 'sms_signal', 'sms_signal', uint(2)),
    parameter(0x1204, 'ms_validity', 'ms_validity', uint(1)),
    parameter(0x130c, 'alert_on_message_delivery', 'alert_on_message_delivery_null', bytes(0, 1)),
    parameter(0x1380, 'its_reply_type', 'its_reply_type', uint(1)),
    parameter(
      0x1383,
      'its_session_info',
      'its_session_info',
      bits(
        { field: f.sessionNumber, bits: 8 },
        { field: f.sessionSequence, bits: 7 },
        { field: f.sessionEnd, bits: 1 },
      ),
    ),
  ].map((entry) => [entry.tag, entry]),
);
