import type { Field } from '../../codec/field.ts';
import type { Rule, Severity } from '../../codec/rule.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { build } from '../build.ts';
import type { DescriptionJson } from '../describe.ts';
import { dissectAlone } from '../dissect-alone.ts';
import { expandDocuments } from '../expand-documents.ts';
import { formNodes } from '../form-nodes.ts';
import { formatDescription } from '../format-description.ts';
import type { Names } from '../names.ts';
import type { BrokenVariant, CraftNode } from '../views.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { both, stepsOf } from './json-edit.ts';

/** What breaking needs besides the message. */
export interface BreakTools {
  readonly registry: Registry;
  readonly names: Names;
  readonly secrets: readonly Secret[];
  /** True when no more is wanted. */
  readonly isStopped: () => boolean;
  /** Called now and then; it may let other work be done. */
  readonly rest: (done: number, total: number) => Promise<void>;
}

export interface Broken {
  readonly variants: readonly BrokenVariant[];
  /** Rules that the message could show broken, for which no variant was found, and why. */
  readonly missing: readonly { readonly rule: string; readonly reason: string }[];
}

/** Changes that are tried two at a time: per rule that no single change breaks alone, and in all. */
const MOST_PAIRS = 200;
const MOST_PAIRS_IN_ALL = 2000;
const REST_EVERY = 16;

/**
 * Variants of a message that each break one rule more than the message itself, and no other. Nothing is known of the rules:
 * every change of the message is tried, and what it breaks is read off the dissection, as the capture view would show it.
 *
 * @param description a description that can be built; what it breaks itself is allowed in each variant
 */
export async function breakEach(description: string, tools: BreakTools): Promise<Broken> {
  // Documents are broken token by token: as XML they could only be wrong in ways that XML can state.
  return await new Breaker(tools).run(expandDocuments(description, tools.names, tools.secrets));
}

/** A rule and the protocol that has declared it. */
type Owned = Rule & { readonly protocol: string };

/** What a change did: the rules that it broke. */
interface Outcome {
  readonly candidate: Candidate;
  readonly rules: readonly string[];
}

class Breaker {
  readonly #tools: BreakTools;
  readonly #variants = new Map<string, BrokenVariant>();
  /** Rules whose variant changes the rule's own protocol. */
  readonly #atHome = new Set<string>();
  readonly #outcomes: Outcome[] = [];
  #own: ReadonlyMap<string, Severity> = new Map();
  /** Rules of the protocols that the message is made of: turning it into something else breaks nothing of it. */
  #rules: ReadonlyMap<string, Owned> = new Map();
  #tried = 0;

  constructor(tools: BreakTools) {
    this.#tools = tools;
  }

