import { type ReactNode, useRef, useState } from 'react';
import { Panel, Separator } from 'react-resizable-panels';
import { messageOf } from '../../../core/base/message-of.ts';
import type { BrokenVariant } from '../../../worker/api.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { Panes } from '../../app/Panes.tsx';
import { visibleText } from '../../capture/details/visible-text.ts';
import { type CraftPacket, textOf } from '../../state/craft-packet.ts';
import { grouped } from '../../widgets/grouped.ts';
import { SeveritySign } from '../../widgets/SignIcon.tsx';
import { counted } from '../../widgets/signs.ts';
import { breakCsv, breakLines, breakMarkdown } from '../break-table.ts';
import { useAnswer, useCraft } from '../craft-context.ts';
import { PacketLook } from '../PacketLook.tsx';
import { fileName, saveFile } from '../save.ts';
import '../CraftViews.css';
import './CraftTable.css';
import './BreakView.css';

interface Broken {
  readonly variants: readonly BrokenVariant[];
  readonly missing: readonly { readonly rule: string; readonly reason: string }[];
}

type Run =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly text: string }
  | { readonly phase: 'failed'; readonly text: string; readonly failure: string }
  | { readonly phase: 'done'; readonly text: string; readonly broken: Broken };

/** Variants of the message that each break exactly one rule: a negative test pack. */
export function BreakView({ packet }: { readonly packet: CraftPacket }): ReactNode {
  const { session } = useCraft();
  const text = textOf(packet);
  const [run, setRun] = useState<Run>({ phase: 'none' });
  const turn = useRef(0);
  const breaking = useAppState((state) => state.breaking);
  const setBreaking = useAppState((state) => state.setBreaking);
  const start = (): void => {
    const mine = ++turn.current;
    setBreaking(undefined);
    setRun({ phase: 'running', text });
    session
      .engine()
      .craftBreak(text)
      .then(
        (broken) => turn.current === mine && setRun({ phase: 'done', text, broken }),
        (error: unknown) => turn.current === mine && setRun({ phase: 'failed', text, failure: messageOf(error) }),
      );
  };
  // What was found so far comes as the answer.
  const cancel = (): void => {
    session
      .engine()
      .stopBreak()
      .catch(() => setRun({ phase: 'none' }));
  };
  const findings = packet.built?.view.findings.filter(({ severity }) => severity === 'error').length ?? 0;
  if (run.phase === 'done') {
    return <Variants packet={packet} broken={run.broken} isOld={run.text !== text} onAgain={start} />;
  }
  return (
    <div className="craft-intro">
      <h2>Break it</h2>
      <p>
        Makes variants of this message that each break exactly one rule, and checks by decoding that nothing else is
        broken: a negative test pack for a device
      </p>
      {findings === 0 ? undefined : (
        <p className="craft-warning">
          The message breaks {counted(findings, 'rule')} already: variants are named by what they break besides
        </p>
      )}
      {run.phase === 'failed' ? (
        <p className="craft-fault" role="alert">
          Could not be done: {run.failure}
        </p>
      ) : undefined}
      {run.phase === 'running' ? (
        <p className="craft-row" role="status">
          <progress aria-label="Rules tried" max={breaking?.total} value={breaking?.done} />
          {breaking === undefined
            ? 'Breaking each rule and decoding what comes of it'
            : `${grouped(breaking.done)} of ${counted(breaking.total, 'change')} tried`}
          <button type="button" className="button" onClick={cancel}>
            Stop and keep what was found
          </button>
        </p>
      ) : (
        <p className="craft-row">
          <button type="button" className="button button-primary" disabled={packet.built === undefined} onClick={start}>
            Break every rule once
          </button>
        </p>
      )}
    </div>
  );
}

