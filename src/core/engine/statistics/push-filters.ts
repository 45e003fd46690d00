import { quoteText } from '../../filter/literal-text.ts';
import { isShortened } from './pushes.ts';

/** How a field tells the value: as a whole, with parameters behind it, or with anything around it. */
type Part = 'whole' | 'begin' | 'inside';
/** How each bearer spells a property of a push. */
type Spelling = Readonly<Record<string, readonly { readonly name: string; readonly is: Part }[]>>;

/** What else a packet needs for its message to be a push. */
const PUSHED: Readonly<Record<string, string>> = {
  http: 'http.request.method && (http.x_wap_application_id || mime_multipart.header.x-wap-application-id || pap)',
};

const CONTENT_TYPES: Spelling = {
  wsp: [{ name: 'wsp.header.content_type', is: 'whole' }],
  sip: [
    { name: 'sip.Content-Type', is: 'begin' },
    { name: 'msrp.content.type', is: 'begin' },
  ],
  http: [{ name: 'http.content_type', is: 'begin' }],
  flute: [{ name: 'flute.content_type', is: 'begin' }],
};
const APPLICATIONS: Spelling = {
  wsp: [{ name: 'wsp.header.x_wap_application_id', is: 'whole' }],
  sip: [{ name: 'sip.eventappid', is: 'inside' }],
  http: [
    { name: 'http.x_wap_application_id', is: 'whole' },
    { name: 'mime_multipart.header.x-wap-application-id', is: 'whole' },
  ],
};
const INITIATORS: Spelling = {
  wsp: [{ name: 'wsp.header.initiator_uri', is: 'whole' }],
  http: [
    { name: 'http.x_wap_initiator_uri', is: 'whole' },
    { name: 'mime_multipart.header.x-wap-initiator-uri', is: 'whole' },
  ],
};

function spelled(spelling: Spelling, bearer: string, value: string): string | undefined {
  const fields = spelling[bearer];
  if (fields === undefined || isShortened(value)) return undefined;
  // Of other bearers, what is no push lacks the property too.
  if (value === '') return bearer === 'wsp' ? `wsp.pdu_type in {6, 7} && !${fields[0]?.name}` : undefined;
  const is = fields.map((field) => `${field.name} ${told(field.is, value)}`).join(' || ');
  const pushed = PUSHED[bearer];
  if (pushed !== undefined) return `(${is}) && ${pushed}`;
  // A request without a body pushes nothing.
  return bearer === 'sip' && spelling === APPLICATIONS ? `${is} && sip.Content-Type` : is;
}

function told(part: Part, value: string): string {
  switch (part) {
    case 'whole':
      return `== ${quoteText(value)}`;
    case 'begin':
      // A type that stands in the parameters of another (`multipart/related; type="text/xml"`) is not the content's.
      return `matches ${quoteText(`^\\s*${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\s*(;|$)`)}`;
    case 'inside':
      return `contains ${quoteText(value)}`;
  }
}

export const contentTypeFilter = (bearer: string, value: string): string | undefined =>
  spelled(CONTENT_TYPES, bearer, value);
export const applicationFilter = (bearer: string, value: string): string | undefined =>
  spelled(APPLICATIONS, bearer, value);
export const initiatorFilter = (bearer: string, value: string): string | undefined =>
  spelled(INITIATORS, bearer, value);

/** Layers that have no row under their own name where something carries them, and the group that each of them has there. */
const GROUPS: ReadonlyMap<string, string> = new Map([['gsm_sms_ud', 'gsm_sms.tp-ud']]);

/** Packets with all layers of a path; the filter language does not tell in which order they lie. */
export function hierarchyFilter(path: readonly string[]): string {
  const layers = [...new Set(path)].filter((protocol) => protocol !== 'frame');
  return layers.length === 0 ? 'frame' : layers.map((layer) => GROUPS.get(layer) ?? layer).join(' && ');
}

/** Notifications tell of their digest in fields; other digests only of the packet's protocol. */
export function digestFilter(format: string, verdict: string, formula: string): string | undefined {
  if (!/^(?:dm|ds)-|^unknown$/.test(format)) return undefined;
  const parts = [`dmnoti.format == ${quoteText(format)}`, `dmnoti.digest.verdict == ${quoteText(verdict)}`];
  if (formula !== '') parts.push(`dmnoti.digest.formula == ${quoteText(formula)}`);
  return parts.join(' && ');
}
