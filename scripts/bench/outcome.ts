/** Something that was measured, several times, beside its limit. */
export interface Outcome {
  /** Short name, to run it alone. */
  readonly name: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB';
  /** One value a run; empty when it was not measured, `note` says why. */
  readonly ours: readonly number[];
  /** What the limit follows from, measured in the same run: the peer, or reading the file and nothing else. */
  readonly peer?: { readonly what: string; readonly values: readonly number[]; readonly share: number };
  /** In `unit`; with a peer, the smaller of the two limits counts. */
  readonly limit?: number;
  readonly note?: string;
}

/** The value in the middle, or between the two in the middle; undefined without values. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}

/** The value below which `share` of all lie, between two values where it falls between them. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (at - Math.floor(at));
}

export interface Judged {
  readonly median: number | undefined;
  readonly peer: number | undefined;
  readonly limit: number | undefined;
  /** Median beside limit: 1 is just within it. */
  readonly ratio: number | undefined;
  readonly mark: 'ok' | 'MISSED' | '-';
}

export function judge({ ours, peer, limit }: Outcome): Judged {
  const middle = median(ours);
  const other = peer && median(peer.values);
  const limits = [
    ...(limit === undefined ? [] : [limit]),
    ...(other === undefined ? [] : [other * (peer?.share ?? 1)]),
  ];
  const least = limits.length === 0 ? undefined : Math.min(...limits);
  const ratio = middle === undefined || least === undefined ? undefined : middle / least;
  return {
    median: middle,
    peer: other,
    limit: least,
    ratio,
    mark: ratio === undefined ? '-' : ratio <= 1 ? 'ok' : 'MISSED',
  };
}

function amount(value: number | undefined, unit: Outcome['unit']): string {
  if (value === undefined) return '-';
  if (unit === 'MB') return `${value.toFixed(0)} MB`;
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** Rows of a Markdown table. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { unit, what, peer, note } = outcome;
    const judged = judge(outcome);
    const beside = peer === undefined ? '-' : `${peer.what}: ${amount(judged.peer, unit)}`;
    const cells = [
      `${what}${note === undefined ? '' : ` (${note})`}`,
      amount(judged.median, unit),
      amount(judged.limit, unit),
      judged.ratio === undefined ? '-' : judged.ratio.toFixed(2),
      beside,
      judged.mark,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    '| what | median | at most | of the limit | beside | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** A document with what stands between its marks replaced; the figures alone where it has none. */
export function withTable(document: string, figures: string): string {
  const from = document.indexOf(BEGIN);
  const to = document.indexOf(END);
  if (from < 0 || to < from) return figures;
  return `${document.slice(0, from + BEGIN.length)}\n\n${figures}\n${document.slice(to)}`;
}
