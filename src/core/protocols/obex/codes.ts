/** Requests, as the low 7 bits of the first octet. */
export const OPCODES: Readonly<Record<number, string>> = {
  0: 'Connect',
  1: 'Disconnect',
  2: 'Put',
  3: 'Get',
  5: 'Set Path',
  6: 'Action',
  7: 'Session',
  127: 'Abort',
};

export const CONNECT = 0;
export const PUT = 2;
export const GET = 3;
export const SET_PATH = 5;

/** Responses, as the low 7 bits of the first octet; the numbers follow HTTP's. */
/** Response codes of a GET: more of the object follows, and its end. */
export const CONTINUE = 0x10;
export const SUCCESS = 0x20;

export const RESPONSES: Readonly<Record<number, string>> = {
  16: 'Continue',
  32: 'Success',
  33: 'Created',
  34: 'Accepted',
  35: 'Non-Authoritative Information',
  36: 'No Content',
  37: 'Reset Content',
  38: 'Partial Content',
  48: 'Multiple Choices',
  49: 'Moved Permanently',
  50: 'Moved Temporarily',
  51: 'See Other',
  52: 'Not Modified',
  53: 'Use Proxy',
  64: 'Bad Request',
  65: 'Unauthorized',
  66: 'Payment Required',
  67: 'Forbidden',
  68: 'Not Found',
  69: 'Method Not Allowed',
  70: 'Not Acceptable',
  71: 'Proxy Authentication Required',
  72: 'Request Time Out',
  73: 'Conflict',
  74: 'Gone',
  75: 'Length Required',
  76: 'Precondition Failed',
  77: 'Requested Entity Too Large',
  78: 'Requested URL Too Large',
  79: 'Unsupported Media Type',
  80: 'Internal Server Error',
  81: 'Not Implemented',
  82: 'Bad Gateway',
  83: 'Service Unavailable',
  84: 'Gateway Timeout',
  85: 'HTTP Version Not Supported',
  96: 'Database Full',
  97: 'Database Locked',
};

/** Forms of header values: the top two bits of a header id. */
export const TEXT = 0;
export const OCTETS = 1;
export const ONE_OCTET = 2;
export const FOUR_OCTETS = 3;

export const ENCODINGS: Readonly<Record<number, string>> = {
  [TEXT]: 'text in UTF-16BE with a length of 2 octets',
  [OCTETS]: 'octets with a length of 2 octets',
  [ONE_OCTET]: '1 octet',
  [FOUR_OCTETS]: '4 octets',
};

export const NAME = 0x01;
export const DESTINATION_NAME = 0x15;
export const TYPE = 0x42;
export const TIME = 0x44;
export const BODY = 0x48;
export const END_OF_BODY = 0x49;
export const APPLICATION_PARAMETERS = 0x4c;
export const CHALLENGE = 0x4d;
export const AUTH_RESPONSE = 0x4e;
export const OBJECT_CLASS = 0x51;
export const SESSION_PARAMETERS = 0x52;
export const COUNT = 0xc0;
export const LENGTH = 0xc3;
export const CONNECTION_ID = 0xcb;

const HEADER_IDS: Readonly<Record<number, string>> = {
  [NAME]: 'Name',
  5: 'Description',
  21: 'Destination Name',
  [TYPE]: 'Type',
  [TIME]: 'Time',
  70: 'Target',
  71: 'HTTP',
  [BODY]: 'Body',
  [END_OF_BODY]: 'End of Body',
  74: 'Who',
  [APPLICATION_PARAMETERS]: 'Application Parameters',
  [CHALLENGE]: 'Authentication Challenge',
  [AUTH_RESPONSE]: 'Authentication Response',
  80: 'WAN UUID',
  [OBJECT_CLASS]: 'Object Class',
  [SESSION_PARAMETERS]: 'Session Parameters',
  147: 'Session Sequence Number',
  148: 'Action',
  151: 'Single Response Mode',
  152: 'Single Response Mode Parameter',
  [COUNT]: 'Count',
  [LENGTH]: 'Length',
  196: 'Time (seconds)',
  [CONNECTION_ID]: 'Connection Id',
  207: 'Creator',
  214: 'Permissions',
};

/** Name of a header; the last 16 of each form are the users' own. */
export function headerName(id: number): string | undefined {
  return HEADER_IDS[id] ?? ((id & 0x30) === 0x30 ? 'User defined' : undefined);
}

export const VERSIONS = (value: number): string => `${value >>> 4}.${value & 15}`;

/** Media types that endings of names stand for, where a PUT has no Type header. */
export const TYPE_BY_ENDING: Readonly<Record<string, string>> = {
  si: 'text/vnd.wap.si',
  sic: 'application/vnd.wap.sic',
  sl: 'text/vnd.wap.sl',
  slc: 'application/vnd.wap.slc',
  wml: 'text/vnd.wap.wml',
  wmlc: 'application/vnd.wap.wmlc',
  wbxml: 'application/vnd.wap.wbxml',
  xml: 'text/xml',
  bdm: 'application/vnd.syncml.dm+wbxml',
  xdm: 'application/vnd.syncml.dm+xml',
};

/** Tags of the parameters of three headers, each with the octets of its value where they are fixed. */
export const CHALLENGE_TAGS: Readonly<Record<number, string>> = { 0: 'Nonce', 1: 'Options', 2: 'Realm' };
export const RESPONSE_TAGS: Readonly<Record<number, string>> = { 0: 'Request digest', 1: 'User Id', 2: 'Nonce' };
export const SESSION_TAGS: Readonly<Record<number, string>> = {
  0: 'Device address',
  1: 'Nonce',
  2: 'Session id',
  3: 'Next sequence number',
  4: 'Timeout',
  5: 'Session opcode',
};
