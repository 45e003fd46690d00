import { field } from '../../codec/field.ts';
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
import { OTA_SETTINGS_TOKENS } from './tokens.ts';

const SPEC = 'OTA settings 7.0';

export const otaSettings: Vocabulary = {
  id: 'ota-settings',
  name: 'OTA settings',
  protocol: field({
    filter: 'ota_settings',
    type: 'protocol',
    label: 'OTA settings',
    spec: SPEC,
    doc: 'Settings and bookmarks for browsers, in the form of Nokia and Ericsson.',
  }),
  editions: [{ publicIds: ['0x020b'], dialect: dialect(codePages(OTA_SETTINGS_TOKENS)) }],
  roots: ['CHARACTERISTIC-LIST'],
  elements: inAnyNamespace(
    declareElements(SPEC, [
      ['CHARACTERISTIC-LIST', 'ota_settings.document', 'group', 'Groups of settings.', 'CHARACTERISTIC+'],
      ['CHARACTERISTIC', 'ota_settings.characteristic', 'group', 'One group of settings.', '(PARM | CHARACTERISTIC)*'],
      ['PARM', 'ota_settings.parm', 'group', 'One setting.', 'EMPTY'],
    ]),
  ),
  attributes: declareAttributes(SPEC, [
    ['CHARACTERISTIC@TYPE', 'ota_settings.characteristic.type', 'What the settings are for.'],
    ['CHARACTERISTIC@VALUE', 'ota_settings.characteristic.value', 'Value of the group: a bearer, an address.'],
    ['PARM@NAME', 'ota_settings.parm.name', 'Name of the setting.'],
    ['PARM@VALUE', 'ota_settings.parm.value', 'Value of the setting.'],
  ]),
  info: (root) =>
    `OTA settings: ${root.elements
      .slice(0, 8)
      .map((group) => attributeOf(group, 'TYPE')?.value ?? group.name)
      .join(', ')}`,
  rules: [],
};

/** Settings and bookmarks before OMA client provisioning. */
export function register(to: Registry): void {
  registerVocabulary(to, otaSettings, {
    wbxml: ['application/x-wap-prov.browser-settings', 'application/x-wap-prov.browser-bookmarks'],
    xml: [],
    layers: ['ota-settings'],
    namespaces: [undefined],
  });
}
