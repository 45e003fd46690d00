import { field } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { checkContentMac, isSpecified, macText, securityParameters } from '../../dissect/content-mac.ts';
import { attributeOf, type Element } from '../../dissect/markup.ts';
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
import { PROV_TOKENS } from './tokens.ts';

const SPEC = 'ProvCont';

const RULES = rules({
  'PROV-001': {
    level: 'text',
    severity: 'error',
    section: 'ProvBoot',
    text: 'The MAC is the HMAC-SHA1 of the body with the key that SEC names.',
    see: 'K',
  },
  'PROV-002': {
    level: 'text',
    severity: 'warning',
    section: 'ProvBoot',
    text: 'The key of the MAC is made of the secret as SEC says.',
    see: 'K',
  },
  'PROV-003': {
    level: 'text',
    severity: 'error',
    section: 'ProvBoot',
    text: 'A message with SEC has a MAC, except with USERPINMAC.',
    see: 'T',
  },
  'PROV-004': {
    level: 'text',
    severity: 'note',
    section: 'ProvBoot',
    text: 'Provisioning is protected by SEC and MAC.',
    see: 'T',
  },
  'PROV-005': {
    level: 'text',
    severity: 'error',
    section: 'ProvBoot',
    text: 'The MAC is written as 40 hexadecimal digits.',
    see: 'T',
  },
  'PROV-006': {
    level: 'text',
    severity: 'warning',
    section: 'ProvBoot',
    text: 'SEC is NETWPIN, USERPIN, USERNETWPIN or USERPINMAC.',
    see: 'T',
  },
  'PROV-007': {
    level: 'text',
    severity: 'warning',
    section: 'ProvBoot',
    text: 'A protected document is sent in its binary form.',
    see: 'PT',
  },
});

const METHODS = ['NETWPIN', 'USERPIN', 'USERNETWPIN', 'USERPINMAC'];

export const prov: Vocabulary = {
  id: 'prov',
  name: 'OMA CP',
  protocol: field({
    filter: 'prov',
    type: 'protocol',
    label: 'Client Provisioning',
    spec: SPEC,
    doc: 'Settings for connections and applications of a terminal.',
  }),
  editions: [{ publicIds: ['-//WAPFORUM//DTD PROV 1.0//EN'], dialect: dialect(codePages(PROV_TOKENS)) }],
  roots: ['wap-provisioningdoc'],
  elements: inAnyNamespace(
    declareElements(SPEC, [
      ['wap-provisioningdoc', 'prov.document', 'group', 'Settings in groups.', 'characteristic*'],
      ['characteristic', 'prov.characteristic', 'group', 'A group of settings.', '(parm | characteristic)*'],
      ['parm', 'prov.parm', 'group', 'One setting.', 'EMPTY'],
    ]),
  ),
  attributes: declareAttributes(SPEC, [
    ['wap-provisioningdoc@version', 'prov.version', 'Version of the settings.'],
    ['characteristic@type', 'prov.characteristic.type', 'What the settings are for: NAPDEF, PXLOGICAL, APPLICATION.'],
    ['parm@name', 'prov.parm.name', 'Name of the setting.'],
    ['parm@value', 'prov.parm.value', 'Value of the setting.'],
  ]),
  info(root) {
    const groups = root.elements.slice(0, 12).map(groupName);
    return `Client provisioning: ${groups.join(', ')}`;
  },
  check,
  rules: Object.values(RULES),
};

/** `APPLICATION w7`: the type, and for applications which one. */
function groupName(group: Element): string {
  const type = attributeOf(group, 'type')?.value ?? group.name;
  const id = group.elements.find((parm) => attributeOf(parm, 'name')?.value === 'APPID');
  const value = attributeOf(id, 'value')?.value;
  return value === undefined ? type : `${type} ${value}`;
}

function check(subject: Subject): void {
  const { context, bytes, source, start, end, document } = subject;
  const { push } = context;
  if (push === undefined || context.documents > 0) return;
  const covered = { source, start, end };
  const place = push.contentType ?? covered;
  const find = (rule: Parameters<Subject['find']>[0], message: string): void => {
    const { tree } = context;
    tree.find(rule, message, place.source, place.start, place.end);
  };
  const security = securityParameters(push);
  if (security === undefined) {
    find(RULES['PROV-004'], 'the content type has neither SEC nor MAC: the terminal cannot tell who sent the settings');
    return;
  }
  const { method, mac } = security;
  if (method !== undefined && !METHODS.includes(method))
    find(RULES['PROV-006'], `SEC is ${method}; it can be ${METHODS.join(', ')}`);
  if (document.form === 'xml') find(RULES['PROV-007'], 'the MAC covers the binary form; this document is XML text');
  const digest = checkContentMac('oma-cp', security, bytes, context.secrets, place, covered);
  context.digests.push(digest);
  const { verdict, formula, expected } = digest;
  if (verdict === 'absent') find(RULES['PROV-003'], `SEC is ${method ?? 'missing'} but there is no MAC`);
  else if (verdict === 'not-verifiable')
    find(RULES['PROV-005'], `the MAC "${(mac ?? '').slice(0, 64)}" is not 40 hexadecimal digits`);
  else if (verdict === 'mismatch') {
    find(
      RULES['PROV-001'],
      method === 'USERPINMAC'
        ? 'the digits entered do not match the document'
        : `the MAC is none of the keys given; the first one gives ${expected === undefined ? '' : macText(expected)}`,
    );
  } else if (verdict === 'match' && formula !== undefined && !isSpecified(formula)) {
    find(
      RULES['PROV-002'],
      `the MAC was made with the secret ${formula === 'AS-TYPED' ? 'as typed' : 'as digits'}, not in the form of ${method ?? 'a method'}`,
    );
  }
}

/** OMA Client Provisioning: `text/vnd.wap.connectivity-xml` and its binary form, with SEC and MAC. */
export function register(to: Registry): void {
  registerVocabulary(to, prov, {
    wbxml: ['application/vnd.wap.connectivity-wbxml'],
    xml: ['text/vnd.wap.connectivity-xml'],
    layers: ['prov', 'oma-cp'],
    namespaces: [undefined],
  });
}
