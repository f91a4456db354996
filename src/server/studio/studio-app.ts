/**
 * The studio: the browser app and what it asks, in parts (explore, annotate, landmarks). `lineament explore` and its siblings serve it
 * for themselves, `lineament serve` beside the API, under the same tokens.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { setCookie } from 'hono/cookie';
import { requestId } from 'hono/request-id';
import { z } from 'zod';
import { lineamentVersion } from '../../core/version.js';
import { readJsonBody } from '../http/body.js';
import { checkOrigin, type Guarded, guard, type ServerEnv, sessionCookie } from '../http/guard.js';
import { notFound, ProblemError, problem, toldOf } from '../http/problem.js';
import type { App } from '../routes/documented.js';
import type { PageFile } from './page-files.js';
import type { StudioAbout, StudioPartName } from './schemas/about.js';

/** One part of the studio: its routes stand below `/v1/studio/<name>`. */
export interface StudioPart {
  name: StudioPartName;
  addRoutes(app: App, base: string): void;
  close?(): Promise<void>;
}

export interface StudioOptions extends Guarded {
  title: string;
  parts: readonly StudioPart[];
  page: ReadonlyMap<string, PageFile>;
  /** Told of what went wrong inside; the answer says nothing of it. */
  onFault?: (error: unknown) => void;
}

/** Charts and lists set styles on elements; scripts come from the server alone. WebAssembly and workers are our own. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const sessionSchema = z.strictObject({ token: z.string().max(100) });

/** An application of its own. */
export function createStudioApp(options: StudioOptions): App {
  const app: App = new OpenAPIHono<ServerEnv>();
  app.use(requestId());
  app.onError((error, context) => {
    const told = toldOf(error);
    if (told.status === 500) options.onFault?.(error);
    return problem(context, told);
  });
  app.notFound((context) => problem(context, toldOf(notFound('address'))));
  addStudio(app, options);
  // What people type who know the port alone.
  app.get('/', (context) => context.redirect(`/${options.parts[0]!.name}`));
  return app;
}

/** Adds the studio to an application. */
export function addStudio(app: App, options: StudioOptions): void {
  const { title, parts, page, tokens, tokensNeeded } = options;
  app.use('/v1/studio', guard({ tokens, tokensNeeded, counted: false }));
  app.use('/v1/studio/*', guard({ tokens, tokensNeeded, counted: false }));
  const about: StudioAbout = { version: lineamentVersion, title, parts: parts.map(({ name }) => name) };
  app.get('/v1/studio', (context) => context.json(about, 200, { 'cache-control': 'no-store' }));
  app.post('/v1/session', async (context) => {
    checkOrigin(context);
    const parsed = sessionSchema.safeParse((await readJsonBody(context)).content);
    if (!parsed.success || tokens.find(parsed.data.token) === undefined)
      throw new ProblemError(401, 'the token is unknown or was revoked');
    setCookie(context, sessionCookie, parsed.data.token, { httpOnly: true, sameSite: 'Strict', path: '/v1' });
    return context.body(null, 204);
  });
  for (const part of parts) part.addRoutes(app, `/v1/studio/${part.name}`);

  const send = (name: string): Response => {
    const file = page.get(name);
    if (file === undefined) throw notFound('file of the page');
    return new Response(file.bytes, {
      headers: {
        'content-type': file.type,
        ...headers,
        // The names of assets hold their content's hash.
        'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      },
    });
  };
  app.get('/assets/:name', (context) => send(`assets/${context.req.param('name')}`));
  for (const { name } of parts) {
    app.get(`/${name}`, () => send('index.html'));
    app.get(`/${name}/*`, () => send('index.html'));
  }
}
