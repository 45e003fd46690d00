/** Value names of MMS headers (OMA-MMS-ENC 7.2), by the octet as it stands. */
type Names = Readonly<Record<number, string>>;

export const MESSAGE_TYPES: Names = {
  128: 'm-send-req',
  129: 'm-send-conf',
  130: 'm-notification-ind',
  131: 'm-notifyresp-ind',
  132: 'm-retrieve-conf',
  133: 'm-acknowledge-ind',
  134: 'm-delivery-ind',
  135: 'm-read-rec-ind',
  136: 'm-read-orig-ind',
  137: 'm-forward-req',
  138: 'm-forward-conf',
  139: 'm-mbox-store-req',
  140: 'm-mbox-store-conf',
  141: 'm-mbox-view-req',
  142: 'm-mbox-view-conf',
  143: 'm-mbox-upload-req',
  144: 'm-mbox-upload-conf',
  145: 'm-mbox-delete-req',
  146: 'm-mbox-delete-conf',
  147: 'm-mbox-descr',
};

export const YES_NO: Names = { 128: 'Yes', 129: 'No' };

export const MESSAGE_CLASSES: Names = { 128: 'Personal', 129: 'Advertisement', 130: 'Informational', 131: 'Auto' };

export const PRIORITIES: Names = { 128: 'Low', 129: 'Normal', 130: 'High' };

export const RESPONSE_STATUSES: Names = {
  128: 'Ok',
  129: 'Unspecified',
  130: 'Service denied',
  131: 'Message format corrupt',
  132: 'Sending address unresolved',
  133: 'Message not found',
  134: 'Network problem',
  135: 'Content not accepted',
  136: 'Unsupported message',
  192: 'Transient failure',
  193: 'Transient: Sending address unresolved',
  194: 'Transient: Message not found',
  195: 'Transient: Network problem',
  196: 'Transient: Partial success',
  224: 'Permanent failure',
  225: 'Permanent: Service denied',
  226: 'Permanent: Message format corrupt',
  227: 'Permanent: Sending address unresolved',
  228: 'Permanent: Message not found',
  229: 'Permanent: Content not accepted',
  230: 'Permanent: Reply charging limitations not met',
  231: 'Permanent: Reply charging request not accepted',
  232: 'Permanent: Reply charging forwarding denied',
  233: 'Permanent: Reply charging not supported',
  234: 'Permanent: Address hiding not supported',
};

export const VISIBILITIES: Names = { 128: 'Hide', 129: 'Show' };

export const STATUSES: Names = {
  128: 'Expired',
  129: 'Retrieved',
  130: 'Rejected',
  131: 'Deferred',
  132: 'Unrecognized',
  133: 'Indeterminate',
  134: 'Forwarded',
  135: 'Unreachable',
};

export const RETRIEVE_STATUSES: Names = {
  128: 'Ok',
  192: 'Transient failure',
  193: 'Transient: Message not found',
  194: 'Transient: Network problem',
  224: 'Permanent failure',
  225: 'Permanent: Service denied',
  226: 'Permanent: Message not found',
  227: 'Permanent: Content unsupported',
};

export const READ_STATUSES: Names = { 128: 'Read', 129: 'Deleted without being read' };

export const REPLY_CHARGINGS: Names = {
  128: 'Requested',
  129: 'Requested text only',
  130: 'Accepted',
  131: 'Accepted text only',
};

/** Character sets by IANA MIBenum, those that are read here. */
export const CHARSETS: Names = {
  3: 'US-ASCII',
  4: 'ISO-8859-1',
  106: 'UTF-8',
  1000: 'ISO-10646-UCS-2',
  1015: 'UTF-16',
};
