/** What stands where content will be: while it loads, when there is none, when it failed. Each fills its place, so nothing jumps. */
import type { ReactNode } from 'react';
import { ApiError } from '../api/ask.js';
import './states.css';

export function LoadingState({ label = 'Loading' }: { label?: string }) {
  return (
    <div className="state" role="status">
      <div className="state-spinner" aria-hidden="true" />
      <p>{label} …</p>
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

interface ErrorStateProps {
  error: Error;
  /** Overrides the one that the server gave. */
  hint?: string;
  onRetry?: () => void;
}

export function ErrorState({ error, hint, onRetry }: ErrorStateProps) {
  const helps =
    hint ??
    (error instanceof ApiError
      ? error.hint
      : error instanceof TypeError
        ? 'Is the server still running? Start the command again in its terminal.'
        : undefined);
  return (
    <div className="state" role="alert">
      <p className="state-title">
        {error instanceof TypeError ? 'The server does not answer' : error.message}
      </p>
      {helps !== undefined && <p>{helps}</p>}
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
