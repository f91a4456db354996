/**
 * The job files of the Human API (Synthesis AI; switched off) as orders to our generator: a pure function of the file and
 * a seed. docs/orders.md has the table of fields.
 */
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import type { OrderAnswer, OrderOptions } from './order-answer.js';

/** Whether a parsed JSON document is meant as a job file of the Human API: it has `humans`. */
export function isHumanOrder(content: unknown): content is Record<string, unknown> {
  return isRecord(content) && Array.isArray(content.humans);
}

/**
 * @param content – the parsed JSON of a job file.
 * @throws UsageError where it is no job file: the message names the field, what stands there and what is allowed.
 */
export function translateHumanOrder(content: unknown, _options: OrderOptions = {}): OrderAnswer {
  if (!isHumanOrder(content))
    throw new UsageError('order: the file has no list of humans', {
      hint: 'give a job file of the Human API: {"humans": [{"identities": {"ids": [80], "renders_per_identity": 1}}]}',
    });
  return { parts: [], pictures: 0, honoured: [], mapped: [], refused: [] };
}
