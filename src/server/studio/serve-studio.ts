/** Serves the studio by itself: to this machine's browser, or to others with a token that lives as long as the process. */
import type { Work } from '../../core/work.js';
import type { RunningServer } from '../../node/listening.js';
import { isLoopback, listen } from '../http/listen.js';
import { passingToken } from '../tokens/tokens.js';
import { studioPage } from './page-files.js';
import { createStudioApp, type StudioPart } from './studio-app.js';

export interface ServeStudioOptions {
  title: string;
  parts: readonly StudioPart[];
  /** 127.0.0.1 by default; another address asks for the token of the link. */
  host?: string;
  /** 0: any that is free. */
  port: number;
}

/** @returns the server; its address is the link that opens the first part. Closing it closes the parts. */
export async function serveStudio(
  { title, parts, host = '127.0.0.1', port }: ServeStudioOptions,
  { log }: Pick<Work, 'log'>,
): Promise<RunningServer> {
  const page = await studioPage();
  const { token, find } = passingToken();
  const tokensNeeded = !isLoopback(host);
  const app = createStudioApp({
    title,
    parts,
    page,
    tokens: { find },
    tokensNeeded,
    onFault: (error) => log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  const first = parts[0]?.name ?? '';
  const listening = await listen(app.fetch, host, port);
  return {
    // Behind "#" it is never sent, so it stands in no log.
    address: `${listening.address}${first}${tokensNeeded ? `#token=${token}` : ''}`,
    async close() {
      await listening.close();
      for (const part of parts) await part.close?.();
    },
  };
}
