/**
 * Who may ask: on loopback without tokens this machine's own programs alone (by the host they name, against pages that give this
 * machine a name of their own), elsewhere whoever brings a token. Each token has so many requests a minute.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Token } from '../tokens/tokens.js';
import { ProblemError } from './problem.js';

export interface ServerEnv {
  Variables: {
    requestId: string;
    /** Null on a server without tokens. */
    token: Token | null;
  };
}

const ownHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

interface Bucket {
  left: number;
  at: number;
}

/** Holds the token of a browser's session: pictures and links cannot bring a header. */
export const sessionCookie = 'lineament-token';

export interface Guarded {
  tokens: { find(text: string): Token | undefined };
  /** Whether each request must bring a token; else only this machine is answered. */
  tokensNeeded: boolean;
  /** Whether a token's requests a minute are counted; true by default. A page of thumbnails asks for hundreds. */
  counted?: boolean;
}

export function guard({ tokens, tokensNeeded, counted = true }: Guarded): MiddlewareHandler<ServerEnv> {
  const buckets = new Map<string, Bucket>();
  return async (context, next) => {
    const given = context.req.header('authorization');
    const host = context.req.header('host') ?? '';
    checkOrigin(context);
    if (given === undefined && !tokensNeeded) {
      if (!ownHost.test(host))
        throw new ProblemError(403, 'without tokens this server answers this machine alone');
      context.set('token', null);
      return next();
    }
    const token = tokens.find(
      (given === undefined
        ? getCookie(context, sessionCookie)
        : /^Bearer ([\w-]{1,100})$/i.exec(given)?.[1]) ?? '',
    );
    if (token === undefined)
      throw new ProblemError(
        401,
        given === undefined ? 'a token is needed' : 'the token is unknown or was revoked',
        'send the header "Authorization: Bearer …"; tokens are made with `lineament token create`',
        { 'www-authenticate': 'Bearer' },
      );
    if (counted) spend(buckets, token);
    context.set('token', token);
    return next();
  };
}

/** A page of another site may not ask, whatever it calls itself: one in a sandbox has the origin "null". */
export function checkOrigin(context: Context): void {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  if (origin === undefined) return;
  if (origin === 'null' ? site === 'same-origin' : hostOf(origin) === (context.req.header('host') ?? ''))
    return;
  throw new ProblemError(403, 'pages of other sites may not ask this server');
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

function spend(buckets: Map<string, Bucket>, { id, quotas }: Token): void {
  const most = quotas.requestsPerMinute;
  const now = performance.now();
  const bucket = buckets.get(id) ?? { left: most, at: now };
  bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 60_000) * most);
  bucket.at = now;
  buckets.set(id, bucket);
  if (bucket.left < 1)
    throw new ProblemError(429, `more than ${most} requests a minute with this token`, 'ask less often', {
      'retry-after': String(Math.ceil(((1 - bucket.left) / most) * 60)),
    });
  bucket.left--;
}
