import { toHex } from '../../base/bytes.ts';
import { FormatFault, type FormatItem, packetName } from './item.ts';

interface Tpdu {
  readonly bytes: Uint8Array;
  readonly isSubmit: boolean;
}

const CONTROL_Z = '\u001a';
const DELIVER_IN_MEMORY = 0;

/** The TPDU of a packet: the packet itself, or what SIP, GSMTAP or MAP carry in it. */
function tpduOf({ tree, context, bytes, start }: FormatItem): Tpdu | undefined {
  const layer = context.layers.find(({ protocol }) => protocol === 'gsm_sms');
  if (layer === undefined) return undefined;
  const octets = tree.sources[layer.source]?.bytes ?? bytes;
  const from = (layer.start >>> 3) + (start.table === 'layer' && start.key === 'sms-smsc' ? 1 + (octets[0] ?? 0) : 0);
  let to = from;
  // The rows of the TPDU's own user data reach to its end; rows below it belong to what carries it.
  const own = context.layers.slice(context.layers.indexOf(layer)).map(({ protocol }) => protocol);
  const isCarrier = context.layers.slice(0, context.layers.indexOf(layer)).map(({ protocol }) => protocol);
  for (let row = 0; row < tree.length; row++) {
    if (tree.source(row) !== layer.source || tree.start(row) >>> 3 < from || !tree.isLeaf(row)) continue;
    const name = tree.field(row).filter;
    if (isCarrier.some((id) => name.startsWith(`${id}.`) && !own.includes(id))) break;
    to = tree.end(row) >>> 3;
  }
  const type = (octets[from] ?? 3) & 3;
  const submits = tree.find1('gsm_sms.tp-vpf') !== undefined;
  if (type > 1 || to <= from) return undefined;
  return { bytes: octets.subarray(from, to), isSubmit: submits };
}

/** Whether a packet has a TPDU that a modem could take. */
export function hasShortMessage(item: FormatItem): boolean {
  return tpduOf(item) !== undefined;
}

/**
 * Commands of PDU mode (TS 27.005) for a modem: each TPDU with an empty service centre (00: the one that the modem knows).
 * SMS-SUBMIT is sent; SMS-DELIVER, which no modem sends, is written into its memory as a message that has come.
 * @throws FormatFault for packets without TPDU
 */
export function asAtCommands(items: readonly FormatItem[]): string {
  const tpdus = items.map((item, i) => {
    const tpdu = tpduOf(item);
    if (tpdu === undefined)
      throw new FormatFault(`${packetName(i)} has no short message (SMS-SUBMIT or SMS-DELIVER) in it`);
    return tpdu;
  });
  const lines = tpdus.flatMap(({ bytes, isSubmit }) => [
    isSubmit ? `AT+CMGS=${bytes.length}` : `AT+CMGW=${bytes.length},${DELIVER_IN_MEMORY}`,
    `00${toHex(bytes).toUpperCase()}${CONTROL_Z}`,
  ]);
  return ['AT+CMGF=0', ...lines].map((line) => `${line}\r\n`).join('');
}
