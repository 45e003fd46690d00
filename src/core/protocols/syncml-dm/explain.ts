import type { ElementDeclarations } from '../../dissect/vocabulary.ts';
import { isAcl } from './judge-tree.ts';

/** What a text means, in words; undefined when it says all itself. */
type Explain = (text: string) => string | undefined;

/** `Get by any server; Replace by a, b`. */
export const explainAcl: Explain = (text) => {
  if (text === '') return 'as the parent';
  if (!isAcl(text)) return undefined;
  return text
    .split('&')
    .map((entry) => {
      const [command = '', servers = ''] = entry.split('=');
      const names = servers.split('+').map((server) => (server === '*' ? 'any server' : server));
      return `${command} by ${names.join(', ')}`;
    })
    .join('; ');
};

/** Questions about a node, and the reserved place for new objects. */
export const explainUri: Explain = (text) => {
  const [, kind, what = ''] = /\?(prop|list)=(.*)$/.exec(text) ?? [];
  if (kind === 'prop') return `property ${what}`;
  if (kind === 'list') return `the tree below, ${what}`;
  if (text === './Inbox') return 'the device finds the place by the identifier of the object';
  return text.startsWith('./Inbox/') ? 'an object that is sent with this one' : undefined;
};

const OBJECTS: readonly (readonly [begin: string, name: string])[] = [
  ['urn:oma:mo:oma-dm-dmacc:', 'DM account'],
  ['org.openmobilealliance/1.0/w7', 'DM account'],
  ['urn:oma:mo:oma-dm-inbox:', 'Inbox'],
  ['urn:oma:mo:oma-dm-devinfo:', 'device information'],
  ['urn:oma:mo:oma-dm-devdetail:', 'device details'],
];

export const explainObject: Explain = (text) => OBJECTS.find(([begin]) => text.startsWith(begin))?.[1];

const OPTIONS: Readonly<Record<string, (value: string) => string>> = {
  MINDT: (value) => `shown at least ${value} s`,
  MAXDT: (value) => `shown at most ${value} s`,
  DR: (value) => `default answer ${value}`,
  MAXLEN: (value) => `at most ${value} characters`,
  IT: (value) => `input type ${value}`,
  ET: (value) => (value === 'P' ? 'echoed as a password' : `echo type ${value}`),
};

/** Options of an alert that asks the user. */
export const explainOptions: Explain = (text) => {
  if (!/^(MINDT|MAXDT|DR|MAXLEN|IT|ET)=/.test(text) || text.length > 256) return undefined;
  const known = text.split('&').flatMap((option) => {
    const [name = '', value = ''] = option.split('=');
    return Object.hasOwn(OPTIONS, name) ? [OPTIONS[name]?.(value) ?? ''] : [];
  });
  return known.join(', ');
};

const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  ACL: explainAcl,
  LocURI: explainUri,
  'Target/LocURI': explainUri,
  'Source/LocURI': explainUri,
  DDFName: explainObject,
  Data: explainOptions,
};

/** The declarations with their explanations. */
export function explained(declarations: ElementDeclarations): ElementDeclarations {
  return new Map(
    [...declarations].map(([key, declared]) => {
      const explain = EXPLANATIONS[key];
      return [key, explain === undefined ? declared : { ...declared, explain }];
    }),
  );
}
