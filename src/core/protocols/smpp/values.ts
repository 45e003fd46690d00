/** SMPP 3.4 command identifiers (5.1.2.1); those of 5.0 and of one vendor besides. */
export const COMMANDS: ReadonlyMap<number, string> = new Map([
  [0x00000001, 'bind_receiver'],
  [0x00000002, 'bind_transmitter'],
  [0x00000003, 'query_sm'],
  [0x00000004, 'submit_sm'],
  [0x00000005, 'deliver_sm'],
  [0x00000006, 'unbind'],
  [0x00000007, 'replace_sm'],
  [0x00000008, 'cancel_sm'],
  [0x00000009, 'bind_transceiver'],
  [0x0000000b, 'outbind'],
  [0x00000015, 'enquire_link'],
  [0x00000021, 'submit_multi'],
  [0x00000102, 'alert_notification'],
  [0x00000103, 'data_sm'],
  [0x00000111, 'broadcast_sm'],
  [0x00000112, 'query_broadcast_sm'],
  [0x00000113, 'cancel_broadcast_sm'],
  [0x01000001, 'huawei_auth_acc'],
  [0x01000002, 'huawei_sm_result_notify'],
  [0x80000000, 'generic_nack'],
  [0x80000001, 'bind_receiver_resp'],
  [0x80000002, 'bind_transmitter_resp'],
  [0x80000003, 'query_sm_resp'],
  [0x80000004, 'submit_sm_resp'],
  [0x80000005, 'deliver_sm_resp'],
  [0x80000006, 'unbind_resp'],
  [0x80000007, 'replace_sm_resp'],
  [0x80000008, 'cancel_sm_resp'],
  [0x80000009, 'bind_transceiver_resp'],
  [0x80000015, 'enquire_link_resp'],
  [0x80000021, 'submit_multi_resp'],
  [0x80000103, 'data_sm_resp'],
  [0x80000111, 'broadcast_sm_resp'],
  [0x80000112, 'query_broadcast_sm_resp'],
  [0x80000113, 'cancel_broadcast_sm_resp'],
  [0x81000001, 'huawei_auth_acc_resp'],
  [0x81000002, 'huawei_sm_result_notify_resp'],
]);

/** Bit of the command identifier of a response (SMPP 3.4 5.1.2). */
export const RESPONSE_BIT = 0x80000000;

/** Tags of the optional parameters that say where a message goes, what part of it this is, and that carry it (SMPP 3.4 5.3.2). */
export const TAGS = {
  sourcePort: 0x020a,
  destinationPort: 0x020b,
  reference: 0x020c,
  total: 0x020e,
  number: 0x020f,
  payload: 0x0424,
} as const;

