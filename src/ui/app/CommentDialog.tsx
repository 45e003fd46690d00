import { type ReactNode, useId, useState } from 'react';
import { Dialog } from '../widgets/Dialog.tsx';
import './CommentDialog.css';

export interface CommentDialogProps {
  /** Number of the packet for people. */
  readonly number: number;
  readonly initialText: string;
  readonly onSave: (text: string) => void;
  readonly onClose: () => void;
}

/** What the user notes about a packet; it is written into exported pcapng files. */
export function CommentDialog({ number, initialText, onSave, onClose }: CommentDialogProps): ReactNode {
  const [text, setText] = useState(initialText);
  const id = useId();
  return (
    <Dialog
      title={`Comment on packet ${number}`}
      description="Shown in the field tree, found by the filter frame.comment, and written into pcapng files"
      onClose={onClose}
    >
      <form
        className="comment"
        onSubmit={(event) => {
          event.preventDefault();
          onSave(text.trim());
        }}
      >
        <label htmlFor={id} className="unseen">
          Comment
        </label>
        <textarea
          id={id}
          className="field comment-text"
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave(text.trim());
          }}
        />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            {text.trim() === '' && initialText !== '' ? 'Remove' : 'Save'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
