import { type ReactNode, useMemo, useState } from 'react';
import type { CaptureStatus, Catalogue } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { SeveritySign } from '../../widgets/SignIcon.tsx';
import { counted, SEVERITIES, SEVERITY_SIGNS, type Severity } from '../../widgets/signs.ts';
import { verbOf } from './rule-words.ts';
import './CaptureFindings.css';
import './FindingsPanel.css';

/** All rules that the capture breaks, with how many packets do and the first that does. */
export function CaptureFindings({
  status,
  catalogue,
  onOpen,
}: {
  readonly status: CaptureStatus;
  readonly catalogue: Catalogue;
  readonly onOpen: (packetIndex: number) => void;
}): ReactNode {
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set());
  const rules = useMemo(() => new Map(catalogue.rules.map((rule) => [rule.id, rule])), [catalogue]);
  const { broken, judged, judging, packets } = status;
  const rows = SEVERITIES.flatMap((severity) =>
    broken
      .filter((entry) => entry.severity === severity)
      .sort((a, b) => b.packets - a.packets || (a.rule < b.rule ? -1 : 1)),
  );
  const shown = rows.filter(({ severity }) => !hidden.has(severity));
  const toggle = (severity: Severity): void => {
    const next = new Set(hidden);
    if (!next.delete(severity)) next.add(severity);
    setHidden(next);
  };
  const progress = judging
    ? `Judged ${grouped(judged)} of ${counted(packets, 'packet')} so far`
    : `Judged ${counted(judged, 'packet')}`;
  return (
    <section className="capture-findings" aria-label="Findings of the capture">
      <div className="capture-findings-bar">
        {SEVERITIES.map((severity) => {
          const { one, many } = SEVERITY_SIGNS[severity];
          const count = rows.filter((entry) => entry.severity === severity).length;
          return (
            <button
              key={severity}
              type="button"
              className="capture-findings-filter"
              aria-pressed={!hidden.has(severity)}
              disabled={count === 0}
              onClick={() => toggle(severity)}
            >
              <span aria-hidden="true">
                <SeveritySign severity={severity} />
              </span>
              {counted(count, one, many)}
            </button>
          );
        })}
        <span className="capture-findings-progress">{progress}</span>
      </div>
      {rows.length === 0 ? (
        <div className="findings-empty">
          <p>{judging ? 'No findings so far' : 'No findings'}</p>
          <p>
            {packets === 0 ? 'There are no packets to judge' : 'Each rule that could be judged is kept by every packet'}
          </p>
        </div>
      ) : shown.length === 0 ? (
        <div className="findings-empty">
          <p>All severities are hidden</p>
          <p>Press one of the buttons above to see its rules</p>
        </div>
      ) : (
        <div className="capture-findings-rules">
          <table className="capture-findings-table">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">What it demands</th>
                <th scope="col" className="section">
                  Section
                </th>
                <th scope="col" className="number">
                  Packets
                </th>
                <th scope="col" className="number">
                  First
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => {
                const rule = rules.get(entry.rule);
                return (
                  <tr key={`${entry.rule} ${entry.severity}`}>
                    <th scope="row">
                      <SeveritySign severity={entry.severity} />
                      <code>{entry.rule}</code>
                    </th>
                    <td className="text">
                      {verbOf(rule?.level) === '' ? null : <b>{verbOf(rule?.level)} </b>}
                      {rule?.text ?? ''}
                      <small>{rule?.section ?? ''}</small>
                    </td>
                    <td className="section">{rule?.section ?? ''}</td>
                    <td className="number">{grouped(entry.packets)}</td>
                    <td className="number">
                      <button
                        type="button"
                        aria-label={`Go to packet ${entry.first + 1}`}
                        onClick={() => onOpen(entry.first)}
                      >
                        {grouped(entry.first + 1)}
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
