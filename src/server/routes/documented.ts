/** A route with its entry in the OpenAPI document. Bodies are read by the routes themselves, within their bounds. */
import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ServerEnv } from '../http/guard.js';
import { ProblemError, problemSchema } from '../http/problem.js';

export type App = OpenAPIHono<ServerEnv>;

const problems = (status: string): RouteConfig['responses'] => ({
  [status]: { description: 'refused', content: { 'application/problem+json': { schema: problemSchema } } },
});

export function addRoute(
  app: App,
  route: Omit<RouteConfig, 'responses'> & { responses?: RouteConfig['responses'] },
  handle: (context: Context<ServerEnv>) => Response | Promise<Response>,
): void {
  app.openAPIRegistry.registerPath({
    security: [{ token: [] }],
    ...route,
    responses: { ...route.responses, ...problems('default') },
  });
  app.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ':$1'), handle);
}

export const json = (schema: z.ZodType, description: string): RouteConfig['responses'][string] => ({
  description,
  content: { 'application/json': { schema } },
});

export const idParam: z.ZodObject = z.object({
  id: z.string().openapi({ param: { name: 'id', in: 'path' } }),
});

/** Where the next page of a list begins. @param before – id of the last of the page before; what was removed since has no place. */
export function startAfter<T>(
  list: readonly T[],
  before: string | undefined,
  idOf: (one: T) => string,
): number {
  if (before === undefined) return 0;
  const at = list.findIndex((one) => idOf(one) === before);
  if (at < 0)
    throw new ProblemError(422, 'before: there is none of this id in the list', 'begin again without before');
  return at + 1;
}
