/**
 * Words to a customer's server about an order, signed as the Standard Webhooks say (https://www.standardwebhooks.com): the
 * receiver checks `webhook-signature` with the secret of its token. Each is a task of the queue and tried again for hours.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import type { NewTask, TaskData } from '../../jobs/queue/queue.js';
import type { Order, OwedWord } from '../order/order.js';
import { orderName, type Storage, toldName } from '../storage/storage.js';
import { postOnce } from './post-once.js';

export const webhookData: z.ZodType<{
  url: string;
  owner: string | null;
  id: string;
  body: string;
  order: string;
  word: string;
}> = z.object({
  url: z.string(),
  owner: z.string().nullable(),
  id: z.string(),
  body: z.string(),
  order: z.string(),
  word: z.string(),
});

/** The task that tells it. The id goes to the receiver, who knows by it what came twice. */
export function webhookTask(order: Order, word: OwedWord): NewTask | undefined {
  if (order.webhook === null) return undefined;
  const { type, since, state, reason } = word;
  const id = `${order.id}.webhook.${word.id}`;
  const { title, hash } = order;
  const body = JSON.stringify({ type, timestamp: since, data: { id: order.id, title, state, reason, hash } });
  const data: TaskData = {
    url: order.webhook,
    owner: order.owner,
    id,
    body,
    order: order.id,
    word: word.id,
  };
  return { id, kind: 'webhook', data, urgent: true, attempts: 10, backoff: 5000 };
}

export const secretName = 'webhooks/secret';

/** Made once for a storage; the secret of each token follows from it. */
export async function openWebhookSecret(storage: Storage): Promise<string> {
  const known = await storage.read(secretName);
  if (known !== undefined) return Buffer.from(known).toString('utf8');
  const secret = randomBytes(32).toString('hex');
  await storage.write(secretName, secret);
  return secret;
}

/** @returns as receivers configure it: `whsec_…`. */
export function ownerSecret(secret: string, owner: string | null): string {
  return `whsec_${createHmac('sha256', secret)
    .update(`webhook ${owner ?? ''}`)
    .digest('base64')}`;
}

const seconds = 10;

export interface DeliverOptions {
  storage: Storage;
  /** Receivers on this machine and in private networks: for servers that only this machine reaches. */
  privateNetworks: boolean;
}

/** @throws where the receiver does not answer with 2xx: the queue tries again. */
export async function deliverWebhook(
  task: unknown,
  { storage, privateNetworks }: DeliverOptions,
  signal: AbortSignal,
): Promise<void> {
  const { url, owner, id, body, order, word } = webhookData.parse(task);
  const marker = toldName(order, word);
  if ((await storage.stat(marker)) !== undefined) return;
  const now = new Date();
  const signature = new Webhook(ownerSecret(await openWebhookSecret(storage), owner)).sign(id, now, body);
  const status = await postOnce(url, {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body,
    privateNetworks,
    signal: AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]),
  });
  if (status < 200 || status > 299)
    throw new LineamentError(`the webhook's receiver answered ${status}`, { file: url });
  // An order that was removed meanwhile leaves nothing.
  if ((await storage.stat(orderName(order))) !== undefined) await storage.write(marker, '{}');
}