  async run(description: string): Promise<Broken> {
    const { registry, names, secrets, isStopped, rest } = this.#tools;
    const built = build(description, names, secrets);
    if (built.bytes === undefined) throw new Error(built.faults.list[0]?.message ?? 'the description cannot be built');
    const json = JSON.parse(description) as DescriptionJson;
    const { tree, context } = dissectAlone(registry, { ...built, bytes: built.bytes }, secrets);
    this.#own = brokenBy(tree.findings);
    this.#rules = rulesOf(registry, new Set(context.layers.map(({ protocol }) => protocol)));
    const wanted = this.#wanted(
      new Set(tree.fields.flatMap(({ spec }) => (spec === undefined ? [] : [documentOf(spec)]))),
    );
    const fields: Field[] = [];
    const nodes = formNodes(
      built.root,
      (field) => fields.push(field) - 1,
      () => false,
    );
    const label = (node: CraftNode): string => fields[node.field]?.label ?? node.path;
    const candidates = candidatesOf(nodes, built.bytes, label);
    for (const candidate of candidates) {
      if (isStopped()) break;
      this.#try(json, candidate);
      if (++this.#tried % REST_EVERY === 0) await rest(this.#tried, candidates.length);
    }
    await this.#tryPairs(json, wanted);
    // What is carried comes before what carries it: the rules of a push are what a device is tested with.
    const depth = new Map(context.layers.map(({ protocol }, at) => [protocol, at]));
    const depthOf = ({ rule }: BrokenVariant): number => depth.get(this.#rules.get(rule)?.protocol ?? '') ?? 0;
    const found = [...this.#variants.values()].sort(
      (a, b) => depthOf(b) - depthOf(a) || a.rule.localeCompare(b.rule, 'en'),
    );
    return { variants: found, missing: this.#missing(wanted) };
  }

  /** Builds and judges a change; what breaks exactly one rule is kept, the first for each rule. */
  #try(json: DescriptionJson, candidate: Candidate): void {
    const rules = this.#broken(json, candidate);
    if (rules === undefined || rules.length === 0) return;
    this.#outcomes.push({ candidate, rules });
  }

  #broken(json: DescriptionJson, { changes, what, path }: Candidate): readonly string[] | undefined {
    for (const change of changes) {
      const changed = change(json);
      const broken = changed === undefined ? undefined : this.#judge(formatDescription(changed), what, path);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  /** Rules that a description breaks beyond those of the message; undefined when it cannot be built. */
  #judge(description: string, what: string, path: string): readonly string[] | undefined {
    const { registry, names, secrets } = this.#tools;
    const built = build(description, names, secrets);
    const { bytes } = built;
    if (bytes === undefined) return undefined;
    const { tree } = dissectAlone(registry, { ...built, bytes }, secrets);
    const broken = brokenBy(tree.findings);
    const more = [...broken.keys()].filter((rule) => !this.#own.has(rule));
    const [rule] = more;
    if (rule !== undefined && more.length === 1) this.#keep({ rule, what, description, bytes }, stepsOf(path)[2]);
    return more;
  }

  /** The first variant for a rule is kept, but one that changes the rule's own protocol is better. */
  #keep(variant: BrokenVariant, layer: string | undefined): void {
    const owner = this.#rules.get(variant.rule)?.protocol;
    if (owner === undefined) return;
    const isOwn = owner === layer;
    if (this.#variants.has(variant.rule) && (!isOwn || this.#atHome.has(variant.rule))) return;
    if (isOwn) this.#atHome.add(variant.rule);
    this.#variants.set(variant.rule, variant);
  }

  /** Two changes together, where one of them breaks a wanted rule among others. */
  async #tryPairs(json: DescriptionJson, wanted: readonly string[]): Promise<void> {
    const { isStopped, rest } = this.#tools;
    let all = 0;
    for (const rule of wanted) {
      if (this.#variants.has(rule)) continue;
      const firsts = this.#outcomes
        .filter(({ rules }) => rules.includes(rule))
        .sort((a, b) => a.rules.length - b.rules.length);
      let pairs = 0;
      for (const { candidate: first, rules } of firsts.slice(0, 8)) {
        for (const { candidate: second, rules: others } of this.#outcomes) {
          if (pairs >= MOST_PAIRS || all >= MOST_PAIRS_IN_ALL || this.#variants.has(rule) || isStopped()) break;
          // The second change has to undo what the first breaks besides: it touches the same rules.
          if (second === first || !others.some((other) => other !== rule && rules.includes(other))) continue;
          pairs++;
          all++;
          const changes = first.changes.flatMap((one) => second.changes.map((two) => both(one, two)));
          this.#broken(json, { ...first, what: `${first.what}; ${second.what}`, changes });
          if (pairs % REST_EVERY === 0) await rest(this.#tried, this.#tried);
        }
      }
    }
  }

  /**
   * Rules of the message's protocols that octets or headers of one message can break, of those documents that its fields
   * are taken from: a notification of one version is not measured by the rules of another.
   */
  #wanted(documents: ReadonlySet<string>): readonly string[] {
    const ids = [...this.#rules.values()]
      .filter(({ see = '', severity, hint }) => /[PT]/.test(see) && isBreach(severity) && hint !== true)
      .filter(({ section }) => documents.has(documentOf(section)))
      .map(({ id }) => id);
    return ids.filter((id) => !this.#own.has(id));
  }

  #missing(wanted: readonly string[]): Broken['missing'] {
    return wanted.flatMap((rule) => {
      if (this.#variants.has(rule)) return [];
      const least = this.#outcomes
        .filter(({ rules }) => rules.includes(rule))
        .sort((a, b) => a.rules.length - b.rules.length)[0];
      if (least === undefined) return [{ rule, reason: 'no change of this message breaks it' }];
      const others = least.rules.filter((other) => other !== rule);
      return [{ rule, reason: `what breaks it breaks ${others.join(', ')} too (${least.candidate.what})` }];
    });
  }
}

/** Rules that the protocols have declared. */
function rulesOf(registry: Registry, protocols: ReadonlySet<string>): ReadonlyMap<string, Owned> {
  const declared = registry.declared.filter(({ dissector }) => protocols.has(dissector.id));
  return new Map(
    declared.flatMap(({ dissector, rules }) => rules.map((rule) => [rule.id, { ...rule, protocol: dissector.id }])),
  );
}

/** Name of the document in a section: `NOTI-1.3` of `NOTI-1.3 6.4.1`. */
const documentOf = (section: string): string => section.replace(/(?:\s+[\d.,]+)+$/, '');

const isBreach = (severity: Severity): boolean => severity === 'error' || severity === 'warning';

function brokenBy(
  findings: readonly { readonly rule: { readonly id: string; readonly hint?: boolean }; readonly severity: Severity }[],
): ReadonlyMap<string, Severity> {
  const out = new Map<string, Severity>();
  for (const { rule, severity } of findings) {
    if (isBreach(severity) && rule.hint !== true) out.set(rule.id, severity);
  }
  return out;
}