function Variants({
  packet,
  broken,
  isOld,
  onAgain,
}: {
  readonly packet: CraftPacket;
  readonly broken: Broken;
  readonly isOld: boolean;
  readonly onAgain: () => void;
}): ReactNode {
  const { store, session } = useCraft();
  const { say } = useApp().store.getState();
  const catalogue = useAppState((state) => state.catalogue);
  const [place, setPlace] = useState(0);
  const { variants, missing } = broken;
  const lines = breakLines(variants, catalogue);
  const severityOf = (id: string) => catalogue?.rules.find((rule) => rule.id === id)?.severity;
  const shown = variants[place];
  const look = useAnswer(shown?.description, () => session.engine().craft(shown?.description ?? ''));
  const name = `${packet.name}-broken`;
  const savePack = (): void => {
    const items = variants.map(({ description, rule, what }, at) => ({
      description,
      delay: at,
      comment: `${rule}: ${what}`,
    }));
    session
      .engine()
      .craftExport(items, 'pcapng')
      .then(
        (bytes) => saveFile(fileName(name, 'pcapng'), bytes),
        (error: unknown) => say(`The capture could not be written: ${messageOf(error)}`),
      );
  };
  return (
    <Panes className="craft-panes" id="craft-break" orientation="vertical">
      <Panel id="variants" minSize={120} defaultSize="52%">
        <div className="craft-column">
          <h2 className="craft-strip">
            <span role="status">
              {counted(variants.length, 'variant')}, each breaks one rule and is checked by decoding
              {isOld ? '; the message has changed since' : ''}
            </span>
            <span className="craft-strip-end">
              <button type="button" className="craft-strip-button" onClick={onAgain}>
                Again
              </button>
              <button type="button" className="craft-strip-button" disabled={variants.length === 0} onClick={savePack}>
                Save pcapng
              </button>
              <button
                type="button"
                className="craft-strip-button"
                disabled={variants.length === 0}
                onClick={() => saveFile(fileName(name, 'csv'), breakCsv(lines), 'text/csv')}
              >
                Save CSV
              </button>
              <button
                type="button"
                className="craft-strip-button"
                disabled={variants.length === 0}
                onClick={() => saveFile(fileName(name, 'md'), breakMarkdown(lines, missing), 'text/markdown')}
              >
                Save Markdown
              </button>
            </span>
          </h2>
          <div className="craft-scroll">
            <table className="craft-table">
              <thead>
                <tr>
                  <th scope="col">No.</th>
                  <th scope="col">Rule</th>
                  <th scope="col">Section</th>
                  <th scope="col">What was changed</th>
                  <th scope="col">What the rule says</th>
                  <th scope="col">
                    <span className="unseen">Open</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line, at) => {
                  const severity = severityOf(line.rule);
                  return (
                    <tr key={`${line.number} ${line.rule}`} className={at === place ? 'craft-item-on' : undefined}>
                      <td>{line.number}</td>
                      <td>
                        <button
                          type="button"
                          className="craft-rule"
                          aria-pressed={at === place}
                          onClick={() => setPlace(at)}
                        >
                          {severity === undefined ? undefined : <SeveritySign severity={severity} />}
                          <code>{line.rule}</code>
                        </button>
                      </td>
                      <td>{line.section}</td>
                      <td>{visibleText(line.what)}</td>
                      <td className="muted">{line.text}</td>
                      <td>
                        <button
                          type="button"
                          className="craft-strip-button"
                          aria-label={`Open variant ${line.number}, ${line.rule}`}
                          onClick={() => {
                            const variant = variants[at];
                            if (variant !== undefined)
                              store.getState().add(`${packet.name}: ${variant.rule}`, variant.description);
                          }}
                        >
                          Open
                        </button>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {missing.length === 0 ? undefined : (
              <details className="craft-missing">
                <summary>{counted(missing.length, 'rule')} not broken, with the reason</summary>
                <table className="craft-table">
                  <tbody>
                    {missing.map(({ rule, reason }) => (
                      <tr key={rule}>
                        <th scope="row">
                          <code>{rule}</code>
                        </th>
                        <td>{reason}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </details>
            )}
          </div>
        </div>
      </Panel>
      <Separator className="splitter splitter-across" aria-label="Height of the variants" />
      <Panel id="look" minSize={120} defaultSize="48%">
        {look.value?.view === undefined ? (
          <p className="craft-empty">{look.failure ?? (shown === undefined ? 'No variant' : 'Decoding the variant')}</p>
        ) : (
          <PacketLook id="craft-look" view={look.value.view} />
        )}
      </Panel>
    </Panes>
  );
}