/** Status values by ranges: first, last, name, meaning. */
const STATUSES: readonly (readonly [number, number, string, string])[] = [
  [0x00000000, 0x00000000, 'ESME_ROK', 'Ok'],
  [0x00000001, 0x00000001, 'ESME_RINVMSGLEN', 'Message length is invalid'],
  [0x00000002, 0x00000002, 'ESME_RINVCMDLEN', 'Command length is invalid'],
  [0x00000003, 0x00000003, 'ESME_RINVCMDID', 'Invalid command ID'],
  [0x00000004, 0x00000004, 'ESME_RINVBNDSTS', 'Incorrect BIND status for given command'],
  [0x00000005, 0x00000005, 'ESME_RALYBND', 'ESME already in bound state'],
  [0x00000006, 0x00000006, 'ESME_RINVPRTFLG', 'Invalid priority flag'],
  [0x00000007, 0x00000007, 'ESME_RINVREGDLVFLG', 'Invalid registered delivery flag'],
  [0x00000008, 0x00000008, 'ESME_RSYSERR', 'System error'],
  [0x00000009, 0x00000009, '', '[Reserved]'],
  [0x0000000a, 0x0000000a, 'ESME_RINVSRCADR', 'Invalid source address'],
  [0x0000000b, 0x0000000b, 'ESME_RINVDSTADR', 'Invalid destination address'],
  [0x0000000c, 0x0000000c, 'ESME_RINVMSGID', 'Message ID is invalid'],
  [0x0000000d, 0x0000000d, 'ESME_RBINDFAIL', 'Bind failed'],
  [0x0000000e, 0x0000000e, 'ESME_RINVPASWD', 'Invalid password'],
  [0x0000000f, 0x0000000f, 'ESME_RINVSYSID', 'Invalid system ID'],
  [0x00000010, 0x00000010, '', '[Reserved]'],
  [0x00000011, 0x00000011, 'ESME_RCANCELFAIL', 'Cancel SM failed'],
  [0x00000012, 0x00000012, '', '[Reserved]'],
  [0x00000013, 0x00000013, 'ESME_RREPLACEFAIL', 'Replace SM failed'],
  [0x00000014, 0x00000014, 'ESME_RMSGQFUL', 'Message queue full'],
  [0x00000015, 0x00000015, 'ESME_RINVSERTYP', 'Invalid service type'],
  [0x00000016, 0x00000032, '', '[Reserved]'],
  [0x00000033, 0x00000033, 'ESME_RINVNUMDESTS', 'Invalid number of destinations'],
  [0x00000034, 0x00000034, 'ESME_RINVDLNAME', 'Invalid distribution list name'],
  [0x00000035, 0x0000003f, '', '[Reserved]'],
  [0x00000040, 0x00000040, 'ESME_RINVDESTFLAG', 'Destination flag is invalid (submit_multi)'],
  [0x00000041, 0x00000041, '', '[Reserved]'],
  [0x00000042, 0x00000042, 'ESME_RINVSUBREP', "Invalid 'submit with replace' request"],
  [0x00000043, 0x00000043, 'ESME_RINVESMCLASS', 'Invalid esm_class field data'],
  [0x00000044, 0x00000044, 'ESME_RCNTSUBDL', 'Cannot submit to distribution list'],
  [0x00000045, 0x00000045, 'ESME_RSUBMITFAIL', 'submit_sm or submit_multi failed'],
  [0x00000046, 0x00000047, '', '[Reserved]'],
  [0x00000048, 0x00000048, 'ESME_RINVSRCTON', 'Invalid source address TON'],
  [0x00000049, 0x00000049, 'ESME_RINVSRCNPI', 'Invalid source address NPI'],
  [0x00000050, 0x00000050, 'ESME_RINVDSTTON', 'Invalid destination address TON'],
  [0x00000051, 0x00000051, 'ESME_RINVDSTNPI', 'Invalid destination address NPI'],
  [0x00000052, 0x00000052, '', '[Reserved]'],
  [0x00000053, 0x00000053, 'ESME_RINVSYSTYP', 'Invalid system_type field'],
  [0x00000054, 0x00000054, 'ESME_RINVREPFLAG', 'Invalid replace_if_present flag'],
  [0x00000055, 0x00000055, 'ESME_RINVNUMMSGS', 'Invalid number of messages'],
  [0x00000056, 0x00000057, '', '[Reserved]'],
  [0x00000058, 0x00000058, 'ESME_RTHROTTLED', 'Throttling error (ESME exceeded allowed message limits)'],
  [0x00000059, 0x00000060, '', '[Reserved]'],
  [0x00000061, 0x00000061, 'ESME_RINVSCHED', 'Invalid scheduled delivery time'],
  [0x00000062, 0x00000062, 'ESME_RINVEXPIRY', 'Invalid message validity period (expiry time)'],
  [0x00000063, 0x00000063, 'ESME_RINVDFTMSGID', 'Predefined message invalid or not found'],
  [0x00000064, 0x00000064, 'ESME_RX_T_APPN', 'ESME receiver temporary app error code'],
  [0x00000065, 0x00000065, 'ESME_RX_P_APPN', 'ESME receiver permanent app error code'],
  [0x00000066, 0x00000066, 'ESME_RX_R_APPN', 'ESME receiver reject message error code'],
  [0x00000067, 0x00000067, 'ESME_RQUERYFAIL', 'query_sm request failed'],
  [0x00000068, 0x000000bf, '', '[Reserved]'],
  [0x000000c0, 0x000000c0, 'ESME_RINVTLVSTREAM', 'Error in the optional part of the PDU body'],
  [0x000000c1, 0x000000c1, 'ESME_RTLVNOTALLWD', 'Optional parameter not allowed'],
  [0x000000c2, 0x000000c2, 'ESME_RINVTLVLEN', 'Invalid parameter length'],
  [0x000000c3, 0x000000c3, 'ESME_RMISSINGTLV', 'Expected optional parameter missing'],
  [0x000000c4, 0x000000c4, 'ESME_RINVTLVVAL', 'Invalid optional parameter value'],
  [0x000000c5, 0x000000fd, '', '[Reserved]'],
  [0x000000fe, 0x000000fe, 'ESME_RDELIVERYFAILURE', '(Transaction) Delivery failure (used for data_sm_resp)'],
  [0x000000ff, 0x000000ff, 'ESME_RUNKNOWNERR', 'Unknown error'],
  [0x00000100, 0x00000100, 'ESME_RSERTYPUNAUTH', 'ESME Not authorised to use specified service_type'],
  [0x00000101, 0x00000101, 'ESME_RPROHIBITED', 'ESME Prohibited from using specified operation'],
  [0x00000102, 0x00000102, 'ESME_RSERTYPUNAVAIL', 'Specified service_type is unavailable'],
  [0x00000103, 0x00000103, 'ESME_RSERTYPDENIED', 'Specified service_type is denied'],
  [0x00000104, 0x00000104, 'ESME_RINVDCS', 'Invalid Data Coding Scheme'],
  [0x00000105, 0x00000105, 'ESME_RINVSRCADDRSUBUNIT', 'Source Address Sub unit is Invalid'],
  [0x00000106, 0x00000106, 'ESME_RINVDSTADDRSUBUNIT', 'Destination Address Sub unit is Invalid'],
  [0x00000107, 0x00000107, 'ESME_RINVBCASTFREQINT', 'Broadcast Frequency Interval is invalid'],
  [0x00000108, 0x00000108, 'ESME_RINVBCASTALIAS_NAME', 'Broadcast Alias Name is invalid'],
  [0x00000109, 0x00000109, 'ESME_RINVBCASTAREAFMT', 'Broadcast Area Format is invalid'],
  [0x0000010a, 0x0000010a, 'ESME_RINVNUMBCAST_AREAS', 'Number of Broadcast Areas is invalid'],
  [0x0000010b, 0x0000010b, 'ESME_RINVBCASTCNTTYPE', 'Broadcast Content Type is invalid'],
  [0x0000010c, 0x0000010c, 'ESME_RINVBCASTMSGCLASS', 'Broadcast Message Class is invalid'],
  [0x0000010d, 0x0000010d, 'ESME_RBCASTFAIL', 'broadcast_sm operation failed'],
  [0x0000010e, 0x0000010e, 'ESME_RBCASTQUERYFAIL', 'query_broadcast_sm operation failed'],
  [0x0000010f, 0x0000010f, 'ESME_RBCASTCANCELFAIL', 'cancel_broadcast_sm operation failed'],
  [0x00000110, 0x00000110, 'ESME_RINVBCAST_REP', 'Number of Repeated Broadcasts is invalid'],
  [0x00000111, 0x00000111, 'ESME_RINVBCASTSRVGRP', 'Broadcast Service Group is invalid'],
  [0x00000112, 0x00000112, 'ESME_RINVBCASTCHANIND', 'Broadcast Channel Indicator is invalid'],
  [0x00000400, 0x000004ff, '', '[Vendor-specific Error]'],
  [0x00000500, 0xffffffff, '', '[Reserved]'],
];

