import { field } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { attributeOf, childOf, type Element } from '../../dissect/markup.ts';
import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import {
  declareAttributes,
  declareElements,
  dialect,
  inAnyNamespace,
  type Subject,
  type Vocabulary,
} from '../../dissect/vocabulary.ts';
import { codePages } from '../../dissect/wbxml/code-pages.ts';
import { isDate } from '../../dissect/wbxml/dialect.ts';
import { learnsIndications, RELATED, RELATED_RULES, relateIndication } from './related.ts';
import { SI_TOKENS } from './tokens.ts';

const SPEC = 'WAP-167';
const ACTIONS = ['signal-none', 'signal-low', 'signal-medium', 'signal-high', 'delete'];

const RULES = rules({
  'SI-001': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-167',
    text: 'Action delete names the indication by an explicit si-id.',
  },
  'SI-002': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-167',
    text: 'An indication is created before it expires.',
  },
  'SI-003': {
    level: 'text',
    severity: 'note',
    section: 'WAP-167',
    text: 'An indication that is shown has a text or an address.',
  },
  'SI-004': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-167 DTD',
    text: 'The action is signal-none, signal-low, signal-medium, signal-high or delete.',
  },
  'SI-005': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-167',
    text: 'Dates are written as YYYY-MM-DDThh:mm:ssZ, in UTC.',
  },
  'SI-006': { level: 'text', severity: 'warning', section: 'WAP-167 DTD', text: 'An item of info has a class.' },
  'SI-007': {
    level: 'text',
    severity: 'note',
    section: 'WAP-167',
    text: 'An indication without signal can be named later or says something.',
  },
});

const elements = declareElements(SPEC, [
  ['si', 'si.document', 'group', 'A service indication.', 'indication, info?'],
  ['indication', 'si.indication', 'text', 'What the user is told.', '(#PCDATA)'],
  ['info', 'si.info', 'group', 'More about the service, for programs.', 'item+'],
  ['item', 'si.item', 'text', 'One piece of information.', '(#PCDATA)'],
]);

export const si: Vocabulary = {
  id: 'si',
  name: 'SI',
  protocol: field({
    filter: 'si',
    type: 'protocol',
    label: 'Service Indication',
    spec: SPEC,
    doc: 'Tells the user of something that is new, with an address to load.',
  }),
  editions: [
    {
      publicIds: ['-//WAPFORUM//DTD SI 1.0//EN'],
      dialect: dialect(codePages(SI_TOKENS), { opaque: { created: 'date', 'si-expires': 'date' } }),
    },
  ],
  roots: ['si'],
  elements: inAnyNamespace(elements),
  attributes: declareAttributes(SPEC, [
    ['indication@href', 'si.href', 'Address of the service.'],
    ['indication@si-id', 'si.id', 'Identifies the indication for replacement and deletion; the address when missing.'],
    ['indication@created', 'si.created', 'When the indication was made, in UTC.'],
    ['indication@si-expires', 'si.expires', 'When the indication becomes void, in UTC.'],
    ['indication@action', 'si.action', 'How the user is told; signal-medium when missing.'],
    ['item@class', 'si.item.class', 'Name of the piece of information.'],
  ]),
  info(root) {
    const indication = childOf(root, 'indication');
    const text = indication?.text.trim() ?? '';
    const href = attributeOf(indication, 'href')?.value ?? '';
    const action = attributeOf(indication, 'action')?.value ?? 'signal-medium';
    return `Service indication, ${action}${text === '' ? '' : `: ${text}`}${href === '' ? '' : ` <${href}>`}`;
  },
  check,
  learns: learnsIndications,
  relate: relateIndication,
  related: RELATED,
  rules: [...Object.values(RULES), ...Object.values(RELATED_RULES)],
};

function check(subject: Subject): void {
  const indication = childOf(subject.root, 'indication');
  if (indication !== undefined) checkIndication(subject, indication);
  for (const item of childOf(subject.root, 'info')?.elements ?? []) {
    if (attributeOf(item, 'class') === undefined) subject.find(RULES['SI-006'], 'the item has no class', item);
  }
}

function checkIndication(subject: Subject, indication: Element): void {
  const [href, id, created, expires, action] = ['href', 'si-id', 'created', 'si-expires', 'action'].map((name) =>
    attributeOf(indication, name),
  );
  for (const date of [created, expires]) {
    if (date !== undefined && !isDate(date.value))
      subject.find(RULES['SI-005'], `${date.name}="${date.value}" is no date; it would be 2026-01-31T00:00:00Z`, date);
  }
  if (action !== undefined && !ACTIONS.includes(action.value)) {
    subject.find(RULES['SI-004'], `action is "${action.value}"; it can be ${ACTIONS.join(', ')}`, action);
  }
  const at = { start: indication.start, end: indication.start + 8 };
  if (action?.value === 'delete') {
    if (id === undefined) subject.find(RULES['SI-001'], 'delete without si-id names no indication', action);
    return;
  }
  if (
    created !== undefined &&
    expires !== undefined &&
    isDate(created.value) &&
    isDate(expires.value) &&
    created.value > expires.value
  ) {
    subject.find(RULES['SI-002'], `created ${created.value} is later than expiry ${expires.value}`, expires);
  }
  const text = indication.text.trim();
  if (href === undefined && text === '')
    subject.find(RULES['SI-003'], 'neither text nor href: there is nothing to show', at);
  const info = childOf(subject.root, 'info');
  if (action?.value === 'signal-none' && id === undefined && info === undefined) {
    subject.find(RULES['SI-007'], 'signal-none with neither si-id nor info', action);
  }
}

/** Service Indication: `text/vnd.wap.si` and its binary form. */
export function register(to: Registry): void {
  registerVocabulary(to, si, {
    wbxml: ['application/vnd.wap.sic'],
    xml: ['text/vnd.wap.si'],
    layers: ['si'],
    namespaces: [undefined],
  });
}
