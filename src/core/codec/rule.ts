/** `note` and `info` break nothing; `warning` and `error` are violations. */
export type Severity = 'error' | 'warning' | 'note' | 'info';

/** From worst to mildest. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note', 'info'];

/** A rule that traffic can break, declared once with the protocol that it belongs to. */
export interface Rule {
  /** `N13-036`; unique among all rules, and the name under which findings are filtered (`rule.N13-036`). */
  readonly id: string;
  /** The specification's verb: MUST, SHALL, SHOULD, or `text` where it states without one. */
  readonly level: string;
  /** Severity unless the finding says otherwise. */
  readonly severity: Severity;
  /** Document and section: `NOTI-1.3 6.4.8`. */
  readonly section: string;
  /** One sentence: what the rule demands. */
  readonly text: string;
  /** True for what is known of implementations or readings of the text: nothing that traffic breaks. */
  readonly hint?: boolean;
  /**
   * What it takes to see a breach: P payload octets, T the carrier's headers, C several messages of a capture,
   * K configuration (secret, account, clock), B behaviour of a device that no capture shows; several letters when several do.
   */
  readonly see?: string;
  /** Whom the rule binds: S sender, R receiver. */
  readonly who?: string;
  /** Items of the conformance tables that rest on the rule. */
  readonly scr?: readonly string[];
}

/** Declares rules keyed by id. */
export function rules<const T extends Readonly<Record<string, Omit<Rule, 'id'>>>>(
  declared: T,
): { readonly [K in keyof T]: Rule } {
  const out: Record<string, Rule> = {};
  for (const [id, rule] of Object.entries(declared)) out[id] = { id, ...rule };
  return out as { readonly [K in keyof T]: Rule };
}

/** One breach (or observation) of a rule, with the bits at fault. */
export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** What is wrong here and what would have been right. */
  readonly message: string;
  /** Index of the source the bits lie in (see Tree.sources). */
  readonly source: number;
  /** Bits, from the first bit of the source. */
  readonly start: number;
  readonly end: number;
}

/** Findings that any protocol can have. */
export const GENERIC = rules({
  'X-SHORT': {
    level: 'text',
    severity: 'error',
    section: 'any',
    text: 'A field fits into the octets that its message, option or length field leaves for it.',
  },
  'X-CUT': {
    level: 'text',
    severity: 'note',
    section: 'any',
    text: 'The packet was captured whole.',
  },
  'X-DEPTH': {
    level: 'text',
    severity: 'warning',
    section: 'any',
    text: 'Protocols are nested no deeper than the analyzer follows.',
  },
  'X-INTERNAL': {
    level: 'text',
    severity: 'warning',
    section: 'any',
    text: 'The analyzer itself has no fault.',
  },
});
