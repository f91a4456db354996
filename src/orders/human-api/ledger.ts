/**
 * Keeps the answer to an order field by field. A field is a key with a value, a list of values or a distribution
 * (`{"type": "range", "values": …}`). What no translator has answered in the end is refused by name: nothing is ignored in
 * silence, not even a field that this file has never heard of.
 */
import { internalError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import type { MappedField, RefusedField } from './order-answer.js';

export class Ledger {
  readonly #content: unknown;
  readonly #honoured = new Set<string>();
  readonly #mapped = new Map<string, MappedField>();
  readonly #refused = new Map<string, RefusedField>();

  constructor(content: unknown) {
    this.#content = content;
  }

  honour(path: string): void {
    this.#honoured.add(path);
  }

  map(path: string, from: unknown, to: string, reason: string): void {
    this.#mapped.set(path, { path, from, to, reason });
  }

  refuse(path: string, reason: string, hint: string): void {
    this.#refused.set(path, { path, reason, hint });
  }

  /** Answers for every field from here on: `body`, `gesture`. */
  refuseAll(value: unknown, path: string, reason: string, hint: string): void {
    for (const field of fieldsOf(value, path)) this.refuse(field, reason, hint);
  }

  isAnswered(path: string): boolean {
    return this.#honoured.has(path) || this.#mapped.has(path) || this.#refused.has(path);
  }

  /** Each field in one list; a refusal goes before a mapping, a mapping before a plain yes. */
  finish(): { honoured: string[]; mapped: MappedField[]; refused: RefusedField[] } {
    const fields = fieldsOf(this.#content, '');
    for (const path of fields)
      if (!this.isAnswered(path))
        this.refuse(path, 'no such field is known', 'leave it out, or look the name up in docs/orders.md');
    const known = new Set(fields);
    for (const path of [...this.#honoured, ...this.#mapped.keys()])
      if (!known.has(path)) throw internalError(`the order has no field ${path}`);
    const partly = (path: string): boolean => this.#refused.has(path);
    return {
      honoured: fields.filter((path) => this.#honoured.has(path) && !this.#mapped.has(path) && !partly(path)),
      mapped: fields.flatMap((path) => (partly(path) ? [] : (this.#mapped.get(path) ?? []))),
      refused: [...this.#refused.values()],
    };
  }
}

/** Paths of all fields: `humans[0].accessories.glasses[1].percent`. */
export function fieldsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((item) => isRecord(item)))
    return value.flatMap((item, i) => fieldsOf(item, `${path}[${i}]`));
  if (!isRecord(value) || isDistribution(value)) return [path];
  const keys = Object.keys(value);
  if (keys.length === 0) return [path];
  return keys.flatMap((key) => fieldsOf(value[key], path === '' ? key : `${path}.${key}`));
}

function isDistribution(value: Record<string, unknown>): boolean {
  return Object.keys(value).every((key) => key === 'type' || key === 'values') && 'values' in value;
}
