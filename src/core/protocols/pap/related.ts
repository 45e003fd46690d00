import { toUtf8 } from '../../base/bytes.ts';
import { hashOctets } from '../../base/hash.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, type LinkKind } from '../../codec/field.ts';
import { attributeOf, type Element, localName } from '../../dissect/markup.ts';
import type { Learns, Subject } from '../../dissect/vocabulary.ts';

/*
 * Operations on one push, which its push id names at all: a submission, its answer, the result that comes later, questions
 * and cancellations. Sightings of kind `pap` have the message and the hash of the push id as key.
 */

const link = (name: string, label: string, doc: string, leadsTo?: LinkKind) =>
  ({ filter: `wap.pap.${name}`, type: 'frame', label, spec: 'PAP', generated: true, doc, leadsTo }) as const;

const f = fields({
  requestIn: link('request_in', 'Request in', 'Packet with the message that this one answers.', 'request'),
  responseIn: link('response_in', 'Response in', 'Packet with the answer to this message.', 'response'),
  submittedIn: link(
    'submitted_in',
    'Submitted in',
    'Packet with the submission of the push that this message is about.',
  ),
  resultIn: link('result_in', 'Result in', 'Packet with the notification of what became of the push.'),
});

export const RELATED = Object.values(f);

const SUBMISSION = 'push-message';
const RESULT = 'resultnotification-message';
/** The answer to each message. */
const ANSWERS: Readonly<Record<string, string>> = {
  [SUBMISSION]: 'push-response',
  'cancel-message': 'cancel-response',
  [RESULT]: 'resultnotification-response',
  'statusquery-message': 'statusquery-response',
  'ccq-message': 'ccq-response',
};
const ASKS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ANSWERS).map(([message, answer]) => [answer, message]),
);

/** What a document is and what it is about, as the part of a key; undefined without an id. */
function aboutOf(root: Element): { readonly message: string; readonly id: number } | undefined {
  const [element] = root.elements;
  if (element === undefined) return undefined;
  const id = (attributeOf(element, 'push-id') ?? attributeOf(element, 'query-id'))?.value ?? '';
  if (id === '') return undefined;
  const octets = toUtf8(id);
  return { message: localName(element.name), id: hashOctets(octets, 0, octets.length) };
}

/** Pass 1 remembers every message with an id. */
export const learnsOperations: Learns = {
  wants: (_bytes, _start, _end, state) => state.sightings('pap').mayRead(),
  learn(root, _bytes, _start, _end, { state, frame }) {
    const about = aboutOf(root);
    if (about === undefined) return;
    const known = state.sightings('pap');
    known.learn({ frame }, known.remembered(0, about.message), about.id);
  },
};

/** Rows that lead to the other messages about the push. */
export function relateOperation({ context, root }: Subject, cursor: Cursor): void {
  const about = aboutOf(root);
  if (about === undefined || context.quoting > 0) return;
  const { message, id } = about;
  const known = context.state.sightings('pap');
  const frame = context.frame.number - 1;
  const before = (asked: string) => known.before(known.known(0, asked), id, frame).at(-1)?.frame;
  const after = (answer: string) => known.after(known.known(0, answer), id, frame).at(0)?.frame;
  const lead = (field: (typeof RELATED)[number], packet: number | undefined): void => {
    if (packet !== undefined) cursor.generated(field, packet + 1);
  };
  const asked = ASKS[message];
  if (asked !== undefined) lead(f.requestIn, before(asked));
  const answer = ANSWERS[message];
  if (answer !== undefined) lead(f.responseIn, after(answer));
  if (message === SUBMISSION) lead(f.resultIn, after(RESULT));
  else if (asked !== SUBMISSION) lead(f.submittedIn, before(SUBMISSION));
}
