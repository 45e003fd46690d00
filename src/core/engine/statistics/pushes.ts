import type { Tree } from '../../codec/tree.ts';
import { rowValue } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';

/** A pushed message. Empty texts: it does not say. */
export interface Push {
  readonly bearer: string;
  readonly contentType: string;
  readonly applicationId: string;
  readonly initiator: string;
}

/** Content that is pushed, by any bearer: what a file transfer or a web page carries besides is no push. */
const PUSHED = /^(?:application|text)\/vnd\.(?:syncml|wap|oma)/i;
const INITIATORS: ReadonlySet<string> = new Set([
  'wsp.header.initiator_uri',
  'http.x_wap_initiator_uri',
  'mime_multipart.header.x-wap-initiator-uri',
]);
/** Longest text that is kept of a header: content is hostile. */
const MAX_TEXT = 200;
const CUT = '…';

/** The pushes of a packet: messages, not their parts. */
export function pushesOf(tree: Tree, context: Context): Push[] {
  const carriers = context.carriers.filter(
    (carrier, i, all) => !all.slice(0, i).some((outer) => isPartOf(carrier, outer)),
  );
  const isSubmission = context.layers.some(({ protocol }) => protocol === 'pap');
  const pushes = carriers.filter((carrier) => isPush(carrier, isSubmission));
  if (pushes.length === 0) return [];
  const initiators = initiatorsOf(tree);
  return pushes.map(({ bearer, contentType, applicationId, eventAppId }, i) => ({
    bearer,
    contentType: shortened(contentType?.text ?? ''),
    applicationId: shortened(applicationId?.text ?? eventAppId?.text ?? ''),
    // Headers come in the order of their messages.
    initiator: shortened((pushes.length === 1 ? initiators[0] : initiators[i]) ?? ''),
  }));
}

/** Parts of multipart content tell of the same request or PDU as the message around them. */
function isPartOf(carrier: PushCarrier, outer: PushCarrier): boolean {
  return (
    (carrier.pduType !== undefined && carrier.pduType === outer.pduType) ||
    // A response that is the body of a request (OTA-HTTP) is a message of its own, though it knows the method.
    (carrier.method !== undefined && carrier.method === outer.method && carrier.status === outer.status)
  );
}

function isPush(
  { bearer, contentType, applicationId, eventAppId, method }: PushCarrier,
  isSubmission: boolean,
): boolean {
  switch (bearer) {
    case 'wsp':
      return true;
    case 'sip':
      return (eventAppId?.text ?? '') !== '' || PUSHED.test(contentType?.text ?? '');
    case 'http':
      return method !== undefined && (applicationId !== undefined || (isSubmission && contentType !== undefined));
    case 'none':
      return false;
    default:
      return PUSHED.test(contentType?.text ?? '');
  }
}

function initiatorsOf(tree: Tree): string[] {
  const out: string[] = [];
  for (let row = 0; row < tree.length; row++) {
    if (!INITIATORS.has(tree.field(row).filter)) continue;
    const value = rowValue(tree, row);
    out.push(typeof value === 'string' ? value : '');
  }
  return out;
}

const shortened = (text: string): string => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}${CUT}`);

/** True for a text that was too long to be kept whole. */
export const isShortened = (text: string): boolean => text.length > MAX_TEXT && text.endsWith(CUT);
