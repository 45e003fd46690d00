import type { Field } from '../codec/field.ts';
import type { Finding } from '../codec/rule.ts';
import { SEVERITIES } from '../codec/rule.ts';
import type { Context } from '../dissect/context.ts';
import type { Registry } from '../dissect/registry.ts';
import type { FindingKind } from './finding-leaf.ts';
import { type MacroSet, NO_MACROS } from './macros/macro-set.ts';
import { type NamedValue, namedValues } from './named-values.ts';
import { PROTOCOL_NAME } from './protocol-name-leaf.ts';
import { type Kind, kindOf, type Value } from './values.ts';

/** Where the values of a name come from. */
export type NameSource =
  /** Rows of the tree with this filter name, their own or an `also` one. */
  | { readonly from: 'rows'; readonly row: string }
  | {
      readonly from: 'findings';
      readonly value: (finding: Finding) => Value | undefined;
      /** The same where it follows from rule and severity. */
      readonly ofKind?: ((finding: FindingKind) => Value) | undefined;
      /** Id of the only rule whose findings have a value; those of all rules have one when left out. */
      readonly only?: string;
    }
  | { readonly from: 'layers'; readonly protocol: string }
  | { readonly from: 'context'; readonly value: (context: Context) => Value };

/** All that a filter can know of a name. */
export interface NameInfo {
  readonly name: string;
  readonly label: string;
  readonly doc: string | undefined;
  readonly spec: string | undefined;
  /** Kinds of its values: one, unless protocols disagree. */
  readonly kinds: ReadonlySet<Kind>;
  readonly fields: readonly Field[];
  readonly source: NameSource;
  /** True for names such as `ip.addr`, which stand for several fields of a packet. */
  readonly either: boolean;
  /** Values that the name can have, where they are few and have no numbers. */
  readonly values: readonly { readonly text: string; readonly label: string }[];
  /** Numbers that have a name; made when first asked for. */
  readonly named: () => readonly NamedValue[];
}

/** Every name that a filter can use, and the user's macros. */
export interface FilterCatalogue {
  get(name: string): NameInfo | undefined;
  /** Sorted. */
  readonly names: readonly string[];
  readonly macros: MacroSet;
}

export function filterCatalogue(registry: Registry, macros: MacroSet = NO_MACROS): FilterCatalogue {
  const byName = new Map<string, Set<Field>>();
  const either = new Set<string>();
  for (const field of registry.fields) {
    add(byName, field.filter, field);
    for (const name of field.also ?? []) {
      add(byName, name, field);
      either.add(name);
    }
  }
  const infos = new Map<string, NameInfo>();
  for (const [name, fields] of byName) infos.set(name, rowsInfo(name, [...fields], either.has(name)));
  const epoch = infos.get('frame.time_epoch');
  if (epoch !== undefined)
    infos.set('frame.time', { ...epoch, name: 'frame.time', label: 'Time', doc: 'When the packet was captured, UTC.' });
  for (const { id, name } of registry.protocols) {
    if (infos.has(id)) continue;
    infos.set(id, { ...VIRTUAL, name: id, label: name, kinds: new Set(), source: { from: 'layers', protocol: id } });
  }
  for (const info of ruleInfos(registry)) infos.set(info.name, info);
  for (const info of COLUMNS) infos.set(info.name, info);
  return { get: (name) => infos.get(name), names: [...infos.keys()].sort(), macros };
}

function add(byName: Map<string, Set<Field>>, name: string, field: Field): void {
  const known = byName.get(name);
  if (known === undefined) byName.set(name, new Set([field]));
  else known.add(field);
}

function rowsInfo(name: string, fields: readonly Field[], either: boolean): NameInfo {
  // The field's own declaration says more than that of one which counts under its name too.
  const first = fields.find(({ filter }) => filter === name) ?? fields[0];
  const own = first?.filter === name;
  let named: readonly NamedValue[] | undefined;
  return {
    name,
    label: own ? first.label : fields.map(({ label }) => label).join(' or '),
    doc: own ? first.doc : `Stands for ${fields.map(({ filter }) => filter).join(', ')}.`,
    spec: first?.spec,
    kinds: new Set(fields.map(kindOf)),
    fields,
    source: { from: 'rows', row: name },
    either,
    values: textsOf(fields),
    named: () => {
      named ??= namedValues(fields);
      return named;
    },
  };
}

/** Texts that values may be; none unless all of the fields say which theirs are. */
function textsOf(fields: readonly Field[]): NameInfo['values'] {
  if (fields.some(({ texts }) => texts === undefined)) return [];
  const all = new Map(fields.flatMap(({ texts = {} }) => Object.entries(texts)));
  return [...all].map(([text, label]) => ({ text, label }));
}

const TEXT: ReadonlySet<Kind> = new Set<Kind>(['text']);
const VIRTUAL = {
  doc: undefined,
  spec: undefined,
  kinds: TEXT,
  fields: [],
  either: false,
  values: [],
  named: () => [],
} as const;

function ruleInfos(registry: Registry): NameInfo[] {
  const levels = [...new Set(registry.rules.map(({ level }) => level))].sort();
  const of = (
    name: string,
    label: string,
    doc: string,
    value: (finding: FindingKind) => Value,
    values: NameInfo['values'],
  ) => ({
    ...VIRTUAL,
    name,
    label,
    doc,
    source: { from: 'findings', value, ofKind: value } as const,
    values,
  });
  const named = (text: string) => ({ text, label: '' });
  return [
    of(
      'rule',
      'Rule',
      'Id of the rule of each finding.',
      ({ rule }) => rule.id,
      registry.rules.map(({ id, text }) => ({ text: id, label: text })),
    ),
    of('rule.severity', 'Severity', 'Of each finding.', ({ severity }) => severity, SEVERITIES.map(named)),
    of('rule.level', 'Level', "The specification's verb.", ({ rule }) => rule.level, levels.map(named)),
    of('rule.section', 'Section', 'Document and section of the rule.', ({ rule }) => rule.section, []),
    {
      ...VIRTUAL,
      name: 'rule.message',
      label: 'Message',
      doc: 'What is wrong, in words.',
      source: { from: 'findings', value: ({ message }) => message },
    },
    ...registry.rules.map(
      ({ id, text, section }): NameInfo => ({
        ...VIRTUAL,
        name: `rule.${id}`,
        label: `Finding of rule ${id}`,
        doc: text,
        spec: section,
        source: {
          from: 'findings',
          value: ({ rule, message }) => (rule.id === id ? message : undefined),
          only: id,
        },
      }),
    ),
  ];
}

const COLUMNS: readonly NameInfo[] = [
  {
    ...VIRTUAL,
    name: '_ws.col.info',
    label: 'Info',
    doc: 'Text of the Info column.',
    source: { from: 'context', value: ({ info }) => info },
  },
  {
    ...VIRTUAL,
    name: PROTOCOL_NAME,
    label: 'Protocol',
    doc: 'Text of the Protocol column.',
    source: { from: 'context', value: ({ protocolName }) => protocolName },
  },
  {
    ...VIRTUAL,
    name: '_ws.col.def_src',
    label: 'Source',
    doc: 'Text of the Source column.',
    source: { from: 'context', value: ({ source }) => source },
  },
  {
    ...VIRTUAL,
    name: '_ws.col.def_dst',
    label: 'Destination',
    doc: 'Text of the Destination column.',
    source: { from: 'context', value: ({ destination }) => destination },
  },
];
