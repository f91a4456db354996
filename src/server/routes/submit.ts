/** What comes in as an order, in our form or the Human API's, as parts that can be booked. */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { parseGeneration } from '../../dataset/generate/settings.js';
import { checkHead, isHeadInstalled } from '../../face/heads/registry.js';
import { isHumanOrder, translateHumanOrder } from '../../orders/human-api/translate-order.js';
import type { NewOrder } from '../../orders/order/order.js';
import {
  checkLimits,
  extraFields,
  faceFields,
  type OrderExtras,
  type OrderLimits,
  parseOrderRequest,
} from '../../orders/order/request.js';
import { readJsonBody } from '../http/body.js';
import type { ServerEnv } from '../http/guard.js';
import { ProblemError } from '../http/problem.js';

export interface Submitted extends OrderExtras, Pick<NewOrder, 'parts' | 'translation'> {
  /** Tells whether two requests are the same. */
  request: string;
}

const wordOf = (text: string | undefined): boolean => text === 'true' || text === '1' || text === '';

/** Beside a job file of the Human API, which has no place for them. */
const querySchema = z.strictObject({
  seed: faceFields.seed,
  head: faceFields.head.optional(),
  landmarks: faceFields.landmarks.optional(),
  size: faceFields.size.optional(),
  layers: faceFields.layers,
  ...extraFields,
  'without-refused': z.string().optional(),
});

export async function readOrder(context: Context<ServerEnv>, limits: OrderLimits): Promise<Submitted> {
  const { content, bytes } = await readJsonBody(context);
  const query = context.req.query();
  const request = createHash('sha256').update(bytes).update(JSON.stringify(query)).digest('hex');
  const submitted = isHumanOrder(content)
    ? fromHumanApi(content, query, limits)
    : fromSettings(content, query);
  checkLimits(submitted.parts, limits);
  for (const head of new Set(submitted.parts.map(({ settings }) => settings.head)))
    if (!(await isHeadInstalled(head)))
      throw new ProblemError(
        422,
        `order: head: ${JSON.stringify(head)} is not installed on this server`,
        'use "cage"',
      );
    else await checkHead(head);
  return { ...submitted, request };
}

function fromSettings(content: unknown, query: Record<string, string>): Omit<Submitted, 'request'> {
  const [unknown] = Object.keys(query);
  if (unknown !== undefined)
    throw new ProblemError(
      422,
      `order: the query has ${unknown}`,
      'put settings into the body; queries are for job files of the Human API',
    );
  const { settings, extras } = parseOrderRequest(content);
  return { ...extras, parts: [{ name: 'order', settings }], translation: null };
}

function fromHumanApi(
  content: Record<string, unknown>,
  query: Record<string, string>,
  { parts: most }: OrderLimits,
): Omit<Submitted, 'request'> {
  // Before any of it is looked at: each costs the thread that answers a fraction of a millisecond.
  if (Array.isArray(content.humans) && content.humans.length > most)
    throw new ProblemError(
      422,
      `order: humans: ${content.humans.length}; allowed: at most ${most} on this server`,
      'divide the order',
    );
  const list = (text: string | undefined): string[] | undefined => text?.split(',');
  const number = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text);
  const {
    deliver,
    webhook,
    title,
    'without-refused': without,
    size,
    head,
    landmarks,
    seed,
    layers,
  } = parseSettings('order: query', querySchema, {
    ...query,
    seed: number(query.seed),
    size: number(query.size),
    layers: list(query.layers),
    deliver: list(query.deliver),
  });
  const answer = translateHumanOrder(content, {
    seed,
    layers,
    ...(size !== undefined && { size }),
    ...(head !== undefined && { head }),
    ...(landmarks !== undefined && { landmarks }),
  });
  const { mapped, refused } = answer;
  const more = { mapped, refused };
  if (answer.parts.length === 0)
    throw new ProblemError(
      422,
      refusalText('nothing of this order can be made', refused),
      refused[0]?.hint,
      {},
      more,
    );
  if (refused.length > 0 && !wordOf(without ?? 'false'))
    throw new ProblemError(
      422,
      refusalText(`${refused.length} fields of this order are refused`, refused),
      'take them out, or add ?without-refused=true to order what is left',
      {},
      more,
    );
  return {
    deliver,
    webhook,
    title,
    parts: answer.parts.map(({ name, settings }) => ({ name, settings: parseGeneration(settings) })),
    translation: { honoured: answer.honoured.length, mapped, refused },
  };
}

function refusalText(what: string, refused: readonly { path: string; reason: string }[]): string {
  const first = refused.slice(0, 5).map(({ path, reason }) => `${path}: ${reason}`);
  return `order: ${what}: ${first.join('; ')}`;
}
