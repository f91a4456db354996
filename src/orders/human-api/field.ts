/** One entry of an order under translation: its keys, where it stands, and the ledger that keeps the answer. */
import type { Look, Numbers, Sex } from '../../render/sampling/specified/specification.js';
import type { Distribution } from './job-file.js';
import type { Ledger } from './ledger.js';
import { chosenFrom, type Vocabulary } from './vocabulary.js';

type Limits = { factor?: number; low?: number; high?: number; unit?: string };

export class Field {
  readonly ledger: Ledger;
  readonly path: string;

  constructor(ledger: Ledger, path: string) {
    this.ledger = ledger;
    this.path = path;
  }

  at(key: string): Field {
    return new Field(this.ledger, this.path === '' ? key : `${this.path}.${key}`);
  }

  item(index: number): Field {
    return new Field(this.ledger, `${this.path}[${index}]`);
  }

  honour(): void {
    this.ledger.honour(this.path);
  }

  map(from: unknown, to: string, reason: string): void {
    this.ledger.map(this.path, from, to, reason);
  }

  refuse(reason: string, hint: string): void {
    this.ledger.refuse(this.path, reason, hint);
  }

  /** A percentage is kept exactly. */
  percent(value: number): number {
    this.at('percent').honour();
    return value;
  }

  /**
   * Numbers as they are, in our unit. Values beyond `low` and `high` (of the order's unit) are cut off and said so.
   */
  numbers(key: string, value: Distribution | undefined, limits: Limits = {}): Numbers | undefined {
    if (value === undefined) return undefined;
    const field = this.at(key);
    const { factor = 1, low = -Infinity, high = Infinity } = limits;
    const all = value.type === 'list' ? value.values : [value.values.min, value.values.max];
    const cut = (one: number): number => Math.min(high, Math.max(low, one));
    if (all.some((one) => cut(one) !== one))
      field.map(
        value,
        `values from ${low} to ${high}`,
        `nothing beyond can be shown; values are cut off there`,
      );
    else field.honour();
    if (value.type === 'list') return value.values.map((one) => cut(one) * factor);
    const ends = [cut(value.values.min) * factor, cut(value.values.max) * factor];
    const [min, max] = [Math.min(...ends), Math.max(...ends)];
    return min === max ? [min] : { min, max };
  }

  /** Looks for the names of a list; refuses those that are unknown, one by one. */
  looks<Value>(
    key: string,
    names: readonly string[] | undefined,
    vocabulary: Vocabulary<Value>,
    options: { matchSex?: boolean } = {},
  ): Look<Value>[] | undefined {
    if (names === undefined) return undefined;
    const field = this.at(key);
    const chosen = chosenFrom(vocabulary, names);
    for (const { index, name } of chosen.unknown)
      (names.length === 1 ? field : field.item(index)).refuse(
        `there is no ${vocabulary.thing} '${name}'`,
        `known are ${vocabulary.known}, all${vocabulary.none === undefined ? '' : ' and none'}`,
      );
    if (chosen.looks.length === 0) return undefined;
    if (chosen.exact) field.honour();
    else field.map(names, chosen.to, vocabulary.reason);
    return chosen.looks.map((look) => (options.matchSex === false ? withoutSex(look) : look));
  }
}

function withoutSex<Value>({ for: _, ...look }: Look<Value> & { for?: Sex }): Look<Value> {
  return look;
}
