/** Names of values that several versions of the notification share. */

/** NOTI-1.2 6.2.7, NOTI-1.3 6.4.4. */
export const UI_MODES = {
  0: 'not specified',
  1: 'background',
  2: 'informative',
  3: 'user interaction',
} as const;

/** NOTI-1.2 6.2.8, NOTI-1.3 6.4.3. */
export const INITIATORS = { 0: 'end user initiated', 1: 'server initiated' } as const;

/** NOTI-1.3 6.4.5; 5 to 7 are reserved. */
export const TRANSPORTS = { 0: 'not specified', 1: 'HTTP', 2: 'HTTPS', 3: 'OBEX', 4: 'WSP' } as const;

/** NOTI-1.3 6.5.6. */
export const BEARERS = {
  0: 'not specified',
  1: '3GPP_CIRCUIT_SWITCHED',
  2: '3GPP_PACKET_SWITCHED',
  3: '3GPP_LTE',
  4: '3GPP2_CDMA_PACKET_DATA',
  5: 'WIMAX',
  6: 'WLAN',
  7: 'DSL',
  8: 'ETHERNET',
  9: 'Bluetooth',
  10: 'IrDA',
  11: 'LOCAL',
} as const;

/** NOTI-2.0 5.3.4. */
export const CONNECTION_TYPES = { 0: 'not specified', 1: 'Mobile', 2: 'Wireless', 3: 'Wireline' } as const;

/** Sync types of a DS alert are alert codes less 200. */
export const SYNC_TYPES = {
  6: '206, two-way by server',
  7: '207, one-way from client by server',
  8: '208, refresh from client by server',
  9: '209, one-way from server by server',
  10: '210, refresh from server by server',
} as const;

/** WSP content-type numbers seen in DS alerts; 0 stands for none. */
export const SYNC_CONTENT_TYPES = {
  0: 'not given',
  3: 'text/plain',
  6: 'text/x-vcalendar',
  7: 'text/x-vcard',
  774: 'e-mail (Funambol)',
} as const;

/** Version field of 1.2 and DS: the version times ten. */
export function versionTimesTen(value: number): string {
  return `${Math.floor(value / 10)}.${value % 10}`;
}

export type NotificationFormat = 'dm-1.2' | 'dm-1.3' | 'dm-2.0' | 'ds-1.2';

export const FORMAT_NAMES: Readonly<Record<NotificationFormat, string>> = {
  'dm-1.2': 'DM 1.2',
  'dm-1.3': 'DM 1.3',
  'dm-2.0': 'DM 2.0',
  'ds-1.2': 'DS 1.2',
};
