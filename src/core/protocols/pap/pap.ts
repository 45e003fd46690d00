import { type Field, field } from '../../codec/field.ts';
import { attributeOf, type Element, localName } from '../../dissect/markup.ts';
import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import { declareElements, inAnyNamespace, type Vocabulary } from '../../dissect/vocabulary.ts';
import { NO_DIALECT } from '../../dissect/wbxml/dialect.ts';
import { clientAddress } from './address.ts';
import { checkPap } from './check.ts';
import { learnsOperations, RELATED, relateOperation } from './related.ts';
import { PAP } from './rules.ts';
import { statusName } from './status-codes.ts';

const SPEC = 'PAP';

const MESSAGES =
  'push-message | push-response | cancel-message | cancel-response | resultnotification-message | resultnotification-response | statusquery-message | statusquery-response | ccq-message | ccq-response | badmessage-response';

const elements = declareElements(SPEC, [
  ['pap', 'wap.pap.document', 'group', 'A message between push initiator and gateway.', `(${MESSAGES})`],
  ['push-message', 'wap.pap.push_message', 'group', 'Submits a push.', 'address+, quality-of-service?'],
  ['address', 'wap.pap.address', 'group', 'A client.', 'EMPTY'],
  ['quality-of-service', 'wap.pap.quality_of_service', 'group', 'How the push is to be delivered.', 'EMPTY'],
  ['push-response', 'wap.pap.push_response', 'group', 'Answers a submission.', 'progress-note*, response-result'],
  ['progress-note', 'wap.pap.progress_note', 'group', 'What has been done so far.', 'EMPTY'],
  ['response-result', 'wap.pap.response_result', 'group', 'What became of the submission.', 'EMPTY'],
  ['cancel-message', 'wap.pap.cancel_message', 'group', 'Cancels a push.', 'address*'],
  ['cancel-response', 'wap.pap.cancel_response', 'group', 'Answers a cancellation.', 'cancel-result+'],
  ['cancel-result', 'wap.pap.cancel_result', 'group', 'What became of the cancellation.', 'address*'],
  [
    'resultnotification-message',
    'wap.pap.resultnotification_message',
    'group',
    'Tells what became of a push.',
    'address, quality-of-service?',
  ],
  [
    'resultnotification-response',
    'wap.pap.resultnotification_response',
    'group',
    'Answers a notification of a result.',
    'address',
  ],
  ['statusquery-message', 'wap.pap.statusquery_message', 'group', 'Asks for the state of a push.', 'address*'],
  [
    'statusquery-response',
    'wap.pap.statusquery_response',
    'group',
    'Tells the state of a push.',
    'statusquery-result+',
  ],
  [
    'statusquery-result',
    'wap.pap.statusquery_result',
    'group',
    'The state at some clients.',
    'address*, quality-of-service?',
  ],
  ['ccq-message', 'wap.pap.ccq_message', 'group', 'Asks what a client is capable of.', 'address'],
  ['ccq-response', 'wap.pap.ccq_response', 'group', 'Tells what a client is capable of.', 'address'],
  ['badmessage-response', 'wap.pap.badmessage_response', 'group', 'Answers what could not be understood.', 'EMPTY'],
]);

