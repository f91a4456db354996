/** Which order a request means; orders of other tokens are not there. */
import type { Context } from 'hono';
import type { BookedOrder } from '../../orders/desk/order-book.js';
import { isOrderId } from '../../orders/order/order.js';
import type { ServerEnv } from '../http/guard.js';
import { notFound } from '../http/problem.js';
import type { Service } from '../service.js';

export function orderOf(context: Context<ServerEnv>, { book }: Pick<Service, 'book'>): BookedOrder {
  const id = context.req.param('id') ?? '';
  const booked = isOrderId(id) ? book.get(id) : undefined;
  if (booked === undefined || !isOwn(context, booked)) throw notFound('order');
  return booked;
}

/** A server without tokens shows all; a token its own. */
export function isOwn(context: Context<ServerEnv>, { order }: BookedOrder): boolean {
  const token = context.get('token');
  return token === null || order.owner === token.id;
}
