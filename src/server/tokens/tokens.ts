/**
 * Tokens of a server: kept as SHA-256 hashes (a token is 32 random bytes, so nothing slower is needed), each with a name and
 * quotas. The file is read again when it has changed: what a command makes or revokes counts at once.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LineamentError, UsageError } from '../../core/errors.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import { whole } from '../../core/settings/value-kinds.js';
import { digestOf } from '../../node/digest.js';
import { makeFolder, writeFileWhole } from '../../node/files.js';
import { lockFolder } from '../../node/folder-lock.js';

const quotaFields = {
  /** Samples that may be ordered in a day of 24 hours. */
  samplesPerDay: whole(0, 1e12).default(1_000_000),
  /** Orders that are not at their end. */
  openOrders: whole(0, 1e6).default(20),
  /** Requests in a minute. */
  requestsPerMinute: whole(1, 1e6).default(600),
};

const quotasSchema: z.ZodType<Quotas> = z.strictObject(quotaFields);

/** What a token may where nothing is said. */
export const quotaDefaults: Quotas = quotasSchema.parse({});

export interface Quotas {
  samplesPerDay: number;
  openOrders: number;
  requestsPerMinute: number;
}

export interface Token {
  /** Part of the token itself; also the owner of what is ordered with it. */
  id: string;
  name: string;
  /** 64 hexadecimal digits. */
  hash: string;
  /** ISO time. */
  created: string;
  revoked: string | null;
  quotas: Quotas;
}

const fileSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    hash: z.string().length(64),
    created: z.string(),
    revoked: z.string().nullable(),
    quotas: z.object(quotaFields),
  }),
);

const tokenForm = /^lnm_([0-9a-f]{12})_([\w-]{43})$/;
const fileOf = (folder: string): string => join(folder, 'tokens.json');

export function readTokens(folder: string): Token[] {
  const file = fileOf(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    // Taken for an empty list it would be written over.
    throw new LineamentError('the list of tokens cannot be read', {
      file,
      hint: 'check who may read it',
      cause,
    });
  }
  const damaged = (rule: string): LineamentError =>
    new LineamentError(`the list of tokens is damaged: ${rule}`, {
      file,
      hint: 'restore it or make new tokens',
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged('it is not JSON');
  }
  const parsed = fileSchema.safeParse(content, inOurWords);
  if (!parsed.success) throw damaged(firstFault(parsed.error, 'the file'));
  return parsed.data;
}

/** @returns the token itself, which is shown once and never kept. */
export async function createToken(
  folder: string,
  { name, quotas = {} }: { name: string; quotas?: Partial<Quotas> },
): Promise<{ token: string; kept: Token }> {
  if (!/^[\w .@-]{1,100}$/.test(name))
    throw new UsageError(`token: the name is ${JSON.stringify(name)}`, {
      hint: 'give up to 100 letters, digits, spaces, ".", "_", "@" and "-"',
    });
  const id = randomBytes(6).toString('hex');
  const token = `lnm_${id}_${randomBytes(32).toString('base64url')}`;
  const kept: Token = {
    id,
    name,
    hash: hashOf(token),
    created: new Date().toISOString(),
    revoked: null,
    quotas: quotasSchema.parse(quotas),
  };
  await change(folder, (tokens) => [...tokens, kept]);
  return { token, kept };
}

/** @param nameOrId – all tokens of that name, or one. */
export async function revokeToken(folder: string, nameOrId: string): Promise<Token[]> {
  const revoked: Token[] = [];
  await change(folder, (tokens) =>
    tokens.map((token) => {
      if (token.revoked !== null || (token.id !== nameOrId && token.name !== nameOrId)) return token;
      const next = { ...token, revoked: new Date().toISOString() };
      revoked.push(next);
      return next;
    }),
  );
  if (revoked.length === 0)
    throw new UsageError(`token: there is no valid token '${nameOrId}'`, {
      hint: 'see `lineament token list`',
    });
  return revoked;
}

async function change(folder: string, next: (tokens: Token[]) => Token[]): Promise<void> {
  makeFolder(folder);
  const lock = await lockFolder(folder, { name: 'tokens.lock', what: 'list of tokens', hint: 'try again' });
  try {
    await writeFileWhole(fileOf(folder), `${JSON.stringify(next(readTokens(folder)), null, 2)}\n`);
  } finally {
    lock.release();
  }
}

const hashOf = (token: string): string => digestOf(token);

/** One token that lives as long as the process, for a page that is opened to other machines. */
export function passingToken(): { token: string; find: TokenChecker['find'] } {
  const token = randomBytes(32).toString('base64url');
  const kept: Token = {
    id: 'page',
    name: 'page',
    hash: hashOf(token),
    created: new Date().toISOString(),
    revoked: null,
    quotas: quotaDefaults,
  };
  return { token, find: (text) => (sameHash(kept, text) ? kept : undefined) };
}

const sameHash = ({ hash }: Token, token: string): boolean =>
  timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(token), 'hex'));

export interface TokenChecker {
  /** Whether there is any token; a server without tokens answers its own machine alone. */
  readonly any: boolean;
  /** Undefined: unknown or revoked. */
  find(token: string): Token | undefined;
}

const givenForm = /^[\w-]{20,100}$/;

/** @param file – such as a secret that a container engine puts there. */
export function readGivenToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new LineamentError('the token cannot be read', { file, hint: 'check --token-file', cause });
  }
  if (!givenForm.test(token))
    throw new UsageError('the file of the token holds something else', {
      file,
      hint: 'put 20 to 100 letters, digits, "_" or "-" into it, such as 32 random bytes in base64url',
    });
  return token;
}

/**
 * @param given – a token from outside, beside those of the folder; its quotas are for whoever runs the server: as many samples and orders
 * as they like.
 */
export function openTokenChecker(folder: string, given?: string): TokenChecker {
  const own: Token | undefined =
    given === undefined
      ? undefined
      : {
          id: 'given',
          name: 'given',
          hash: hashOf(given),
          created: new Date(0).toISOString(),
          revoked: null,
          quotas: quotasSchema.parse({ samplesPerDay: 1e12, openOrders: 1e6, requestsPerMinute: 6000 }),
        };
  let seen = '';
  let byId = new Map<string, Token>();
  const refresh = (): void => {
    const found = statSync(fileOf(folder), { throwIfNoEntry: false });
    const mark = found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (mark === seen) return;
    byId = new Map(readTokens(folder).map((token) => [token.id, token]));
    seen = mark;
  };
  return {
    get any() {
      refresh();
      return own !== undefined || [...byId.values()].some(({ revoked }) => revoked === null);
    },
    find(token) {
      if (own !== undefined && sameHash(own, token)) return own;
      refresh();
      const id = tokenForm.exec(token)?.[1];
      const kept = id === undefined ? undefined : byId.get(id);
      if (kept === undefined || kept.revoked !== null) return undefined;
      return sameHash(kept, token) ? kept : undefined;
    },
  };
}
