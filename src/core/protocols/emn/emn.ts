import { field } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { attributeOf } from '../../dissect/markup.ts';
import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import {
  declareAttributes,
  declareElements,
  dialect,
  inAnyNamespace,
  type Vocabulary,
} from '../../dissect/vocabulary.ts';
import { codePages } from '../../dissect/wbxml/code-pages.ts';
import { isDate } from '../../dissect/wbxml/dialect.ts';
import { EMN_TOKENS } from './tokens.ts';

const SPEC = 'WAP-297';

const RULES = rules({
  'EMN-001': {
    level: 'text',
    severity: 'error',
    section: 'WAP-297',
    text: 'An e-mail notification has the address of a mailbox.',
  },
  'EMN-002': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-297',
    text: 'The mailbox is an address of mailat:, pop:, imap:, http: or https:.',
  },
  'EMN-003': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-297',
    text: 'The time is written as YYYY-MM-DDThh:mm:ssZ, in UTC.',
  },
});

export const emn: Vocabulary = {
  id: 'emn',
  name: 'EMN',
  protocol: field({
    filter: 'emn',
    type: 'protocol',
    label: 'E-mail Notification',
    spec: SPEC,
    doc: 'Tells a mail program that its mailbox has something new.',
  }),
  editions: [
    {
      publicIds: ['-//WAPFORUM//DTD EMN 1.0//EN', '-//OMA//DTD EMN 1.0//EN'],
      dialect: dialect(codePages(EMN_TOKENS), { opaque: { timestamp: 'date' } }),
    },
  ],
  roots: ['emn'],
  elements: inAnyNamespace(
    declareElements(SPEC, [['emn', 'emn.document', 'group', 'An e-mail notification.', 'EMPTY']]),
  ),
  attributes: declareAttributes(SPEC, [
    ['emn@mailbox', 'emn.mailbox', 'Address of the mailbox.'],
    ['emn@timestamp', 'emn.timestamp', 'When the mailbox changed, in UTC.'],
  ]),
  info: (root) =>
    `E-mail notification <${attributeOf(root, 'mailbox')?.value ?? ''}> ${attributeOf(root, 'timestamp')?.value ?? ''}`.trim(),
  check({ root, find }) {
    const mailbox = attributeOf(root, 'mailbox');
    if (mailbox === undefined) find(RULES['EMN-001'], 'mailbox is missing', { start: root.start, end: root.start + 8 });
    else if (!/^(mailat:|pop:|imap:|https?:)/.test(mailbox.value))
      find(RULES['EMN-002'], `"${mailbox.value}" is no address of a mailbox`, mailbox);
    const time = attributeOf(root, 'timestamp');
    if (time !== undefined && !isDate(time.value)) find(RULES['EMN-003'], `timestamp="${time.value}" is no date`, time);
  },
  rules: Object.values(RULES),
};

/** E-mail Notification: `text/vnd.wap.emn+xml` and its binary form. */
export function register(to: Registry): void {
  registerVocabulary(to, emn, {
    wbxml: ['application/vnd.wap.emn+wbxml'],
    xml: ['text/vnd.wap.emn+xml'],
    layers: ['emn'],
    namespaces: [undefined],
  });
}
