import { fields } from '../../codec/field.ts';

const SPEC = 'WAP-259-WDP 6.5';

export const f = fields({
  protocol: {
    filter: 'cdma_wdp',
    type: 'protocol',
    label: 'CDMA WDP segment',
    doc: 'A datagram, or a segment of one, as user data of the WAP teleservice (4100) of 3GPP2 networks.',
  },
  messageType: {
    filter: 'cdma_wdp.message_type',
    type: 'uint',
    label: 'Message type',
    spec: SPEC,
    names: { 0: 'WDP' },
    doc: 'What the user data are.',
  },
  total: {
    filter: 'cdma_wdp.total_segments',
    type: 'uint',
    label: 'Total segments',
    spec: SPEC,
    doc: 'Number of segments of the datagram.',
  },
  number: {
    filter: 'cdma_wdp.segment_number',
    type: 'uint',
    label: 'Segment number',
    spec: SPEC,
    doc: 'Number of this segment, from 0.',
  },
  sourcePort: {
    filter: 'cdma_wdp.source_port',
    type: 'uint',
    label: 'Source port',
    spec: SPEC,
    doc: 'Application that sent the datagram; numbers as in UDP. Only the first segment has ports.',
  },
  destinationPort: {
    filter: 'cdma_wdp.destination_port',
    type: 'uint',
    label: 'Destination port',
    spec: SPEC,
    doc: 'Application that the datagram is for; numbers as in UDP. Only the first segment has ports.',
  },
  data: {
    filter: 'cdma_wdp.data',
    type: 'bytes',
    label: 'Data',
    spec: SPEC,
    doc: 'Octets of the datagram that nothing else reads.',
  },
  repeatedPorts: {
    filter: 'cdma_wdp.repeated_ports',
    type: 'bytes',
    label: 'Repeated ports',
    doc: 'The port octets once more, in front of the pushed PDU.',
  },
  segments: {
    filter: 'cdma_wdp.segments',
    type: 'group',
    label: 'Segments',
    spec: SPEC,
    generated: true,
    doc: 'Packets that brought the segments of the datagram.',
  },
  segment: {
    filter: 'cdma_wdp.segment',
    type: 'frame',
    label: 'Segment',
    spec: SPEC,
    generated: true,
    doc: 'A packet that brought a segment of the datagram.',
  },
  reassembledIn: {
    filter: 'cdma_wdp.reassembled_in',
    type: 'frame',
    label: 'Reassembled in',
    spec: SPEC,
    generated: true,
    doc: 'Packet that completed the datagram; the whole datagram is shown there.',
  },
  reassembledLength: {
    filter: 'cdma_wdp.reassembled.length',
    type: 'uint',
    label: 'Reassembled length',
    spec: SPEC,
    generated: true,
    doc: 'Octets of the whole datagram.',
  },
});
