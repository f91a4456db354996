import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemaFaults } from './schema-faults.js';
import { firstFault, inOurWords } from './schema-words.js';

const schema = z.object({
  data: z.object({ folder: z.string() }),
  sizes: z.array(z.int().positive()).min(1),
  kind: z.enum(['a', 'b']).optional(),
  box: z.tuple([z.number(), z.number()]).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  named: z.number('a number of ours').optional(),
});
const good = { data: { folder: 'x' }, sizes: [1] };

function faultsOf(value: unknown): string[] {
  const { error } = schema.safeParse(value, inOurWords);
  return schemaFaults(schema, value, error!);
}

describe('schema faults in our words', () => {
  it.each([
    [undefined, 'the content: missing; allowed: keys with their values'],
    [[1], 'the content: [1]; allowed: keys with their values'],
    [{ sizes: [1] }, 'data: missing; allowed: keys with their values'],
    [{ ...good, data: null }, 'data: null; allowed: keys with their values'],
    [{ ...good, data: { folder: 3 } }, 'data.folder: 3; allowed: a text'],
    [{ ...good, sizes: [] }, 'sizes: []; allowed: a list of at least 1'],
    [{ ...good, sizes: [0] }, 'sizes.0: 0; allowed: a number of more than 0'],
    [{ ...good, sizes: [1.5] }, 'sizes.0: 1.5; allowed: a whole number'],
    [{ ...good, kind: 'c' }, 'kind: "c"; allowed: one of a, b'],
    [{ ...good, box: [1] }, 'box: [1]; allowed: a list of at least 2'],
    [{ ...good, either: 7 }, 'either: 7; allowed: a text, or a list'],
    [{ ...good, named: 'x' }, 'named: "x"; allowed: a number of ours'],
  ])('%j', (value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  it('keeps a long value short', () => {
    const [fault] = faultsOf({ ...good, kind: 'x'.repeat(1e4) });
    expect(fault!.length).toBeLessThan(150);
  });

  it('names the first place', () => {
    const { error } = schema.safeParse(3, inOurWords);
    expect(firstFault(error!, 'the file')).toBe('the file: keys with their values');
  });
});
