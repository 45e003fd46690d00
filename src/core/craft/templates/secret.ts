import { fromHex } from '../../base/bytes.ts';
import type { Secret } from '../../dissect/secrets.ts';

/** Server that the templates speak for. */
export const SERVER_ID = 'com.example.dm';

/** The secret that the templates are signed with, for examples only: password, nonce (DM 1.2 and DS) and PIN (provisioning). */
export const TEMPLATE_SECRET: Secret = {
  serverId: SERVER_ID,
  form: 'text',
  typed: 'srvpwd',
  nonce: fromHex('0102030405060708') ?? new Uint8Array(0),
  pin: '1234',
};
