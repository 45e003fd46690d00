/** A stretch of the text with a message, as the engine tells it. Offsets in UTF-16 units. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One Monaco editor with its model; the text lives outside and is told by `take`. */
export interface MonacoEditor {
  take(text: string): void;
  markFaults(faults: readonly Mark[]): void;
  point(selected: Stretch | undefined, hovered: Stretch | undefined): void;
  takeSchema(schema: unknown): void;
  dispose(): void;
}

export interface MonacoOptions {
  readonly home: HTMLElement | null;
  readonly file: string;
  readonly language: 'json' | 'xml';
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onCursor: (offset: number) => void;
}

export async function monacoEditor(options: MonacoOptions): Promise<MonacoEditor> {
  const { editor, MarkerSeverity, matchTheme, Range, setSchema, Uri } = await import('./monaco.ts');
  const { home, file, language, label, value, onChange, onCursor } = options;
  if (home === null || !home.isConnected) throw new Error('The editor has been closed');
  const uri = Uri.parse(`inmemory://pushscope/${file}`);
  editor.getModel(uri)?.dispose();
  const model = editor.createModel(value, language, uri);
  model.updateOptions({
    tabSize: 2,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  const created = editor.create(home, {
    model,
    ariaLabel: `${label}. Tab indents; press Control+M to let Tab leave the editor`,
    accessibilitySupport: 'auto',
    automaticLayout: true,
    // A text area is what screen readers, input methods and the page's own keys know.
    editContext: false,
    fixedOverflowWidgets: true,
    folding: true,
    formatOnPaste: false,
    guides: { indentation: true },
    // What a packet says is no address to go to.
    links: false,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    occurrencesHighlight: 'off',
    overviewRulerLanes: 0,
    padding: { top: 6, bottom: 6 },
    quickSuggestions: { strings: true, other: true, comments: false },
    renderControlCharacters: true,
    scrollBeyondLastLine: false,
    stickyScroll: { enabled: false },
    unicodeHighlight: { nonBasicASCII: false },
    wordWrap: 'on',
    wordBasedSuggestions: 'off',
  });
  const decorations = created.createDecorationsCollection();
  /** Texts that were told and have not come back yet, oldest first. */
  let told: string[] = [];
  let isTaking = false;
  const rangeOf = ({ from, to }: Stretch) => {
    const start = model.getPositionAt(from);
    const end = model.getPositionAt(to);
    return new Range(start.lineNumber, start.column, end.lineNumber, end.column);
  };
  model.onDidChangeContent(() => {
    if (isTaking) return;
    const text = model.getValue();
    told.push(text);
    onChange(text);
  });
  created.onDidChangeCursorPosition(({ reason, position }) => {
    // Only what the user does with keys and pointer: setting the text moves the cursor too.
    if (!isTaking && created.hasTextFocus() && reason !== 1) onCursor(model.getOffsetAt(position));
  });
  const match = (): void => {
    matchTheme();
    const style = getComputedStyle(home);
    created.updateOptions({ fontFamily: style.fontFamily, fontSize: Number.parseFloat(style.fontSize) });
  };
  match();
  // Theme and text size stand on the root element, whoever changes them.
  const appearance = new MutationObserver(match);
  appearance.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-font'] });
  return {
    take(text) {
      const echo = told.indexOf(text);
      if (echo >= 0) {
        told = told.slice(echo + 1);
        return;
      }
      told = [];
      const before = model.getValue();
      if (before === text) return;
      const change = difference(before, text);
      isTaking = true;
      model.applyEdits([{ range: rangeOf(change), text: change.text }]);
      isTaking = false;
    },
    markFaults(faults) {
      const markers = faults.map((fault) => {
        const range = rangeOf(fault.to > fault.from ? fault : { from: fault.from, to: fault.from + 1 });
        return {
          ...range,
          ...places(range),
          message: fault.message,
          severity: MarkerSeverity.Error,
          source: 'Pushscope',
        };
      });
      editor.setModelMarkers(model, 'pushscope', markers);
    },
    point(selected, hovered) {
      decorations.set([
        ...(selected === undefined
          ? []
          : [
              {
                range: rangeOf(selected),
                options: { className: 'code-editor-selected', linesDecorationsClassName: 'code-editor-line' },
              },
            ]),
        ...(hovered === undefined ? [] : [{ range: rangeOf(hovered), options: { className: 'code-editor-hovered' } }]),
      ]);
      if (selected !== undefined && !created.hasTextFocus()) {
        created.revealRangeInCenterIfOutsideViewport(rangeOf(selected), editor.ScrollType.Immediate);
      }
    },
    takeSchema(schema) {
      if (language === 'json') setSchema(schema);
    },
    dispose() {
      appearance.disconnect();
      created.dispose();
      model.dispose();
    },
  };
}

const places = (range: {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}) => ({
  startLineNumber: range.startLineNumber,
  startColumn: range.startColumn,
  endLineNumber: range.endLineNumber,
  endColumn: range.endColumn,
});

/** The one stretch that two texts differ in: the cursor stays where it is. */
export function difference(before: string, after: string): Stretch & { readonly text: string } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { from: head, to: before.length - tail, text: after.slice(head, after.length - tail) };
}
