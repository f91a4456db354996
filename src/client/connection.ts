/** Requests to one server, with its token; what fails is said in words. */
import { setTimeout as sleep } from 'node:timers/promises';
import createClient, { type Client } from 'openapi-fetch';
import { internalError, messageOf, StoppedError, UsageError } from '../core/errors.js';
import { checkOptions, type OptionNames } from '../core/settings/known-options.js';
import { isPassing, NoServerError, refusalOf, ServerRefusal } from './refusal.js';
import type { paths } from './schema.js';

export interface ConnectionOptions {
  /** `http://127.0.0.1:8017`, with a path before `/v1` where a proxy puts one. */
  server: string;
  token?: string;
  /** Instead of Node's own, for proxies and tests. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface Connection {
  readonly server: string;
  /** Every route of the server, typed from its document; what is refused is thrown. */
  readonly api: Client<paths>;
  /** @param path – from the root of the server. @throws NoServerError, ServerRefusal. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

const optionNames: OptionNames<ConnectionOptions> = { server: true, token: true, fetch: true };

export function connect(options: ConnectionOptions): Connection {
  checkOptions('openClient', options, optionNames);
  const { server: given, token, fetch: ask = (request) => fetch(request) } = options;
  const server = addressOf(given);
  const send = async (request: Request): Promise<Response> => {
    if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
    let response: Response;
    try {
      response = await ask(request);
    } catch (cause) {
      if (request.signal.aborted) throw new StoppedError('the request was stopped');
      throw new NoServerError(`no server answers at ${server}: ${reasonOf(cause)}`, {
        hint: 'start one with `lineament serve`, or name another',
        cause,
      });
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  return {
    server,
    api: createClient<paths>({ baseUrl: server, fetch: send }),
    send: (path, init) => send(new Request(`${server}${path}`, init)),
  };
}

function addressOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new UsageError(`the server's address is ${JSON.stringify(given)}`, {
      hint: 'give it as http://127.0.0.1:8017 or https://faces.example.org; a token is given on its own',
    });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'the connection is refused',
    ENOTFOUND: 'the name is not known',
    EAI_AGAIN: 'the name cannot be looked up now',
    ETIMEDOUT: 'no answer in time',
    UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
    ECONNRESET: 'the connection broke',
    UND_ERR_SOCKET: 'the connection broke',
  };
  return known[code] ?? messageOf(inner);
}

/** What an operation of `api` gave: refusals were thrown before. */
export function dataOf<T>({ data }: { data?: T }): NonNullable<T> {
  if (data === undefined || data === null) throw internalError('an answer without content');
  return data;
}

export interface Patience {
  /** Seconds that a server may be away, or have too much to do, before it is given up. */
  patience?: number;
  signal?: AbortSignal;
}

export const defaultPatience = 60;

/**
 * Runs an operation again, after longer and longer pauses, while what it throws may pass.
 * @param run – calls its argument where it got on: patience begins anew.
 */
export async function withPatience<T>(
  run: (gotOn: () => void) => Promise<T>,
  { patience = defaultPatience, signal }: Patience,
): Promise<T> {
  const first = 250;
  let pause = first;
  /** When it began to fail: what went well before, however long, takes no patience away. */
  let since: number | undefined;
  const gotOn = (): void => {
    pause = first;
    since = undefined;
  };
  for (;;) {
    try {
      return await run(gotOn);
    } catch (error) {
      const now = performance.now();
      since ??= now;
      if (!isPassing(error) || now - since >= patience * 1000) throw error;
      const asked = error instanceof ServerRefusal ? (error.retryAfter ?? 0) * 1000 : 0;
      await pauseFor(Math.max(pause, Math.min(asked, 30_000)), signal);
      pause = Math.min(2 * pause, 5000);
    }
  }
}

/** @throws StoppedError. */
export async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new StoppedError('stopped while it waited for the server');
  }
}
