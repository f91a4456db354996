/** What can go wrong between here and a server, in words that people can act on. */
import { LineamentError } from '../core/errors.js';
import { isRecord } from '../core/settings/is-record.js';

/** The server's answer was no: `detail` names the field, what stands there and what is allowed. */
export class ServerRefusal extends LineamentError {
  override name = 'ServerRefusal';
  readonly status: number;
  /** Id of the request, as in the server's log. */
  readonly request: string | undefined;
  /** Seconds, where the server says when to ask again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: { detail: string; hint?: string; request?: string }, after?: number) {
    super(problem.detail, problem.hint === undefined ? {} : { hint: problem.hint });
    this.status = status;
    this.request = problem.request;
    this.retryAfter = after;
  }
}

/** Nobody answered, or the connection broke. */
export class NoServerError extends LineamentError {
  override name = 'NoServerError';
}

/** Of an answer that is none of 2xx. */
export async function refusalOf(response: Response): Promise<ServerRefusal> {
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const text = await response.text().catch(() => '');
  return new ServerRefusal(
    response.status,
    problemOf(text, response),
    Number.isFinite(after) ? after : undefined,
  );
}

function problemOf(
  text: string,
  { status, statusText, url }: Response,
): { detail: string; hint?: string; request?: string } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  if (!isRecord(content) || typeof content.detail !== 'string')
    return {
      detail: `${new URL(url).origin} answered ${status} ${statusText}`.trim(),
      hint: 'is it a Lineament server, or is there a proxy before it?',
    };
  const { detail, hint, request } = content;
  return {
    detail,
    ...(typeof hint === 'string' && { hint }),
    ...(typeof request === 'string' && { request }),
  };
}

/** What may be otherwise in a moment: no server, too many requests, a server or proxy that is busy or starting. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoServerError) return true;
  return error instanceof ServerRefusal && [429, 502, 503, 504].includes(error.status);
}
