import { afterEach, expect, it, vi } from 'vitest';
import { openClient } from './client.js';
import { withPatience } from './connection.js';
import { NoServerError } from './refusal.js';

afterEach(() => vi.restoreAllMocks());

it('has as much patience after an hour that went well as at the beginning', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let tries = 0;
  const answer = withPatience(
    async (gotOn) => {
      if (++tries === 2) return 'here again';
      gotOn();
      now += 3_600_000;
      throw new NoServerError('the connection broke');
    },
    { patience: 1 },
  );
  expect(await answer).toBe('here again');
});

it('gives up what has failed for longer than that', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let tries = 0;
  const answer = withPatience(
    async () => {
      tries++;
      now += 700;
      throw new NoServerError('nobody');
    },
    { patience: 1 },
  );
  await expect(answer).rejects.toThrow('nobody');
  expect(tries).toBe(3);
});

it('refuses an option that nobody reads', () => {
  expect(() => openClient({ server: 'http://127.0.0.1:1', tokens: 'x' } as never)).toThrow(
    'openClient: tokens: no such option; allowed: server, token, fetch (perhaps token is meant)',
  );
});
