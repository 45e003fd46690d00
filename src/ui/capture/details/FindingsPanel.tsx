import { type ReactNode, useMemo } from 'react';
import type { Catalogue, FindingView, PacketView } from '../../../worker/api.ts';
import { SeveritySign } from '../../widgets/SignIcon.tsx';
import { SEVERITIES, SEVERITY_SIGNS } from '../../widgets/signs.ts';
import { verbOf } from './rule-words.ts';
import { lengthText, positionText, treeModel } from './tree-model.ts';
import { visibleText } from './visible-text.ts';
import './FindingsPanel.css';

/** What is wrong or worth knowing in one packet, worst first. */
export function FindingsPanel({
  view,
  catalogue,
  onSelect,
}: {
  readonly view: PacketView;
  readonly catalogue: Catalogue;
  readonly onSelect: (finding: FindingView) => void;
}): ReactNode {
  const model = useMemo(() => treeModel(view, catalogue), [view, catalogue]);
  const rules = useMemo(() => new Map(catalogue.rules.map((rule) => [rule.id, rule])), [catalogue]);
  if (view.findings.length === 0) {
    return (
      <div className="findings-empty">
        <p>No findings</p>
        <p>Every rule that could be judged from this packet alone is kept</p>
      </div>
    );
  }
  const sorted = SEVERITIES.flatMap((severity) => view.findings.filter((finding) => finding.severity === severity));
  return (
    <ul className="findings" aria-label="Findings of the packet">
      {sorted.map((finding, index) => {
        const rule = rules.get(finding.rule);
        const { start, end, source } = finding;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity but their place
          <li key={index}>
            <button type="button" className={`finding ${finding.severity}`} onClick={() => onSelect(finding)}>
              <span className="finding-head">
                <span aria-hidden="true">
                  <SeveritySign severity={finding.severity} />
                </span>
                <span className="finding-severity">{SEVERITY_SIGNS[finding.severity].one}</span>
                <code>{finding.rule}</code>
                <span className="finding-level">{verbOf(rule?.level)}</span>
                <span className="finding-section">{rule?.section ?? ''}</span>
              </span>
              <span className="finding-message">{visibleText(finding.message)}</span>
              {rule === undefined ? null : <span className="finding-rule">{rule.text}</span>}
              <span className="finding-place">
                {model.field(finding.row).label}, {positionText(start, end)}
                {end > start ? `, ${lengthText(end - start)}` : ''}
                {view.sources.length > 1 ? `, in ${visibleText(view.sources[source]?.label ?? '')}` : ''}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
