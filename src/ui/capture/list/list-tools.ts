/*
 * What the list needs for what few people do: its head's menu, the editor of a column, what is seen while something is dragged.
 * Loaded once a capture is shown, or when it is first wanted.
 */
import '../dragging.css';

export { ColumnEditorView } from './ColumnEditorView.tsx';
export { headerMenu } from './header-menu.ts';
