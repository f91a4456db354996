/** Who asks, what they may, and how their webhooks are signed. */
import { z } from '@hono/zod-openapi';
import { ownerSecret } from '../../orders/webhooks/webhook.js';
import type { Service } from '../service.js';
import { type App, addRoute, json } from './documented.js';

const accountSchema = z
  .object({
    token: z.object({ id: z.string(), name: z.string(), created: z.string() }).nullable(),
    quotas: z.record(z.string(), z.number()).nullable(),
    limits: z.record(z.string(), z.number()),
    webhookSecret: z
      .string()
      .openapi({ description: 'of Standard Webhooks: checks what this server sends you' }),
  })
  .openapi('Account');

export function addAccountRoutes(app: App, { limits, webhookSecret }: Service): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/account',
      tags: ['account'],
      summary: 'Your token, its quotas, the limits of this server, the secret of your webhooks',
      responses: { 200: json(accountSchema, 'the account') },
    },
    (context) => {
      const token = context.get('token');
      return context.json({
        token: token && { id: token.id, name: token.name, created: token.created },
        quotas: token && { ...token.quotas },
        limits: { ...limits },
        webhookSecret: ownerSecret(webhookSecret, token?.id ?? null),
      });
    },
  );
}
