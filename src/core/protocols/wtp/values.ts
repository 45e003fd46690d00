export const INVOKE = 1;
export const RESULT = 2;
export const ACK = 3;
export const ABORT = 4;
export const SEGMENTED_INVOKE = 5;
export const SEGMENTED_RESULT = 6;
export const NEGATIVE_ACK = 7;

export const PDU_TYPES: Readonly<Record<number, string>> = {
  [INVOKE]: 'Invoke',
  [RESULT]: 'Result',
  [ACK]: 'Ack',
  [ABORT]: 'Abort',
  [SEGMENTED_INVOKE]: 'Segmented Invoke',
  [SEGMENTED_RESULT]: 'Segmented Result',
  [NEGATIVE_ACK]: 'Negative Ack',
};

/** GTR and TTR together. */
export const TRAILERS: Readonly<Record<number, string>> = {
  0: 'more packets of this group follow',
  1: 'last packet of the message',
  2: 'last packet of a group',
  3: 'segmentation not supported',
};

export const CLASSES: Readonly<Record<number, string>> = {
  0: 'unreliable invoke without result',
  1: 'reliable invoke without result',
  2: 'reliable invoke with result',
};

export const PROVIDER = 0;
export const USER = 1;

export const ABORT_TYPES: Readonly<Record<number, string>> = { [PROVIDER]: 'provider', [USER]: 'user (WSP)' };

export const PROVIDER_REASONS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'protocol error',
  2: 'invalid TID',
  3: 'class 2 not implemented',
  4: 'segmentation and reassembly not implemented',
  5: 'user acknowledgement not implemented',
  6: 'WTP version is not zero',
  7: 'capacity temporarily exceeded',
  8: 'no response',
  9: 'message too large',
};

/** WSP's reasons (WAP-230 table 37). */
export const USER_REASONS: Readonly<Record<number, string>> = {
  224: 'protocol error (illegal PDU)',
  225: 'session disconnected',
  226: 'session suspended',
  227: 'session resumed',
  228: 'peer congested',
  229: 'session connect failed',
  230: 'maximum receive unit size exceeded',
  231: 'maximum outstanding requests exceeded',
  232: 'peer request',
  233: 'network error',
  234: 'user request',
  235: 'no specific cause, no retries',
  236: 'push message cannot be delivered',
  237: 'push message discarded',
  238: 'content type cannot be processed',
};

export const TPI_INFO = 1;
export const TPI_OPTION = 2;
export const TPI_PSN = 3;

export const TPIS: Readonly<Record<number, string>> = {
  0: 'Error',
  [TPI_INFO]: 'Info',
  [TPI_OPTION]: 'Option',
  [TPI_PSN]: 'Packet sequence number',
  4: 'SDU boundary',
  5: 'Frame boundary',
};

export const OPTIONS: Readonly<Record<number, string>> = {
  1: 'Maximum receive unit',
  2: 'Total message size',
  3: 'Delay transmission timer',
  4: 'Maximum group',
  5: 'Current TID',
  6: 'No cached TID',
};

/** WSP's type of a confirmed push: what a class 1 transaction carries. */
export const CONFIRMED_PUSH = 0x07;