/** Attributes, each in all elements that have it. */
const ATTRIBUTES: readonly (readonly [name: string, elements: string, doc: string])[] = [
  ['product-name', 'pap', 'Program that made the message.'],
  [
    'push-id',
    'push-message push-response cancel-message cancel-response resultnotification-message resultnotification-response statusquery-message statusquery-response',
    'Identifies the push at its initiator.',
  ],
  ['replace-push-id', 'push-message', 'The push that this one replaces.'],
  ['replace-method', 'push-message', 'Which pushes are replaced; all when missing.'],
  ['deliver-before-timestamp', 'push-message', 'When the push is of no use any more, in UTC.'],
  ['deliver-after-timestamp', 'push-message', 'Before this the push is not delivered, in UTC.'],
  ['source-reference', 'push-message', 'Text for people about the source.'],
  ['ppg-notify-requested-to', 'push-message', 'Address that the result is to be told to.'],
  ['progress-notes-requested', 'push-message', 'Whether the answer is to say what has been done; false when missing.'],
  ['address-value', 'address', 'Client, type of its address and gateway.'],
  ['priority', 'quality-of-service', 'How urgent the push is; medium when missing.'],
  ['delivery-method', 'quality-of-service', 'Whether the client confirms; notspecified when missing.'],
  ['network', 'quality-of-service', 'Kind of network.'],
  ['network-required', 'quality-of-service', 'Whether no other network will do; false when missing.'],
  ['bearer', 'quality-of-service', 'Bearer.'],
  ['bearer-required', 'quality-of-service', 'Whether no other bearer will do; false when missing.'],
  ['sender-address', 'push-response resultnotification-message', 'Address of the gateway.'],
  ['sender-name', 'push-response resultnotification-message', 'Name of the gateway.'],
  ['reply-time', 'push-response', 'When the answer was made, in UTC.'],
  ['stage', 'progress-note', 'Stage of processing.'],
  ['note', 'progress-note', 'What happened.'],
  ['time', 'progress-note', 'When it happened, in UTC.'],
  [
    'desc',
    'response-result cancel-result resultnotification-message resultnotification-response statusquery-result ccq-response badmessage-response',
    'The status in words.',
  ],
  ['received-time', 'resultnotification-message', 'When the gateway got the push, in UTC.'],
  ['event-time', 'resultnotification-message statusquery-result', 'When the push came into its state, in UTC.'],
  ['message-state', 'resultnotification-message statusquery-result', 'State of the push.'],
  ['query-id', 'ccq-message ccq-response', 'Identifies the question.'],
  ['app-id', 'ccq-message', 'Application that the question is about.'],
  ['bad-message-fragment', 'badmessage-response', 'What could not be understood.'],
];

const CODE_IN =
  'response-result cancel-result resultnotification-message resultnotification-response statusquery-result ccq-response badmessage-response';

function attributeFields(): ReadonlyMap<string, Field> {
  const out = new Map<string, Field>();
  for (const [name, where, doc] of ATTRIBUTES) {
    const filter = `wap.pap.${name.replace(/-/g, '_')}`;
    const declared = field({ filter, type: 'text', label: name, spec: SPEC, doc });
    for (const element of where.split(' ')) out.set(`${element}@${name}`, declared);
  }
  const code = field({
    filter: 'wap.pap.code',
    type: 'uint',
    label: 'code',
    spec: SPEC,
    names: statusName,
    doc: 'Status code.',
  });
  for (const element of CODE_IN.split(' ')) out.set(`${element}@code`, code);
  return out;
}

function edition(version: string) {
  return { publicIds: [`-//WAPFORUM//DTD PAP ${version}//EN`, `-//OMA//DTD PAP ${version}//EN`], dialect: NO_DIALECT };
}

export const pap: Vocabulary = {
  id: 'pap',
  name: 'PAP',
  protocol: field({
    filter: 'wap.pap',
    type: 'protocol',
    label: 'Push Access Protocol',
    spec: SPEC,
    doc: 'What push initiators and gateways say to each other.',
  }),
  editions: [
    { publicIds: ['-//WAPFORUM//DTD PAP//EN'], dialect: NO_DIALECT },
    edition('1.0'),
    edition('2.0'),
    edition('2.1'),
    edition('2.2'),
    edition('2.3'),
  ],
  roots: ['pap'],
  elements: inAnyNamespace(elements),
  attributes: attributeFields(),
  info(root) {
    const [message] = root.elements;
    return message === undefined ? 'PAP without a message' : messageInfo(message);
  },
  check: checkPap,
  learns: learnsOperations,
  relate: relateOperation,
  related: RELATED,
  rules: Object.values(PAP),
};

function messageInfo(message: Element): string {
  const of = (name: string): string | undefined => attributeOf(message, name)?.value;
  const parts = [`PAP ${localName(message.name)}`];
  const id = of('push-id') ?? of('query-id');
  if (id !== undefined) parts.push(id);
  const clients = message.elements.filter(({ name }) => localName(name) === 'address');
  const first = attributeOf(clients[0], 'address-value')?.value;
  if (first !== undefined) {
    const address = clientAddress(first);
    parts.push(`to ${address?.client ?? first}${clients.length > 1 ? ` and ${clients.length - 1} more` : ''}`);
  }
  const state = of('message-state');
  if (state !== undefined) parts.push(state);
  const result = [message, ...message.elements]
    .map((element) => attributeOf(element, 'code')?.value)
    .find((code) => code !== undefined);
  if (result !== undefined) parts.push(`${result} ${statusName(Number(result)) ?? ''}`.trim());
  return parts.join(', ');
}

/** Push Access Protocol. Its documents come as application/xml and are told by their root element. */
export function register(to: Registry): void {
  registerVocabulary(to, pap, { layers: ['pap'], namespaces: [undefined] });
}
