import type { Rule } from '../../codec/rule.ts';
import type { CodedValue, PushCarrier, Range } from '../../dissect/push-carrier.ts';
import { PB } from './rules-push.ts';

const PUSH = 6;
const APPLICATION = 0x07;
const CODES = [0x42, 0x43];
const TYPES = ['application/vnd.syncml.dm+wbxml', 'application/vnd.syncml.dm+xml'];

export type FindAt = (rule: Rule, message: string, at: Range | undefined) => void;

/** Judges what carries a pushed DM message (DM Push Binding 1.3 section 5). */
export function judgeCarrier(push: PushCarrier, find: FindAt): void {
  const { contentType, method } = push;
  switch (push.bearer) {
    case 'wsp':
      judgeWsp(push, find);
      break;
    case 'sip':
      judgeType(PB['PB-043'], contentType, find);
      if (push.eventAppId !== undefined && push.eventAppId.text !== 'syncml.dm') {
        find(
          PB['PB-044'],
          `g.oma.eventappid is ${push.eventAppId.text || 'missing'}; it must be syncml.dm`,
          push.eventAppId,
        );
      }
      if (method !== undefined && method.text !== 'MESSAGE')
        find(PB['PB-045'], `the SIP method is ${method.text}; a message is sent with MESSAGE`, method);
      break;
    case 'http':
      judgeType(PB['PB-051'], contentType, find);
      break;
    case 'obex':
      if (method !== undefined && method.text !== 'PUT')
        find(PB['PB-061'], `the OBEX operation is ${method.text}; a message is sent with PUT`, method);
      break;
    default:
      break;
  }
}

function judgeWsp({ secure, pduType, applicationId, contentType }: PushCarrier, find: FindAt): void {
  const [push, application, type] = secure
    ? [PB['PB-021'], PB['PB-022'], PB['PB-023']]
    : [PB['PB-011'], PB['PB-012'], PB['PB-013']];
  if (pduType !== undefined && pduType.type !== PUSH)
    find(push, `the PDU type is ${pduType.type}; a connectionless push has ${PUSH}`, pduType);
  if (applicationId?.code !== APPLICATION) {
    find(
      application,
      `the application id is ${describe(applicationId)}; it must be the code 0x07`,
      applicationId ?? contentType,
    );
  }
  if (contentType?.code === undefined || !CODES.includes(contentType.code)) {
    find(type, `the content type is ${describe(contentType)}; it must be the code 0x42 or 0x43`, contentType);
  }
}

function judgeType(rule: Rule, contentType: CodedValue | undefined, find: FindAt): void {
  const type = contentType?.text.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !TYPES.includes(type))
    find(rule, `the content type is ${type}, not ${TYPES.join(' or ')}`, contentType);
}

function describe(value: CodedValue | undefined): string {
  if (value === undefined) return 'missing';
  return value.code === undefined
    ? `the text ${value.text}`
    : `the code 0x${value.code.toString(16).padStart(2, '0')} (${value.text})`;
}
