/** Requests to this page's own server. A refusal comes as problem+json and is thrown as an ApiError with its words. */

export class ApiError extends Error {
  readonly status: number;
  readonly hint: string | undefined;
  /** Further members of the refusal. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body.detail === 'string' ? body.detail : `the server answers ${status}`);
    this.status = status;
    this.hint = typeof body.hint === 'string' ? body.hint : undefined;
    this.body = body;
  }
}

export interface AskOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export async function ask(
  path: string,
  { method = 'GET', body, signal }: AskOptions = {},
): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
    ...(signal !== undefined && { signal }),
  });
  if (!response.ok) throw new ApiError(response.status, await toldBy(response));
  return response;
}

/** JSON of the shape that the server's schema states. */
export async function askJson<T>(path: string, options?: AskOptions): Promise<T> {
  return (await (await ask(path, options)).json()) as T;
}

async function toldBy(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
