/** A route with its entry in the OpenAPI document. Bodies are read by the routes themselves, within their bounds. */
import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ServerEnv } from '../http/guard.js';
import { problemSchema } from '../http/problem.js';

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
