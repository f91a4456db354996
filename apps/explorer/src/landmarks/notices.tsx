/** What went wrong, and what is to be decided: over the head, until it is read. */
import { X } from 'lucide-react';
import type { SetFileState } from '../../../../src/server/studio/schemas/landmarks.js';
import type { EditorSession, EditorSnapshot } from './editor-session.js';

interface NoticesProps {
  session: EditorSession;
  snapshot: EditorSnapshot;
  fault: string | null;
  onDismissFault: () => void;
  onTheirs: (file: SetFileState) => void;
}

export function Notices({ session, snapshot, fault, onDismissFault, onTheirs }: NoticesProps) {
  const { conflict, notice } = snapshot;
  if (conflict !== null)
    return (
      <div className="set-notice set-notice-bad" role="alert">
        <span>
          <strong>The file was changed by someone else</strong> since you opened it. Nothing was written.
        </span>
        <button type="button" className="button" onClick={() => onTheirs(conflict)}>
          Take theirs
        </button>
        <button type="button" className="button" onClick={() => void session.save(true)}>
          Save over it
        </button>
        <button type="button" className="button" onClick={() => session.dismiss()}>
          Go on
        </button>
      </div>
    );
  const words = fault ?? notice;
  if (words === null) return null;
  return (
    <div className="set-notice" role="alert">
      <span>{words}</span>
      <button
        type="button"
        className="icon-button quiet"
        aria-label="Dismiss"
        onClick={() => (fault === null ? session.dismiss() : onDismissFault())}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
