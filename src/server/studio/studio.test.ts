import { describe, expect, test } from 'vitest';
import { sessionCookie } from '../http/guard.js';
import { passingToken } from '../tokens/tokens.js';
import type { PageFile } from './page-files.js';
import { createStudioApp, type StudioPart } from './studio-app.js';

const bytes = new TextEncoder().encode('<title>Lineament</title>');
const page = new Map<string, PageFile>([['index.html', { type: 'text/html', bytes }]]);
const part: StudioPart = {
  name: 'explore',
  addRoutes: (app, base) => {
    app.get(`${base}/rows`, (context) => context.json([1, 2]));
  },
};
const { token, find } = passingToken();
const studio = (tokensNeeded: boolean) =>
  createStudioApp({ title: 'faces', parts: [part], page, tokens: { find }, tokensNeeded });
const here = { host: 'localhost' };

describe('on this machine', () => {
  const app = studio(false);
  test('the page stands at each part, with a policy that lets in no foreign script', async () => {
    for (const path of ['/explore', '/explore/sample/3']) {
      const answer = await app.request(path, { headers: here });
      expect(await answer.text()).toContain('Lineament');
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    }
    expect((await app.request('/annotate', { headers: here })).status).toBe(404);
  });
  test('a part answers below its name', async () => {
    expect(await (await app.request('/v1/studio', { headers: here })).json()).toMatchObject({
      title: 'faces',
      parts: ['explore'],
    });
    expect(await (await app.request('/v1/studio/explore/rows', { headers: here })).json()).toEqual([1, 2]);
  });
  test('other names of this machine and other sites are refused', async () => {
    const foreign = [{ host: 'evil.example' }, { ...here, origin: 'http://evil.example' }];
    for (const headers of foreign)
      expect((await app.request('/v1/studio/explore/rows', { headers })).status).toBe(403);
  });
});

describe('elsewhere', () => {
  const app = studio(true);
  test('a token opens a session, whose cookie scripts cannot read', async () => {
    const headers = { host: 'faces.example' };
    expect((await app.request('/v1/studio', { headers })).status).toBe(401);
    const open = (given: string) =>
      app.request('/v1/session', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ token: given }),
      });
    expect((await open('wrong')).status).toBe(401);
    const cookie = (await open(token)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const session = { ...headers, cookie: `${sessionCookie}=${token}` };
    expect((await app.request('/v1/studio/explore/rows', { headers: session })).status).toBe(200);
    const wrong = { ...headers, cookie: `${sessionCookie}=wrong` };
    expect((await app.request('/v1/studio/explore/rows', { headers: wrong })).status).toBe(401);
  });
});
