import { fields } from '../../codec/field.ts';

export const SPEC = 'GSMTAP v2';

export const ASSOCIATED = 0x80;

export const TYPES: Readonly<Record<number, string>> = {
  1: 'GSM Um',
  2: 'GSM Abis',
  3: 'GSM Um burst',
  4: 'SIM',
  5: 'TETRA',
  6: 'TETRA burst',
  7: 'WiMAX burst',
  8: 'Gb LLC',
  9: 'Gb SNDCP',
  10: 'GMR-1',
  11: 'UMTS RLC/MAC',
  12: 'UMTS RRC',
  13: 'LTE RRC',
  14: 'LTE MAC',
  15: 'LTE MAC framed',
  16: 'libosmocore log',
  17: 'Qualcomm DIAG',
  18: 'LTE NAS',
  19: 'E1/T1',
};

export const CHANNELS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'BCCH',
  2: 'CCCH',
  3: 'RACH',
  4: 'AGCH',
  5: 'PCH',
  6: 'SDCCH',
  7: 'SDCCH/4',
  8: 'SDCCH/8',
  9: 'FACCH/F',
  10: 'FACCH/H',
  11: 'PACCH',
  12: 'CBCH/52',
  13: 'PDTCH',
  14: 'PTCCH',
  15: 'CBCH/51',
  16: 'TCH/F',
  17: 'TCH/H',
};

export function channelName(channel: number): string {
  const name = CHANNELS[channel & ~ASSOCIATED] ?? `channel ${channel}`;
  return (channel & ASSOCIATED) === 0 ? name : `SACCH of ${name}`;
}

export const f = fields({
  protocol: {
    filter: 'gsmtap',
    type: 'protocol',
    label: 'GSMTAP',
    spec: SPEC,
    doc: 'Header that a radio receiver puts in front of what it heard.',
  },
  version: { filter: 'gsmtap.version', type: 'uint', label: 'Version', spec: SPEC, doc: 'Version of the header, 2.' },
  headerLength: {
    filter: 'gsmtap.hdr_len',
    type: 'uint',
    label: 'Header length',
    spec: SPEC,
    doc: 'Octets of the header; on the wire in units of 4.',
  },
  type: {
    filter: 'gsmtap.type',
    type: 'uint',
    label: 'Payload type',
    spec: SPEC,
    names: TYPES,
    doc: 'What follows the header.',
  },
  timeslot: {
    filter: 'gsmtap.ts',
    type: 'uint',
    label: 'Timeslot',
    spec: SPEC,
    doc: 'Timeslot of the radio frame, 0 to 7.',
  },
  pcsBand: {
    filter: 'gsmtap.pcs_band',
    type: 'bool',
    label: 'PCS band',
    spec: SPEC,
    doc: '1 when the channel number is of the 1900 MHz band.',
  },
  uplink: {
    filter: 'gsmtap.uplink',
    type: 'bool',
    label: 'Uplink',
    spec: SPEC,
    doc: '1 from the mobile station to the network.',
  },
  arfcn: { filter: 'gsmtap.arfcn', type: 'uint', label: 'ARFCN', spec: SPEC, doc: 'Number of the radio channel.' },
  signal: { filter: 'gsmtap.signal_dbm', type: 'uint', label: 'Signal level', spec: SPEC, doc: 'dBm, signed.' },
  noise: { filter: 'gsmtap.snr_db', type: 'uint', label: 'Signal/noise ratio', spec: SPEC, doc: 'dB, signed.' },
  frameNumber: {
    filter: 'gsmtap.frame_nr',
    type: 'uint',
    label: 'GSM frame number',
    spec: SPEC,
    doc: 'Number of the radio frame.',
  },
  channel: {
    filter: 'gsmtap.chan_type',
    type: 'uint',
    label: 'Channel',
    spec: SPEC,
    names: channelName,
    doc: 'Logical channel; 0x80 is added for its associated channel.',
  },
  subType: {
    filter: 'gsmtap.sub_type',
    type: 'uint',
    label: 'Sub-type',
    spec: SPEC,
    doc: 'Kind of payload, by payload type.',
  },
  antenna: { filter: 'gsmtap.antenna', type: 'uint', label: 'Antenna', spec: SPEC, doc: 'Number of the antenna.' },
  subSlot: {
    filter: 'gsmtap.sub_slot',
    type: 'uint',
    label: 'Sub-slot',
    spec: SPEC,
    doc: 'Number of the channel within the timeslot.',
  },
  reserved: {
    filter: 'gsmtap.reserved',
    type: 'uint',
    label: 'Reserved',
    spec: SPEC,
    show: 'hex',
    doc: 'An octet without a meaning.',
  },
  extra: {
    filter: 'gsmtap.extra',
    type: 'bytes',
    label: 'More header',
    spec: SPEC,
    doc: 'Octets of a header that is longer than 16 octets.',
  },
  l1Spare: {
    filter: 'gsmtap.sacch_l1.spare',
    type: 'uint',
    label: 'Spare',
    spec: 'TS 44.004 7.1',
    show: 'bin',
    doc: 'A bit without a meaning.',
  },
  repetition: {
    filter: 'gsmtap.sacch_l1.sro_srr',
    type: 'bool',
    label: 'SACCH repetition',
    spec: 'TS 44.004 7.2',
    doc: '1 when the frame is or should be repeated.',
  },
  fastPower: {
    filter: 'gsmtap.sacch_l1.fpc',
    type: 'bool',
    label: 'Fast power control',
    spec: 'TS 44.004 7.2',
    doc: '1 when fast power control is in use.',
  },
  power: {
    filter: 'gsmtap.sacch_l1.power_lev',
    type: 'uint',
    label: 'Power level',
    spec: 'TS 44.004 7.2',
    doc: 'Transmit power level of the mobile station.',
  },
  timingAdvance: {
    filter: 'gsmtap.sacch_l1.ta',
    type: 'uint',
    label: 'Timing advance',
    spec: 'TS 44.004 7.2',
    doc: 'In symbol periods.',
  },
});
