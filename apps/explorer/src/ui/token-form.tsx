/** Asks for the token of a server that others can reach. */
import { useState } from 'react';
import { beginSession } from '../api/session.js';

export function TokenForm({ onAccepted }: { onAccepted: () => void }) {
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string>();
  return (
    <main className="state">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          beginSession(token.trim()).then(onAccepted, (error: unknown) =>
            setFault(error instanceof Error ? error.message : String(error)),
          );
        }}
      >
        <h1>This server asks for a token</h1>
        <p id="token-help">
          It stands in the link that the command printed, or comes from `lineament token create`.
        </p>
        <p className="label">
          <input
            className="field"
            type="password"
            autoComplete="off"
            aria-label="Token"
            aria-describedby="token-help"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
          <button type="submit" className="button primary" disabled={token.trim() === ''}>
            Open
          </button>
        </p>
        {fault !== undefined && <p role="alert">{fault}</p>}
      </form>
    </main>
  );
}
