/**
 * What a customer is still to be told: kept with the state that it tells of, in the same file, so that neither a killed server nor
 * an empty queue loses a word.
 */
import type { Order, OrderStatus, OwedWord } from '../order/order.js';
import type { OrderStep } from '../order/state.js';

/** Steps that are told. */
const told: Partial<Record<OrderStep, string>> = {
  start: 'order.started',
  finish: 'order.done',
  fail: 'order.failed',
  cancel: 'order.cancelled',
};

/** @param next – what the step leads to. @returns none where nothing is told or nobody is to be. */
export function owedFor(
  { webhook }: Pick<Order, 'webhook'>,
  next: Pick<OrderStatus, 'state' | 'since' | 'reason'>,
  step: OrderStep,
): OwedWord[] {
  const type = told[step];
  if (webhook === null || type === undefined) return [];
  const { state, since, reason } = next;
  return [{ id: `${Date.parse(since)}.${step}`, type, since, state, reason }];
}
