/** The application: what every request passes through, and the routes. Nothing here listens; tests call `app.request`. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { lineamentVersion } from '../core/version.js';
import { guard, type ServerEnv } from './http/guard.js';
import { notFound, problem, toldOf } from './http/problem.js';
import { pageHtml, pageScript } from './page/page.js';
import { addAccountRoutes } from './routes/account.js';
import type { App } from './routes/documented.js';
import { addFileRoutes } from './routes/files.js';
import { addOrderRoutes } from './routes/orders.js';
import { addPhotographRoutes } from './routes/photographs.js';
import { addRunRoutes } from './routes/runs.js';
import { addSampleRoutes } from './routes/samples.js';
import { addUploadRoutes } from './routes/uploads.js';
import type { Service } from './service.js';
import type { PageFile } from './studio/page-files.js';
import { addStudio, type StudioPart } from './studio/studio-app.js';

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Lineament',
    version: lineamentVersion,
    description: 'Synthetic faces with exact labels to order, and what detectors say of photographs.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
};

export interface AppOptions {
  /** Pages beside the API. */
  studio?: { parts: readonly StudioPart[]; page: ReadonlyMap<string, PageFile> };
}

export function createApp(service: Service, { studio }: AppOptions = {}): App {
  const app: App = new OpenAPIHono<ServerEnv>();
  const { log, metrics } = service;
  app.use(requestId());
  app.use(async (context, next) => {
    const began = performance.now();
    await next();
    const seconds = (performance.now() - began) / 1000;
    const { method, path } = context.req;
    const { status } = context.res;
    // The route's pattern, not its path: ids would make figures without end.
    const pattern = context.req.matchedRoutes.at(-1)?.path ?? '*';
    metrics.request(method, pattern, status, seconds);
    const entry = { request: context.get('requestId'), method, path, status, ms: Math.round(seconds * 1000) };
    if (status >= 500) log.error(entry, 'request');
    else log.info({ ...entry, token: context.get('token')?.name }, 'request');
  });
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  });
  // The studio's page brings a policy of its own.
  const own = new RegExp(`^/(assets|${(studio?.parts ?? []).map(({ name }) => name).join('|')})(/|$)`);
  app.use((context, next) => (own.test(context.req.path) ? next() : secure(context, next)));
  app.onError((error, context) => {
    const told = toldOf(error);
    if (told.status >= 500 && told.status !== 503)
      log.error({ err: error, request: context.get('requestId') }, 'a request failed');
    return problem(context, told);
  });
  app.notFound((context) => problem(context, toldOf(notFound('address'))));

  // Open to all who reach the port: whether it lives, what it can do.
  app.get('/healthz', (context) => context.json({ status: 'ok', version: lineamentVersion }));
  app.get('/readyz', async (context) => {
    const answers = await Promise.race([
      service.queue.counts().then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(resolve, 1000, false).unref()),
    ]);
    return context.json({ status: answers ? 'ready' : 'the queue does not answer' }, answers ? 200 : 503);
  });
  app.get('/openapi.json', (context) => context.json(openApiDocument(app)));
  const shown = (studio?.parts ?? []).map(({ name }) => `<a href="/${name}">/${name}</a>`);
  const page = pageHtml.replace('<main', `${shown.map((link) => `<p>${link}</p>`).join('')}<main`);
  app.get('/', (context) => context.html(page));
  app.get('/page.js', (context) =>
    context.body(pageScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );

  // Before the guard that counts: a page of small pictures asks for hundreds.
  if (studio !== undefined) {
    const { tokens, tokensNeeded } = service;
    addStudio(app, { title: 'finished orders', tokens, tokensNeeded, ...studio });
  }
  app.use('/v1/*', guard(service));
  app.use('/metrics', guard(service));
  app.get('/metrics', async (context) =>
    context.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
  addOrderRoutes(app, service);
  addSampleRoutes(app, service);
  addFileRoutes(app, service);
  addPhotographRoutes(app, service);
  addUploadRoutes(app, service);
  addRunRoutes(app, service);
  addAccountRoutes(app, service);
  return app;
}

let made: { app: App; document: object } | undefined;

/** The OpenAPI document, made once. */
export function openApiDocument(app: App): object {
  if (made?.app !== app) {
    app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
    const { paths = {}, ...whole } = app.getOpenAPI31Document(document);
    // What the studio's page asks of its own server is no promise to others.
    const offered = Object.entries(paths).filter(([path]) => !path.startsWith('/v1/studio'));
    made = { app, document: { ...whole, paths: Object.fromEntries(offered) } };
  }
  return made.document;
}
