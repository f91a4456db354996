import { expect, it } from 'vitest';
import { composePlan } from '../compose-plan.js';
import { methodNamed } from '../registry.js';
import { toyBatch, toyContext, toyFaces, toyObjective } from '../toy-domains.suite.js';

/** Source faces of batch 3 as they are trained on. */
async function restyled(keys: Record<string, unknown>, start = 0): Promise<Float32Array> {
  const method = methodNamed('target-style');
  const settings = method.schema.parse({ method: 'target-style', target: { data: 'toy' }, ...keys });
  const part = await method.create(settings as never, toyContext());
  const options = { objective: toyObjective, batch: toyBatch, accumulate: 1 };
  const { images } = toyFaces('source', 3);
  await composePlan([{ start, part }], options).restyle(images, 3);
  return images;
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const plain = toyFaces('source', 3).images;
const target = mean(toyFaces('target', 3).images);

it.each([{ style: 'colours' }, { style: 'fourier' }])(
  'Source faces become as pale as target faces: $style',
  async (keys) => {
    expect(Math.abs(mean(plain) - target)).toBeGreaterThan(0.1);
    expect(mean(await restyled({ ...keys, share: 1 }))).toBeCloseTo(target, 1);
  },
);

it('A share of none, and steps before the start, leave them as they are; the same batch is restyled alike', async () => {
  const same = (a: Float32Array, b: Float32Array): boolean =>
    Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
  expect(same(await restyled({ share: 0 }), plain)).toBe(true);
  expect(same(await restyled({ share: 1 }, 4), plain)).toBe(true);
  const half = await restyled({ share: 0.5 });
  expect(same(half, await restyled({ share: 0.5 }))).toBe(true);
  expect(same(half, plain)).toBe(false);
});
