import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { SESSION_RULES } from '../../dissect/dm-session-rules.ts';
import {
  type Cause,
  causeOf,
  type IdForm,
  ignoredBy,
  opens,
  type SessionSighting,
  strayedFrom,
} from '../../dissect/dm-sessions.ts';
import { childOf, descend, type Element, localName, walk } from '../../dissect/markup.ts';
import type { Part, Subject } from '../../dissect/vocabulary.ts';
import { sessionFacts } from './session-facts.ts';

export const f = fields({
  notifiedIn: {
    filter: 'syncml.notified_in',
    type: 'frame',
    label: 'Notified in',
    spec: 'NOTI-1.3 6.4.8',
    generated: true,
    doc: 'Packet with the notification that asked for this session.',
  },
});

const BY: Readonly<Record<Cause['by'], string>> = {
  server: 'same id and server',
  device: 'same id, sent to the address of the device',
  alert: 'same id, and the client says that it was asked',
};
const FORM: Readonly<Record<IdForm, string>> = {
  hexadecimal: '',
  'octets swapped': ', octets of the id swapped',
  decimal: ', id in decimal digits',
};

/** Leads from a message of device management to the notification of its session, and judges what the client made of that. */
export function relateSession(subject: Subject, cursor: Cursor): void {
  const { context, root } = subject;
  if (context.documents > 0 || context.quoting > 0) return;
  const { frame, state } = context;
  const facts = sessionFacts(root, {
    frame: frame.number - 1,
    seconds: frame.seconds,
    from: context.source,
    to: context.destination,
  });
  if (facts === undefined) return;
  const cause = causeOf(state, facts);
  const place = descend(root, 'SyncHdr', 'SessionID') ?? root;
  judgeStrayed(subject, facts, place);
  if (cause === undefined) {
    judgeIgnored(subject, facts, place);
    return;
  }
  const row = cursor.generated(f.notifiedIn, cause.notification.frame + 1);
  cursor.tree.setNote(row, BY[cause.by] + FORM[cause.form]);
  if (!opens(facts)) return;
  judgeForm(subject, facts, cause, place);
  // Without a server or device in common the notification may be that of another.
  if (cause.by === 'alert') return;
  judgeTimeout(subject, facts, cause, place);
  judgeRequested(subject, cause);
}

/** The text that the specification wants for an id. */
function idText(id: number): string {
  return id.toString(16).toUpperCase();
}

function judgeForm({ find }: Subject, facts: SessionSighting, { notification, form }: Cause, place: Part): void {
  const { session } = facts;
  const right = idText(notification.id);
  if (session === right) return;
  const old = notification.format === 'dm-1.2';
  const says = `the session id is "${session}"; the notification in packet ${notification.frame + 1} makes it "${right}"`;
  if (form === 'octets swapped') {
    find(SESSION_RULES[old ? 'N12-012' : 'N13-032'], `${says}: its octets are swapped`, place);
    find(SESSION_RULES['Q-11'], 'the two octets of the session id are swapped', place);
    return;
  }
  if (form === 'decimal') {
    find(SESSION_RULES[old ? 'N12-014' : 'N13-034'], `${says}: it is written in decimal digits`, place, 'error');
    return;
  }
  const zeros = session.startsWith('0');
  const small = /[a-f]/.test(session);
  if (old) {
    const what = [...(small ? ['lower-case digits'] : []), ...(zeros ? ['leading zeros'] : [])].join(' and ');
    find(SESSION_RULES['N12-014'], `${says}, without ${what}`, place, 'error');
  } else {
    if (small || session.length > 4) find(SESSION_RULES['N13-034'], `${says}: one to four digits 0-9 and A-F`, place);
    if (zeros) find(SESSION_RULES['N13-035'], `${says}, without leading zeros`, place);
  }
  if (small) find(SESSION_RULES['Q-10'], 'the session id has lower-case digits', place);
}

