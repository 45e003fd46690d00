export const CHANGE_CIPHER_SPEC = 1;
export const ALERT = 2;
export const HANDSHAKE = 3;
export const APPLICATION_DATA = 4;

export const CONTENT_TYPES: Readonly<Record<number, string>> = {
  [CHANGE_CIPHER_SPEC]: 'change_cipher_spec',
  [ALERT]: 'alert',
  [HANDSHAKE]: 'handshake',
  [APPLICATION_DATA]: 'application_data',
};

/** Bits of the record type octet. */
export const HAS_LENGTH = 0x80;
export const HAS_SEQUENCE = 0x40;
export const IS_PROTECTED = 0x20;
export const RESERVED = 0x10;

export const ALERT_LEVELS: Readonly<Record<number, string>> = { 1: 'warning', 2: 'critical', 3: 'fatal' };

export const ALERTS: Readonly<Record<number, string>> = {
  0: 'connection_close_notify',
  1: 'session_close_notify',
  5: 'no_connection',
  10: 'unexpected_message',
  11: 'time_required',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  52: 'unknown_key_id',
  53: 'disabled_key_id',
  54: 'key_exchange_disabled',
  55: 'session_not_ready',
  56: 'unknown_parameter_index',
  57: 'duplicate_finished_received',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  90: 'user_canceled',
  100: 'no_renegotiation',
};

export const CLIENT_HELLO = 1;
export const SERVER_HELLO = 2;
export const CERTIFICATE = 11;

export const HANDSHAKE_TYPES: Readonly<Record<number, string>> = {
  0: 'hello_request',
  [CLIENT_HELLO]: 'client_hello',
  [SERVER_HELLO]: 'server_hello',
  [CERTIFICATE]: 'certificate',
  12: 'server_key_exchange',
  13: 'certificate_request',
  14: 'server_hello_done',
  15: 'certificate_verify',
  16: 'client_key_exchange',
  20: 'finished',
};

export const BULK_CIPHERS: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'RC5_CBC_40',
  2: 'RC5_CBC_56',
  3: 'RC5_CBC',
  4: 'DES_CBC_40',
  5: 'DES_CBC',
  6: '3DES_CBC_EDE',
  7: 'IDEA_CBC_40',
  8: 'IDEA_CBC_56',
  9: 'IDEA_CBC',
};

export const MACS: Readonly<Record<number, string>> = {
  0: 'SHA_0',
  1: 'SHA_40',
  2: 'SHA_80',
  3: 'SHA',
  4: 'SHA_XOR_40',
  5: 'MD5_40',
  6: 'MD5_80',
  7: 'MD5',
};

export const KEY_EXCHANGE_SUITES: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'SHARED_SECRET',
  2: 'DH_anon',
  3: 'DH_anon_512',
  4: 'DH_anon_768',
  5: 'RSA_anon',
  6: 'RSA_anon_512',
  7: 'RSA_anon_768',
  8: 'RSA',
  9: 'RSA_512',
  10: 'RSA_768',
  11: 'ECDH_anon',
  12: 'ECDH_anon_113',
  13: 'ECDH_anon_131',
  14: 'ECDH_ECDSA',
  15: 'ECDH_anon_uncomp',
  16: 'ECDH_anon_uncomp_113',
  17: 'ECDH_anon_uncomp_131',
  18: 'ECDH_ECDSA_uncomp',
};

export const IDENTIFIER_TEXT = 1;
export const IDENTIFIER_BINARY = 2;
export const IDENTIFIER_KEY_HASH = 254;
export const IDENTIFIER_X509 = 255;

export const IDENTIFIER_TYPES: Readonly<Record<number, string>> = {
  0: 'no identifier',
  [IDENTIFIER_TEXT]: 'text',
  [IDENTIFIER_BINARY]: 'binary',
  [IDENTIFIER_KEY_HASH]: 'SHA-1 hash of the public key',
  [IDENTIFIER_X509]: 'X.509 distinguished name',
};

/** MIBenum numbers that a name may come in; others stay numbers. */
export const CHARSETS: Readonly<Record<number, string>> = {
  3: 'US-ASCII',
  4: 'ISO-8859-1',
  106: 'UTF-8',
  1000: 'ISO-10646-UCS-2',
};

export const SEQUENCE_MODES: Readonly<Record<number, string>> = { 0: 'off', 1: 'implicit', 2: 'explicit' };
export const COMPRESSIONS: Readonly<Record<number, string>> = { 0: 'NULL' };

export const WTLS_CERTIFICATE = 1;
export const CERTIFICATE_URL = 4;
export const CERTIFICATE_TYPES: Readonly<Record<number, string>> = {
  [WTLS_CERTIFICATE]: 'WTLS',
  2: 'X.509',
  3: 'X9.68',
  [CERTIFICATE_URL]: 'URL',
};

export const SIGNATURE_ALGORITHMS: Readonly<Record<number, string>> = { 0: 'anonymous', 1: 'ECDSA_SHA', 2: 'RSA_SHA' };
export const RSA_KEY = 2;
export const KEY_TYPES: Readonly<Record<number, string>> = { [RSA_KEY]: 'RSA', 3: 'ECDH', 4: 'ECDSA' };
