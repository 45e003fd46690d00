import type { Attribute, Element } from '../../dissect/markup.ts';
import { attributeOf, localName, walk } from '../../dissect/markup.ts';
import type { Part, Subject } from '../../dissect/vocabulary.ts';
import { isDate } from '../../dissect/wbxml/dialect.ts';
import { clientAddress } from './address.ts';
import { PAP } from './rules.ts';
import { STATUS_CODES, statusName, VENDOR_CODES } from './status-codes.ts';

const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map([
  ['push-message', ['push-id']],
  ['address', ['address-value']],
  ['push-response', ['push-id']],
  ['progress-note', ['stage']],
  ['response-result', ['code']],
  ['cancel-message', ['push-id']],
  ['cancel-response', ['push-id']],
  ['cancel-result', ['code']],
  ['resultnotification-message', ['push-id', 'message-state', 'code']],
  ['resultnotification-response', ['push-id', 'code']],
  ['statusquery-message', ['push-id']],
  ['statusquery-response', ['push-id']],
  ['statusquery-result', ['message-state', 'code']],
  ['ccq-response', ['code']],
  ['badmessage-response', ['code']],
]);

const BOOLEAN = ['true', 'false'];
const LISTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['replace-method', ['pending-only', 'all']],
  ['progress-notes-requested', BOOLEAN],
  ['priority', ['high', 'medium', 'low']],
  ['delivery-method', ['confirmed', 'preferconfirmed', 'unconfirmed', 'notspecified']],
  ['network-required', BOOLEAN],
  ['bearer-required', BOOLEAN],
  [
    'message-state',
    ['rejected', 'pending', 'delivered', 'undeliverable', 'expired', 'aborted', 'timeout', 'cancelled', 'unknown'],
  ],
]);

const TIMES: ReadonlySet<string> = new Set([
  'deliver-before-timestamp',
  'deliver-after-timestamp',
  'reply-time',
  'time',
  'received-time',
  'event-time',
]);

const SINCE_2 = ['replace-push-id', 'replace-method'];

/** Messages that only answer others. */
const ANSWERS = /-response$/;

/** Judges a document of PAP beyond what may stand where. */
export function checkPap(subject: Subject): void {
  walk(subject.root, (element) => {
    checkRequired(subject, element);
    for (const attribute of element.attributes) checkAttribute(subject, element, attribute);
  });
  checkTimes(subject);
  checkTransport(subject);
}

function beginOf(element: Element): Part {
  const [first] = element.nodes;
  return { start: element.start, end: first?.kind === 'leaf' ? first.end : element.start };
}

function checkRequired({ find }: Subject, element: Element): void {
  for (const name of REQUIRED.get(localName(element.name)) ?? []) {
    if (attributeOf(element, name) === undefined)
      find(PAP['PAP-001'], `${element.name} has no ${name}`, beginOf(element));
  }
}

function checkAttribute({ find, document }: Subject, element: Element, attribute: Attribute): void {
  const { name, value } = attribute;
  const listed = LISTED.get(name);
  if (listed !== undefined && !listed.includes(value))
    find(PAP['PAP-002'], `${name} is "${value}"; it can be ${listed.join(', ')}`, attribute);
  if (TIMES.has(name) && !isDate(value))
    find(PAP['PAP-003'], `${name}="${value}" is no time; it would be 2026-01-31T00:00:00Z`, attribute);
  if (name === 'code') checkCode(find, attribute);
  if (name === 'address-value' && localName(element.name) === 'address') checkAddress(find, attribute);
  if (SINCE_2.includes(name) && /PAP 1\.0\/\//.test(document.publicId ?? ''))
    find(PAP['PAP-009'], `${name} is of PAP 2.0, the document says it is of 1.0`, attribute);
}

function checkCode(find: Subject['find'], attribute: Attribute): void {
  const { value } = attribute;
  const code = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (STATUS_CODES[code] !== undefined) return;
  if (VENDOR_CODES.has(code)) find(PAP['PAP-007'], `${value} is a code of BlackBerry's own`, attribute);
  else if (statusName(code) !== undefined)
    find(PAP['PAP-007'], `${value} is not known: ${statusName(code)}`, attribute);
  else find(PAP['PAP-004'], `"${value}" is no status code`, attribute);
}

function checkAddress(find: Subject['find'], attribute: Attribute): void {
  const address = clientAddress(attribute.value);
  if (address === undefined)
    find(PAP['PAP-005'], `"${attribute.value}" is not WAPPUSH=client/TYPE=type@gateway`, attribute);
  else if (address.fault !== undefined) find(PAP['PAP-005'], address.fault, attribute);
  else if (address.host === undefined) find(PAP['PAP-011'], 'the address names no gateway', attribute);
}

function checkTimes({ root, find }: Subject): void {
  const [message] = root.elements;
  const before = attributeOf(message, 'deliver-before-timestamp');
  const after = attributeOf(message, 'deliver-after-timestamp');
  if (before === undefined || after === undefined || !isDate(before.value) || !isDate(after.value)) return;
  if (after.value >= before.value)
    find(PAP['PAP-006'], `delivery begins at ${after.value}, when ${before.value} is over`, before);
}

function checkTransport({ root, context }: Subject): void {
  const { push } = context;
  const [message] = root.elements;
  if (push?.bearer !== 'http' || message === undefined) return;
  const name = localName(message.name);
  if (push.status !== undefined && ANSWERS.test(name) && push.status.code !== 202) {
    const { source, start, end, code } = push.status;
    context.tree.find(PAP['PAP-008'], `the HTTP status is ${code} and should be 202`, source, start, end);
  }
  if (push.method !== undefined && !ANSWERS.test(name) && push.method.text !== 'POST') {
    const { source, start, end, text } = push.method;
    context.tree.find(PAP['PAP-010'], `the method is ${text}; ${name} is sent by POST`, source, start, end);
  }
}
