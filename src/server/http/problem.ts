/** Errors as problem+json (RFC 9457): the field and the rule in `detail`, what helps in `hint`; nothing of the server's inside. */
import { STATUS_CODES } from 'node:http';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type LineamentError, UsageError } from '../../core/errors.js';
import { BusyError } from '../../orders/desk/preview.js';
import { WrongStateError } from '../../orders/order/state.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  hint?: string | undefined;
  request: string;
}

export const problemSchema: z.ZodType<Problem> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'the field, what stands there and what is allowed' }),
    hint: z.string().optional().openapi({ description: 'what helps' }),
    request: z.string().openapi({ description: 'id of the request, as in the log' }),
  })
  .openapi('Problem');

/** A refusal with a status of its own. */
export class ProblemError extends Error {
  readonly status: number;
  readonly hint: string | undefined;
  readonly headers: Record<string, string>;

  /** Further members of the answer. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    detail: string,
    hint?: string,
    headers: Record<string, string> = {},
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.status = status;
    this.hint = hint;
    this.headers = headers;
    this.more = more;
  }
}

export const notFound = (what: string): ProblemError =>
  new ProblemError(404, `there is no such ${what} here`);

interface Told {
  status: number;
  detail: string;
  hint?: string | undefined;
  headers?: Record<string, string>;
  more?: Readonly<Record<string, unknown>>;
}

export function toldOf(error: unknown): Told {
  if (error instanceof ProblemError) {
    const { status, hint, headers, more } = error;
    return { status, detail: error.message, hint, headers, more };
  }
  if (error instanceof WrongStateError) return { status: 409, ...wordsOf(error) };
  if (error instanceof BusyError) return { status: 503, ...wordsOf(error), headers: { 'retry-after': '5' } };
  if (error instanceof UsageError) return { status: 422, ...wordsOf(error) };
  // Of ioredis, by its name: a server without Redis does not load it.
  if (error instanceof Error && error.name === 'MaxRetriesPerRequestError')
    return { status: 503, detail: 'the queue does not answer', headers: { 'retry-after': '5' } };
  if (error instanceof HTTPException) return { status: error.status, detail: error.message };
  return {
    status: 500,
    detail: 'something went wrong in the server; its log says what',
    hint: 'report the request',
  };
}

/** Without the file's place in the message: it is the server's. */
function wordsOf({ message, file, hint }: LineamentError): Pick<Told, 'detail' | 'hint'> {
  let detail = message;
  if (file !== undefined) detail = detail.replace(`${file}: `, '');
  if (hint !== undefined) detail = detail.replace(` (${hint})`, '');
  return { detail: detail.slice(0, 4000), hint };
}

export function problem(context: Context, told: Told): Response {
  const { status, detail, hint, headers = {}, more } = told;
  return new Response(
    JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail,
      ...(hint !== undefined && { hint }),
      request: context.get('requestId') ?? '',
      ...more,
    }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
