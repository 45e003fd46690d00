import { editor, MarkerSeverity, Range, Uri } from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
// All features at once: the JSON service brings them with it, and those that come after the first editor lack services.
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/xml/register';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker.js?worker';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';

/*
 * The only file that imports Monaco: it is loaded when the craft place opens an editor, with its workers, from the app's
 * own origin.
 */

export { editor, MarkerSeverity, Range, Uri };

interface MonacoHome {
  MonacoEnvironment?: { readonly getWorker: (id: string, label: string) => Worker };
}

(globalThis as MonacoHome).MonacoEnvironment = {
  getWorker: (_id, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
};

export const DESCRIPTION_FILE = 'description.json';

let shownSchema: unknown;

/** Completion, help and validation of descriptions come from the schema; nothing is ever fetched. */
export function setSchema(schema: unknown): void {
  // The language service starts anew with each schema: it gets the same one once.
  if (schema === shownSchema) return;
  shownSchema = schema;
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    allowComments: false,
    enableSchemaRequest: false,
    schemaValidation: 'warning',
    schemas:
      typeof schema === 'object' && schema !== null
        ? [{ uri: 'inmemory://pushscope/description.schema.json', fileMatch: [`*${DESCRIPTION_FILE}`], schema }]
        : [],
  });
}

const THEME = 'pushscope';

/** Makes Monaco's theme from the colours of the page as they are now. */
export function matchTheme(): void {
  const style = getComputedStyle(document.documentElement);
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  // Monaco wants six digits: the build shortens colours, and the system's have names and may let the ground through.
  const colour = (token: string): string => {
    const value = style.getPropertyValue(`--${token}`).trim();
    if (paint === null) return value;
    for (const layer of [style.getPropertyValue('--surface'), value]) {
      paint.fillStyle = layer;
      paint.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
  const bare = (token: string): string => colour(token).replace('#', '');
  const isDark = document.documentElement.dataset['theme'] === 'dark';
  editor.defineTheme(THEME, {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: 'string.key.json', foreground: bare('syntax-attribute') },
      { token: 'string.value.json', foreground: bare('syntax-value') },
      { token: 'number', foreground: bare('accent') },
      { token: 'keyword.json', foreground: bare('syntax-reference') },
      { token: 'tag', foreground: bare('accent') },
      { token: 'attribute.name.xml', foreground: bare('syntax-attribute') },
      { token: 'attribute.value.xml', foreground: bare('syntax-value') },
      { token: 'delimiter.xml', foreground: bare('text-muted') },
      { token: 'metatag.xml', foreground: bare('text-muted') },
      { token: 'delimiter', foreground: bare('text-muted') },
    ],
    colors: {
      'editor.background': colour('surface'),
      'editor.foreground': colour('text'),
      'editor.selectionBackground': colour('selection'),
      'editor.lineHighlightBackground': colour('surface-raised'),
      'editor.lineHighlightBorder': colour('surface-raised'),
      'editorLineNumber.foreground': colour('text-muted'),
      'editorLineNumber.activeForeground': colour('text'),
      'editorCursor.foreground': colour('accent'),
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('line-strong'),
      'editorWidget.background': colour('overlay'),
      'editorWidget.border': colour('line'),
      'editorHoverWidget.background': colour('overlay'),
      'editorHoverWidget.border': colour('line'),
      'editorSuggestWidget.background': colour('overlay'),
      'editorSuggestWidget.border': colour('line'),
      'editorSuggestWidget.selectedBackground': colour('selection'),
      'editorSuggestWidget.selectedForeground': colour('selection-text'),
      'editorError.foreground': colour('error'),
      'editorWarning.foreground': colour('warning'),
      'editorGutter.background': colour('surface'),
      'scrollbarSlider.background': `${colour('line-strong')}66`,
      focusBorder: colour('focus'),
    },
  });
  editor.setTheme(THEME);
}
