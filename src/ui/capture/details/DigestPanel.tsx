import type { ReactNode } from 'react';
import type { DigestView, PacketView } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { deviates, formulaWords, SECRET_FORMS, VERDICT_WORDS } from './digest-words.ts';
import { type OctetPair, octetDiff, octetsIn } from './octet-diff.ts';
import { VerdictWord } from './VerdictWord.tsx';
import './DigestPanel.css';
import './FindingsPanel.css';

export interface DigestPanelProps {
  readonly view: PacketView;
  readonly onOpenKeys: () => void;
  readonly onSelectRange: (source: number, start: number, end: number) => void;
}

/** What is known of the packet's digests: verdict, formula, octets that differ, octets that were hashed. */
export function DigestPanel({ view, onOpenKeys, onSelectRange }: DigestPanelProps): ReactNode {
  if (view.digests.length === 0) {
    return (
      <div className="findings-empty">
        <p>No digest</p>
        <p>No message in this packet carries one</p>
      </div>
    );
  }
  return (
    <div className="digest-panel">
      {view.digests.map((digest, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: digests have no identity but their place
        <OneDigest key={index} digest={digest} onOpenKeys={onOpenKeys} onSelectRange={onSelectRange} />
      ))}
    </div>
  );
}

function OneDigest({
  digest,
  onOpenKeys,
  onSelectRange,
}: Omit<DigestPanelProps, 'view'> & { readonly digest: DigestView }): ReactNode {
  const { verdict, formula, secretForm, expected, found, tried, covered, source, start, end } = digest;
  const words = VERDICT_WORDS[verdict];
  const pairs = found !== undefined && expected !== undefined ? octetDiff(found, expected) : undefined;
  const differing = pairs?.filter(({ differs }) => differs).length ?? 0;
  const keys = verdict === 'match' ? undefined : verdict === 'unchecked' ? 'Enter a secret...' : 'Change secrets...';
  return (
    <section className={`digest ${words.tone}`} aria-label={`Digest of ${digest.format}`}>
      <header className="digest-head">
        <VerdictWord verdict={verdict} />
        <span>{words.sentence}</span>
        <span className="digest-format">{digest.format}</span>
      </header>
      <dl className="digest-facts">
        {formula === undefined ? null : (
          <>
            <dt>Formula</dt>
            <dd>
              <code>{formula}</code> {formulaWords(formula) ?? ''}
              {!deviates(formula) ? null : (
                <span className="digest-reading">
                  Not what the specification states: a strict client rejects the message
                </span>
              )}
            </dd>
          </>
        )}
        {secretForm === undefined ? null : (
          <>
            <dt>Secret</dt>
            <dd>Hashed as {SECRET_FORMS[secretForm]}</dd>
          </>
        )}
        {tried === 0 ? null : (
          <>
            <dt>Tried</dt>
            <dd>
              {grouped(tried)} {tried === 1 ? 'combination' : 'combinations'} of formula, secret and form of secret
            </dd>
          </>
        )}
        {covered === undefined ? null : (
          <>
            <dt>Hashed</dt>
            <dd>
              <button type="button" onClick={() => onSelectRange(covered.source, covered.start, covered.end)}>
                {octetsText(covered.start, covered.end)}
              </button>{' '}
              besides the secret
            </dd>
          </>
        )}
        {end > start ? (
          <>
            <dt>Digest</dt>
            <dd>
              <button type="button" onClick={() => onSelectRange(source, start, end)}>
                {octetsText(start, end)}
              </button>
            </dd>
          </>
        ) : null}
      </dl>
      {pairs !== undefined && verdict !== 'match' ? (
        <figure className="digest-octets">
          <Octets label="Found" pairs={pairs} side="found" />
          <Octets label="Expected" pairs={pairs} side="expected" />
          <figcaption>
            {differing === 0
              ? 'No octet differs'
              : `${differing} of ${pairs.length} octets differ; expected is what the specified formula gives with the first secret that applies`}
          </figcaption>
        </figure>
      ) : found === undefined ? null : (
        <figure className="digest-octets">
          <Octets
            label="Found"
            pairs={octetsIn(found).map((octet) => ({ found: octet, expected: octet, differs: false }))}
            side="found"
          />
        </figure>
      )}
      {words.next === '' && keys === undefined ? null : (
        <p className="digest-next">
          {words.next}
          {keys === undefined || verdict === 'absent' ? null : (
            <button type="button" className="digest-keys" onClick={onOpenKeys}>
              {keys}
            </button>
          )}
        </p>
      )}
    </section>
  );
}

function Octets({
  label,
  pairs,
  side,
}: {
  readonly label: string;
  readonly pairs: readonly OctetPair[];
  readonly side: 'found' | 'expected';
}): ReactNode {
  return (
    <div className="digest-row">
      <span>{label}</span>
      <code>
        {pairs.map((pair, index) => {
          const text = pair[side] ?? '--';
          // biome-ignore lint/suspicious/noArrayIndexKey: an octet is its place
          return pair.differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>;
        })}
      </code>
    </div>
  );
}

/** `octets 84 to 154`, from the first bit to the last. */
function octetsText(start: number, end: number): string {
  const last = Math.max(Math.ceil(end / 8) - 1, Math.floor(start / 8));
  const first = Math.floor(start / 8);
  return first === last ? `Octet ${first}` : `Octets ${first} to ${last} (${last - first + 1})`;
}
