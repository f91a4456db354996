/** Rows ranked by a sentence. */
import type { Context } from 'hono';
import { z } from 'zod';
import { parseSettings } from '../../core/settings/parse-settings.js';
import type { ExploredDataset } from '../../studio/explore/explored-dataset.js';
import type { Jobs } from '../../studio/explore/jobs.js';
import { rankByWords } from '../../studio/explore/rank-by-words.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { type App, addRoute } from '../routes/documented.js';
import type { WordsAsked, WordsView } from './schemas/explore.js';

export interface WordRoutes {
  of(context: Context<ServerEnv>): Promise<ExploredDataset>;
  jobs: Jobs;
  /** A file of pictures and sentences; the shipped one where it is left out. */
  clip: string | undefined;
}

const tags = ['explore'];
const never = { 'cache-control': 'no-store' };

const wordsSchema: z.ZodType<WordsAsked> = z.strictObject({
  sentence: z.string('a sentence').min(1, 'a sentence').max(1000, 'at most 1000 letters'),
});

export function addWordRoutes(app: App, base: string, { of, jobs, clip }: WordRoutes): void {
  /** The latest of each dataset. */
  const ranked = new WeakMap<ExploredDataset, WordsView>();
  const path = `${base}/{dataset}/words`;
  addRoute(
    app,
    { method: 'post', path, tags, summary: 'Rank the rows by how well a sentence fits them' },
    async (context) => {
      const one = await of(context);
      const { content } = await readJsonBody(context);
      const { sentence } = parseSettings('explore: words', wordsSchema, content);
      const job = jobs.start({ kind: 'words', title: sentence }, async (work) => {
        ranked.set(one, await rankByWords(one, sentence, clip, work));
        return null;
      });
      return context.json(job, 202, never);
    },
  );
  addRoute(
    app,
    { method: 'get', path, tags, summary: 'The sentence that they were ranked by last, or null' },
    async (context) => context.json(ranked.get(await of(context)) ?? null, 200, never),
  );
}
