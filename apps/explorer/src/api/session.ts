/** A server that others can reach asks for a token; the browser keeps it in a cookie that scripts cannot read. */
import { ask } from './ask.js';

export async function beginSession(token: string): Promise<void> {
  await ask('/v1/session', { method: 'POST', body: { token } });
}

let opening: Promise<void> = Promise.resolve();

/** A link that the server printed may carry the token behind "#": it is used once and goes from the address. */
export function takeTokenFromLink(): void {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(null, '', location.pathname + location.search);
  // A wrong one shows as the form that asks for another.
  opening = beginSession(token).catch(() => {});
}

/** Until a token of the link has been handed over. */
export const sessionOpened = (): Promise<void> => opening;
