import { CHUNK } from '../../base/column.ts';
import type { Severity } from '../../codec/rule.ts';
import { SEVERITIES } from '../../codec/rule.ts';
import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { DigestVerdict } from '../../dissect/digest.ts';
import { type Layers, LayerTree } from './layer-tree.ts';
import { type Push, pushesOf } from './pushes.ts';

/** What a packet is, as far as statistics tell packets apart. */
export interface Kind {
  readonly layers: Layers;
  readonly pushes: readonly Push[];
  readonly digests: readonly { readonly format: string; readonly verdict: DigestVerdict; readonly formula: string }[];
  readonly rules: readonly { readonly rule: string; readonly severity: Severity }[];
  readonly isNotification: boolean;
  /** Worst severity of its findings. */
  readonly severity: Severity | undefined;
  /** False for packets that stand for many unlike ones: only the layers are right, or nothing at all. */
  readonly isTold: boolean;
}

/** Numbers of 16 bits; 0 is "not dissected", the last one is for what is beyond. */
const MAX_KINDS = 0xffff;
/** From here on only layers are told apart, so that these stay right longest. */
const FULL_KINDS = 60_000;
/** Digests and pushes of one packet that count. */
const MOST = 64;

const NOTHING: Kind = {
  layers: { nodes: [], ends: [] },
  pushes: [],
  digests: [],
  rules: [],
  isNotification: false,
  severity: undefined,
  isTold: false,
};

/**
 * Gives each packet the number of its kind. Captures have few kinds, so 2 octets a packet and one object a kind keep all that the
 * dissecting pass found; counting packets anew, for a filter or a stretch of time, then needs no dissection.
 */
export class Kinds {
  readonly tree = new LayerTree();
  readonly #kinds: Kind[] = [NOTHING];
  readonly #numbers = new Map<string, number>();
  readonly #chunks: (Uint16Array | undefined)[] = [];

  /** Number of kinds, "not dissected" included. */
  get length(): number {
    return this.#kinds.length;
  }

  kind(number: number): Kind {
    return this.#kinds[number] ?? NOTHING;
  }

  /** Kind of a packet; 0 while it has not been dissected. */
  of(index: number): number {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? 0;
  }

  /** Remembers what a packet is, and gives the number of its kind. */
  add(index: number, tree: Tree, context: Context): number {
    const number = this.#numberOf(tree, context);
    this.set(index, number);
    return number;
  }

  /** Number of the kind of packets of which no more is known than their layers. */
  layersOnly(context: Context): number {
    const layers = this.tree.of(context.layers);
    const key = `layers ${layers.nodes.join(',')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    return this.#kinds.length < MAX_KINDS ? this.#put(key, { ...NOTHING, layers, isTold: true }) : MAX_KINDS;
  }

  /** Says of which kind a packet is. */
  set(index: number, number: number): void {
    const at = Math.floor(index / CHUNK);
    let chunk = this.#chunks[at];
    if (chunk === undefined) {
      chunk = new Uint16Array(CHUNK);
      this.#chunks[at] = chunk;
    }
    chunk[index % CHUNK] = number;
  }

  #numberOf(tree: Tree, context: Context): number {
    const layers = this.tree.of(context.layers);
    const layersKey = layers.nodes.join(',');
    const pushes = context.carriers.length === 0 ? NO_PUSHES : pushesOf(tree, context).slice(0, MOST);
    const digests = digestsOf(context);
    const rules = rulesOf(tree);
    const key =
      pushes.length === 0 && digests.length === 0 && rules.length === 0
        ? layersKey
        : JSON.stringify([
            layersKey,
            pushes.map((push) => Object.values(push)),
            digests.map((digest) => Object.values(digest)),
            rules.map(({ rule, severity }) => `${rule} ${severity}`),
          ]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const isNotification = context.layers.some(({ protocol }) => protocol === 'dmnoti');
    const severity = rules.map((rule) => rule.severity).sort(bySeverity)[0];
    if (this.#kinds.length < FULL_KINDS)
      return this.#put(key, { layers, pushes, digests, rules, isNotification, severity, isTold: true });
    // Which packets have findings stays right, which ones they are does not.
    const short = `${layersKey} ${severity} ${pushes.length > 0} ${isNotification}`;
    const coarse = this.#numbers.get(short);
    if (coarse !== undefined) return coarse;
    if (this.#kinds.length < MAX_KINDS)
      return this.#put(short, {
        ...NOTHING,
        layers,
        isNotification,
        severity,
        pushes: pushes.slice(0, 1).map(unnamed),
      });
    return MAX_KINDS;
  }

  #put(key: string, kind: Kind): number {
    const number = this.#kinds.length;
    this.#kinds.push(kind);
    this.#numbers.set(key, number);
    return number;
  }
}

const NO_PUSHES: readonly Push[] = [];
const unnamed = (push: Push): Push => ({ ...push, contentType: '', applicationId: '', initiator: '' });
const bySeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

function digestsOf({ digests }: Context): Kind['digests'] {
  return digests.slice(0, MOST).map(({ format, verdict, formula = '' }) => ({ format, verdict, formula }));
}

/** Each rule that the packet breaks, once, with its worst severity there. */
function rulesOf({ findings }: Tree): Kind['rules'] {
  if (findings.length === 0) return [];
  const worst = new Map<string, Severity>();
  for (const { rule, severity } of findings) {
    const known = worst.get(rule.id);
    if (known === undefined || bySeverity(severity, known) < 0) worst.set(rule.id, severity);
  }
  return [...worst].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, severity]) => ({ rule, severity }));
}
