import type { Rule, Severity } from '../../codec/rule.ts';
import type { Tree } from '../../codec/tree.ts';
import type { CodedValue, PushCarrier, Range } from '../../dissect/push-carrier.ts';
import type { NotificationFormat } from './formats.ts';
import { N12 } from './rules-n12.ts';
import { N13 } from './rules-n13.ts';
import { N20 } from './rules-n20.ts';
import { QUIRKS } from './rules-notes.ts';

const PUSH = 6;
const PORT = 2948;
const APPLICATION = 0x07;
const HEADER_LIMIT = 48;
/** A port header of a short message, the least that WDP adds. */
const WDP_LEAST = 7;

const TYPE_12 = 'application/vnd.syncml.notification';
const TYPE_13 = 'application/vnd.syncml.dm.notification';

/** The carrier rules of one version. */
interface CarrierRules {
  readonly contentCode: number;
  readonly mediaType: string;
  readonly unsecuredPush: Rule;
  readonly application: Rule;
  readonly contentType: Rule;
  readonly headers: Rule;
  readonly port: Rule;
  /** 1.2 counts the datagram header too, and asks for an order of the headers. */
  readonly countsWdp: boolean;
  readonly order?: Rule;
  readonly obex?: Rule;
  readonly otherType?: Rule;
}

const CARRIERS: Readonly<Record<Exclude<NotificationFormat, 'ds-1.2'>, CarrierRules>> = {
  'dm-1.2': {
    contentCode: 0x44,
    mediaType: TYPE_12,
    unsecuredPush: N12['N12-026'],
    application: N12['N12-019'],
    contentType: N12['N12-018'],
    headers: N12['N12-021'],
    port: N12['N12-022'],
    countsWdp: true,
    order: N12['N12-020'],
    obex: N12['N12-025'],
    otherType: N12['N12-005'],
  },
  'dm-1.3': {
    contentCode: 0x58,
    mediaType: TYPE_13,
    unsecuredPush: N13['N13-066'],
    application: N13['N13-067'],
    contentType: N13['N13-068'],
    headers: N13['N13-069'],
    port: N13['N13-070'],
    countsWdp: false,
    obex: N13['N13-073'],
    otherType: N13['N13-004'],
  },
  'dm-2.0': {
    contentCode: 0x58,
    mediaType: TYPE_13,
    unsecuredPush: N20['N20-037'],
    application: N20['N20-038'],
    contentType: N20['N20-039'],
    headers: N20['N20-040'],
    port: N20['N20-041'],
    countsWdp: false,
  },
};

/** Judges the carrier of a notification by the rules of its version. DS alerts have no carrier rules. */
export function judgePush(tree: Tree, push: PushCarrier, format: NotificationFormat, body: Range): void {
  if (format === 'ds-1.2') return;
  const rules = CARRIERS[format];
  const find = (rule: Rule, message: string, at: Range | undefined, severity?: Severity) => {
    const { source, start, end } = at ?? { source: body.source, start: body.start, end: body.start };
    tree.find(rule, message, source, start, end, severity);
  };
  switch (push.bearer) {
    case 'wsp':
      judgeWsp(push, rules, find);
      return;
    case 'sip':
      if (format === 'dm-1.3') judgeSip(push, find);
      return;
    case 'http':
      if (format === 'dm-1.3' && push.contentType !== undefined && !isType(push.contentType, TYPE_13)) {
        find(N13['N13-079'], `the content type is ${push.contentType.text}, not ${TYPE_13}`, push.contentType);
      }
      return;
    case 'obex':
      judgeObex(push, rules, find);
      return;
    default:
      return;
  }
}

type Find = (rule: Rule, message: string, at: Range | undefined, severity?: Severity) => void;

