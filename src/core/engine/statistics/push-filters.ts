import { quoteText } from '../../filter/literal-text.ts';
import { isShortened } from './pushes.ts';

/** How each bearer spells a property of a push: a field, and whether it holds more than the value. */
type Spelling = Readonly<Record<string, readonly { readonly name: string; readonly isWhole: boolean }[]>>;

const CONTENT_TYPES: Spelling = {
  wsp: [{ name: 'wsp.header.content_type', isWhole: true }],
  sip: [
    { name: 'sip.Content-Type', isWhole: false },
    { name: 'msrp.content.type', isWhole: false },
  ],
  http: [{ name: 'http.content_type', isWhole: false }],
  flute: [{ name: 'flute.content_type', isWhole: false }],
};
const APPLICATIONS: Spelling = {
  wsp: [{ name: 'wsp.header.x_wap_application_id', isWhole: true }],
  sip: [{ name: 'sip.eventappid', isWhole: false }],
  http: [
    { name: 'http.x_wap_application_id', isWhole: true },
    { name: 'mime_multipart.header.x-wap-application-id', isWhole: true },
  ],
};
const INITIATORS: Spelling = {
  wsp: [{ name: 'wsp.header.initiator_uri', isWhole: true }],
  http: [
    { name: 'http.x_wap_initiator_uri', isWhole: true },
    { name: 'mime_multipart.header.x-wap-initiator-uri', isWhole: true },
  ],
};

function spelled(spelling: Spelling, bearer: string, value: string): string | undefined {
  const fields = spelling[bearer];
  if (fields === undefined || isShortened(value)) return undefined;
  // Of other bearers, what is no push lacks the property too.
  if (value === '') return bearer === 'wsp' ? `wsp.pdu_type in {6, 7} && !${fields[0]?.name}` : undefined;
  const is = fields
    .map(({ name, isWhole }) => `${name} ${isWhole ? '==' : 'contains'} ${quoteText(value)}`)
    .join(' || ');
  // A request without a body pushes nothing.
  return bearer === 'sip' && spelling === APPLICATIONS ? `${is} && sip.Content-Type` : is;
}

export const contentTypeFilter = (bearer: string, value: string): string | undefined =>
  spelled(CONTENT_TYPES, bearer, value);
export const applicationFilter = (bearer: string, value: string): string | undefined =>
  spelled(APPLICATIONS, bearer, value);
export const initiatorFilter = (bearer: string, value: string): string | undefined =>
  spelled(INITIATORS, bearer, value);

/** Layers that have no row of their own: what carries them shows what is theirs. */
const NAMELESS: ReadonlySet<string> = new Set(['gsm_sms_ud']);

/** Packets with all layers of a path; the filter language does not tell in which order they lie. */
export function hierarchyFilter(path: readonly string[]): string {
  const layers = [...new Set(path)].filter((protocol) => !NAMELESS.has(protocol) && protocol !== 'frame');
  return layers.length === 0 ? 'frame' : layers.join(' && ');
}

/** Notifications tell of their digest in fields; other digests only of the packet's protocol. */
export function digestFilter(format: string, verdict: string, formula: string): string | undefined {
  if (!/^(?:dm|ds)-|^unknown$/.test(format)) return undefined;
  const parts = [`dmnoti.format == ${quoteText(format)}`, `dmnoti.digest.verdict == ${quoteText(verdict)}`];
  if (formula !== '') parts.push(`dmnoti.digest.formula == ${quoteText(formula)}`);
  return parts.join(' && ');
}