/** Name and meaning of command_status (5.1.3). */
export function statusName(status: number): string | undefined {
  const found = STATUSES.find(([first, last]) => status >= first && status <= last);
  return found && (found[2] === '' ? found[3] : `${found[2]}: ${found[3]}`);
}

export const NUMBER_TYPES: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'international',
  2: 'national',
  3: 'network specific',
  4: 'subscriber',
  5: 'alphanumeric',
  6: 'abbreviated',
};

export const NUMBERING_PLANS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'E.164',
  3: 'data (X.121)',
  4: 'telex',
  6: 'land mobile (E.212)',
  8: 'national',
  9: 'private',
  10: 'ERMES',
  14: 'internet (IP)',
  18: 'WAP client id',
};

export const MODES = { 0: 'default', 1: 'datagram', 2: 'forward', 3: 'store and forward' } as const;
export const TYPES: Readonly<Record<number, string>> = {
  0: 'default',
  1: 'delivery receipt',
  2: 'delivery acknowledgement',
  4: 'user acknowledgement',
  6: 'conversation abort',
  8: 'intermediate notification',
};
export const FEATURES = { 0: 'none', 1: 'UDHI', 2: 'reply path', 3: 'UDHI and reply path' } as const;
export const RECEIPTS = { 0: 'none', 1: 'success or failure', 2: 'failure', 3: 'success (5.0)' } as const;
export const ACKNOWLEDGEMENTS = { 0: 'none', 1: 'delivery', 2: 'user', 3: 'both' } as const;
export const STATES: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVERED',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIVERABLE',
  6: 'ACCEPTED',
  7: 'UNKNOWN',
  8: 'REJECTED',
};

const CODINGS: Readonly<Record<number, string>> = {
  0: 'default alphabet of the SMSC',
  1: 'ASCII',
  2: 'octets',
  3: 'Latin-1',
  4: 'octets',
  5: 'JIS',
  6: 'Cyrillic',
  7: 'Hebrew',
  8: 'UCS2',
  9: 'pictogram',
  10: 'ISO-2022-JP',
  13: 'extended Kanji',
  14: 'KS C 5601',
};

export function codingName(coding: number): string {
  if (coding >= 0xf0) return (coding & 4) === 0 ? 'GSM 7-bit with class' : '8-bit data with class';
  if (coding >= 0xc0) return 'GSM message waiting';
  return CODINGS[coding] ?? 'reserved';
}

export const BEARERS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'SMS',
  2: 'circuit switched data',
  3: 'packet data',
  4: 'USSD',
  5: 'CDPD',
  6: 'DataTAC',
  7: 'FLEX/ReFLEX',
  8: 'cell broadcast',
};
export const NETWORKS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'GSM',
  2: 'ANSI-136/TDMA',
  3: 'IS-95/CDMA',
  4: 'PDC',
  5: 'PHS',
  6: 'iDEN',
  7: 'AMPS',
  8: 'paging network',
};