function judgeWsp(push: PushCarrier, rules: CarrierRules, find: Find): void {
  const { contentType, applicationId, pduType, headersLength, destinationPort } = push;
  const connectionless = pduType === undefined || pduType.type === PUSH;
  if (!connectionless) {
    find(rules.unsecuredPush, `the PDU type is ${pduType.type}; an unconfirmed push has ${PUSH}`, pduType);
  } else if (push.secure) {
    find(rules.unsecuredPush, 'the push is secured; a notification is sent without WTLS', pduType);
  }
  const code = rules.contentCode;
  if (contentType === undefined || contentType.code !== code) {
    const is = contentType === undefined ? 'missing' : describe(contentType);
    find(rules.contentType, `the content type is ${is}; it must be the code 0x${code.toString(16)}`, contentType);
  }
  if (contentType?.code === 0x58) {
    find(
      QUIRKS['Q-19'],
      'Android has no 0x58 in its table and passes the notification on as an unknown type',
      contentType,
    );
  }
  if (applicationId === undefined || applicationId.code !== APPLICATION) {
    const is = applicationId === undefined ? 'missing' : describe(applicationId);
    find(rules.application, `the application id is ${is}; it must be the code 0x07`, applicationId ?? contentType);
  }
  judgeHeaderSize(push, rules, find);
  // A confirmed push goes to the port of the client's session, which nobody prescribes.
  if (connectionless && destinationPort !== undefined && destinationPort.port !== PORT) {
    find(rules.port, `the destination port is ${destinationPort.port}; notifications go to ${PORT}`, destinationPort);
  }
  // A push PDU begins with its content type, so that only headers between the two can break the order.
  const application = (push.order ?? []).indexOf('x-wap-application-id');
  if (rules.order !== undefined && application >= 0 && push.order?.[application - 1] !== 'content-type') {
    find(
      rules.order,
      'the application id does not stand right behind the content type',
      applicationId ?? headersLength,
    );
  }
}

function judgeHeaderSize({ headersLength, pduHeaderOctets }: PushCarrier, rules: CarrierRules, find: Find): void {
  const octets = headersLength?.octets ?? 0;
  const whole = pduHeaderOctets ?? 0;
  if (octets > HEADER_LIMIT) {
    find(rules.headers, `HeadersLen is ${octets}; at most ${HEADER_LIMIT} octets are allowed`, headersLength);
  } else if (whole > HEADER_LIMIT) {
    const message = `${whole} octets stand before the body; ${HEADER_LIMIT} are allowed when all of the PDU counts`;
    find(rules.headers, message, headersLength, 'note');
  } else if (rules.countsWdp && whole + WDP_LEAST > HEADER_LIMIT) {
    const message = `${whole} octets of push header and at least ${WDP_LEAST} of WDP; together ${HEADER_LIMIT} are allowed`;
    find(rules.headers, message, headersLength, 'note');
  }
}

function judgeSip({ contentType, method, eventAppId }: PushCarrier, find: Find): void {
  if (contentType !== undefined && !isType(contentType, TYPE_13)) {
    find(N13['N13-076'], `the content type is ${contentType.text}, not ${TYPE_13}`, contentType);
  }
  if (eventAppId !== undefined && eventAppId.text !== 'syncml.dm') {
    const is = eventAppId.text === '' ? 'missing' : eventAppId.text;
    find(N13['N13-077'], `g.oma.eventappid is ${is}; it must be syncml.dm`, eventAppId);
  }
  if (method !== undefined && method.text !== 'MESSAGE') {
    find(N13['N13-078'], `the SIP method is ${method.text}; a notification is a MESSAGE`, method);
  }
}

function judgeObex({ contentType, method }: PushCarrier, rules: CarrierRules, find: Find): void {
  if (rules.obex !== undefined && method !== undefined && method.text !== 'PUT') {
    find(rules.obex, `the OBEX operation is ${method.text}; a notification is sent with PUT`, method);
  }
  if (rules.otherType !== undefined && contentType !== undefined && !isType(contentType, rules.mediaType)) {
    find(rules.otherType, `the type is ${contentType.text}, not ${rules.mediaType}`, contentType);
  }
}

function isType(value: CodedValue, type: string): boolean {
  return value.text.split(';')[0]?.trim().toLowerCase() === type;
}

function describe({ text, code }: CodedValue): string {
  return code === undefined ? `the text ${text}` : `the code 0x${code.toString(16).padStart(2, '0')} (${text})`;
}
