import { useEffect, useState } from 'react';
import { isTyping } from '../actions/use-shortcuts.ts';

export interface DropTargets {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string) => void;
  /** True while a dialog has the page: text is pasted into its own fields. */
  readonly isBusy: () => boolean;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Files dropped and files or text pasted anywhere on the page; tells whether files are over it. */
export function useDrops({ onFiles, onText, isBusy }: DropTargets): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent, so the two are counted.
    let depth = 0;
    const change = (by: number): void => {
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const onEnter = (event: DragEvent): void => {
      if (hasFiles(event)) change(1);
    };
    const onLeave = (event: DragEvent): void => {
      if (hasFiles(event)) change(-1);
    };
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      change(-depth);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target) || isBusy()) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (files.length === 0 && text.trim() === '') return;
      event.preventDefault();
      if (files.length > 0) onFiles(files);
      else onText(text);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
      document.removeEventListener('paste', onPaste);
    };
  }, [onFiles, onText, isBusy]);
  return isOver;
}
