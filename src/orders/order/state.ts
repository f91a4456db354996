/** What becomes of an order: its states, and what leads from one to the other. */
import { UsageError } from '../../core/errors.js';

export const orderStates = [
  'queued',
  'running',
  'paused',
  'finishing',
  'done',
  'failed',
  'cancelled',
] as const;
/** `finishing`: all faces are made; datasets and deliveries are being put together. */
export type OrderState = (typeof orderStates)[number];

/** What people and webhooks call the ends of an order. */
export const finalStates: readonly OrderState[] = ['done', 'failed', 'cancelled'];

export type OrderStep = 'start' | 'pause' | 'resume' | 'made' | 'finish' | 'fail' | 'cancel';

const steps: Readonly<Record<OrderStep, Partial<Record<OrderState, OrderState>>>> = {
  start: { queued: 'running' },
  pause: { queued: 'paused', running: 'paused' },
  /** A failed order goes on where it was: what is made is kept. */
  resume: { paused: 'queued', failed: 'queued' },
  made: { running: 'finishing' },
  finish: { finishing: 'done' },
  fail: { queued: 'failed', running: 'failed', finishing: 'failed' },
  cancel: {
    queued: 'cancelled',
    running: 'cancelled',
    paused: 'cancelled',
    finishing: 'cancelled',
    failed: 'cancelled',
  },
};

/** @returns undefined where the step does not lead on from there. */
export function nextState(state: OrderState, step: OrderStep): OrderState | undefined {
  return steps[step][state];
}

export class WrongStateError extends UsageError {
  override name = 'WrongStateError';
}

/** @throws WrongStateError that names the states from which it would be possible. */
export function takeStep(state: OrderState, step: OrderStep): OrderState {
  const next = nextState(state, step);
  if (next !== undefined) return next;
  throw new WrongStateError(`order: cannot ${step}: it is ${state}`, {
    hint: `possible while it is ${Object.keys(steps[step]).join(' or ')}`,
  });
}
