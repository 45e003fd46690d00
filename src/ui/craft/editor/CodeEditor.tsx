import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { messageOf } from '../../../core/base/message-of.ts';
import { type Mark, type MonacoEditor, monacoEditor } from './monaco-editor.ts';
import './CodeEditor.css';

export interface CodeEditorProps {
  /** Name of the model; one at a time. */
  readonly file: string;
  readonly language: 'json' | 'xml';
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Offset of the cursor after the user has moved it. */
  readonly onCursor?: (offset: number) => void;
  readonly faults: readonly Mark[];
  /** Marked, and scrolled to when it changes while the keyboard is elsewhere. */
  readonly selected?: { readonly from: number; readonly to: number } | undefined;
  readonly hovered?: { readonly from: number; readonly to: number } | undefined;
  readonly schema?: unknown;
}

/** Monaco around a text that is kept outside of it; loaded when it is first shown. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { file, language, label, value, faults, selected, hovered, schema } = props;
  const home = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<MonacoEditor>();
  const [failure, setFailure] = useState<string>();
  const now = useRef(props);
  useLayoutEffect(() => {
    now.current = props;
  });

  useEffect(() => {
    let mine: MonacoEditor | undefined;
    let isGone = false;
    const { value: initial } = now.current;
    monacoEditor({
      home: home.current,
      file,
      language,
      label,
      value: initial,
      onChange: (text) => now.current.onChange(text),
      onCursor: (offset) => now.current.onCursor?.(offset),
    }).then(
      (created) => {
        if (isGone) created.dispose();
        else {
          mine = created;
          setMade(created);
        }
      },
      (error: unknown) => setFailure(messageOf(error)),
    );
    return () => {
      isGone = true;
      mine?.dispose();
      setMade(undefined);
    };
  }, [file, language, label]);

  useLayoutEffect(() => made?.take(value), [made, value]);
  useEffect(() => made?.markFaults(faults), [made, faults]);
  useEffect(() => made?.point(selected, hovered), [made, selected, hovered]);
  useEffect(() => made?.takeSchema(schema), [made, schema]);

  return (
    <div className="code-editor">
      <div ref={home} className="code-editor-home" data-ready={made === undefined ? undefined : ''} />
      {made !== undefined ? undefined : failure === undefined ? (
        <pre className="code-editor-plain">{value}</pre>
      ) : (
        <>
          <p className="code-editor-failure" role="alert">
            The editor could not be loaded ({failure}); this plain one does the same without help
          </p>
          <textarea
            className="code-editor-plain"
            aria-label={label}
            spellCheck={false}
            value={value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        </>
      )}
    </div>
  );
}
