import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { withBody } from './body.js';
import { ProblemError } from './problem.js';

const bounds = { bytes: 100, time: 10_000 };
const most = 150;

describe('all bodies together', () => {
  it('are bounded while they are worked on, and free their place whatever becomes of them', async () => {
    const app = new Hono();
    const post = async (path: string, length: number): Promise<number> =>
      (await app.request(path, { method: 'POST', body: 'x'.repeat(length) })).status;
    app.onError(
      (error) => new Response(null, { status: error instanceof ProblemError ? error.status : 500 }),
    );
    app.post('/', (context) => withBody(context, bounds, () => context.text('read'), most));
    app.post('/fails', (context) => withBody(context, bounds, () => Promise.reject(new Error('no')), most));
    const meanwhile: number[] = [];
    app.post('/long', (context) => {
      const work = async (): Promise<Response> => {
        for (const [path, length] of [
          ['/', 70],
          ['/', 60],
          ['/fails', 60],
          ['/', 101],
          ['/', 60],
        ] as const)
          meanwhile.push(await post(path, length));
        return context.text('worked');
      };
      return withBody(context, bounds, work, most);
    });
    expect(await post('/long', 90)).toBe(200);
    expect(meanwhile).toEqual([503, 200, 500, 413, 200]);
    expect(await post('/', 100)).toBe(200);
  });
});
