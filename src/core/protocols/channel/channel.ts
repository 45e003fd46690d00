import { type Field, field } from '../../codec/field.ts';
import { childOf } from '../../dissect/markup.ts';
import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import {
  declareAttributes,
  declareElements,
  dialect,
  inAnyNamespace,
  type Vocabulary,
} from '../../dissect/vocabulary.ts';
import { codePages, type TokenTables } from '../../dissect/wbxml/code-pages.ts';
import { CHANNEL_TOKENS } from './tokens.ts';

const SPEC = 'WTA';

/** Version 1.1 spells one attribute in another way. */
const CHANNEL11_TOKENS: TokenTables = {
  ...CHANNEL_TOKENS,
  starts: CHANNEL_TOKENS.starts.map(([page, token, name, prefix]) => [
    page,
    token,
    name === 'eventid' ? 'EventId' : name,
    prefix,
  ]),
};

const ATTRIBUTES = declareAttributes(
  SPEC,
  [...new Set(CHANNEL_TOKENS.starts.map(([, , name]) => name))].map((name) => [
    `@${name}`,
    `channel.${name}`,
    `Attribute ${name} of a channel or its resources.`,
  ]),
);

export const channel: Vocabulary = {
  id: 'channel',
  name: 'Channel',
  protocol: field({
    filter: 'channel',
    type: 'protocol',
    label: 'Channel',
    spec: SPEC,
    doc: 'A telephony application that a terminal is to install.',
  }),
  editions: [
    { publicIds: ['-//WAPFORUM//DTD CHANNEL 1.2//EN'], dialect: dialect(codePages(CHANNEL_TOKENS)) },
    { publicIds: ['-//WAPFORUM//DTD CHANNEL 1.1//EN'], dialect: dialect(codePages(CHANNEL11_TOKENS)) },
  ],
  roots: ['channel'],
  elements: inAnyNamespace(
    declareElements(SPEC, [
      ['channel', 'channel.document', 'group', 'A channel.'],
      ['title', 'channel.title', 'text', 'Name of the channel.'],
      ['abstract', 'channel.abstract', 'text', 'What the channel is for.'],
      ['resource', 'channel.resource', 'text', 'Something to load for the channel.'],
    ]),
  ),
  attributes: new Map([
    ...ATTRIBUTES,
    ...[...ATTRIBUTES].map(([, field]): [string, Field] => [
      field.filter === 'channel.eventid' ? '@EventId' : `@${field.label}`,
      field,
    ]),
  ]),
  info: (root) => `Channel ${childOf(root, 'title')?.text ?? ''}`.trim(),
  rules: [],
};

/** WTA channels. */
export function register(to: Registry): void {
  registerVocabulary(to, channel, {
    wbxml: ['application/vnd.wap.channelc'],
    xml: ['text/vnd.wap.channel'],
    layers: ['channel'],
    namespaces: [undefined],
  });
}