function judgeTimeout({ find }: Subject, facts: SessionSighting, { notification }: Cause, place: Part): void {
  const { timeout, seconds, frame } = notification;
  const minutes = (facts.seconds - seconds) / 60;
  if (timeout === 0 || minutes <= timeout) return;
  find(
    SESSION_RULES['N13-030'],
    `the session starts ${Math.round(minutes)} min after the notification in packet ${frame + 1}, whose timeout is ${timeout} min: the server may refuse it`,
    place,
  );
}

/** A message in the middle of a session that a notification asked for, with another session id. */
function judgeStrayed({ context, find }: Subject, facts: SessionSighting, place: Part): void {
  const opening = strayedFrom(context.state, facts);
  const cause = opening && causeOf(context.state, opening);
  if (opening === undefined || cause === undefined || cause.notification.format !== 'dm-1.3') return;
  find(
    SESSION_RULES['N13-002'],
    `the session id is "${facts.session}"; the session that packet ${opening.frame + 1} opens for the notification in packet ${cause.notification.frame + 1} has "${opening.session}"`,
    place,
  );
}

/** A session that a server asked for, but with an id that no notification names. */
function judgeIgnored({ context, find }: Subject, facts: SessionSighting, place: Part): void {
  const ignored = ignoredBy(context.state, facts);
  if (ignored === undefined) return;
  const { notification, sure } = ignored;
  const rule = SESSION_RULES[notification.format === 'dm-1.2' ? 'N12-012' : 'N13-032'];
  const message = `the session id is "${facts.session}"; the notification of this server in packet ${notification.frame + 1}${sure ? ', to this device,' : ''} names ${idText(notification.id)}`;
  if (sure) find(rule, message, place);
  else find(rule, `${message}; it may have been for another device`, place, 'note');
}

/** N13-049, as far as the objects that a package brings can be told by their names. */
function judgeRequested({ root, find }: Subject, { notification }: Cause): void {
  const body = childOf(root, 'SyncBody');
  // More messages of the package may bring the object.
  if (notification.requested.length === 0 || childOf(body, 'Final') === undefined) return;
  const said = namesIn(root);
  if (said === undefined) return;
  for (const urn of notification.requested) {
    const name = objectName(urn);
    if (name === undefined || said.some((text) => text.includes(name) || (name === 'dmacc' && text.endsWith('/w7'))))
      continue;
    find(
      SESSION_RULES['N13-049'],
      `the notification in packet ${notification.frame + 1} asks for ${urn}; nothing in this package names such an object`,
      { start: body?.start ?? root.start, end: (body?.start ?? root.start) + 8 },
    );
  }
}

/** A value of a node is shorter; a tree in base64 is not. */
const LONG = 512;

const NAMING: ReadonlySet<string> = new Set(['LocURI', 'LocName', 'Type', 'DDFName', 'NodeName', 'Path']);

/** Everything in a message and the documents in it that may name an object, as `plain` makes it; undefined when something in it cannot be read. */
function namesIn(root: Element): readonly string[] | undefined {
  const out: string[] = [];
  let readable = true;
  walk(root, (element) => {
    const name = localName(element.name);
    if (NAMING.has(name)) out.push(plain(element.text));
    for (const node of element.nodes) {
      if (node.kind !== 'text' && node.kind !== 'opaque') continue;
      if (node.document?.root !== undefined) {
        const inner = namesIn(node.document.root);
        if (inner === undefined) readable = false;
        else out.push(...inner);
      } else if (name === 'Data' && node.kind === 'opaque') readable = false;
      else if (name === 'Data' && node.text.length > LONG) readable = false;
    }
  });
  return readable ? out : undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[-_]/g, '');
}

/** `urn:oma:mo:oma-dm-devinfo:1.1` to `devinfo`; undefined for registered objects without a usable name. */
function objectName(urn: string): string | undefined {
  const part = /^urn:oma:(?:mo|xml):(.+?)[:-]\d+\.\d+$/.exec(urn)?.[1];
  const name = part && plain(part.split(':')[0] ?? '').replace(/^oma(dm)?/, '');
  return name === undefined || name === '' ? undefined : name;
}

export const SESSION_FIELDS: readonly Field[] = Object.values(f);
