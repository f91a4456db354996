import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { parseRecipe } from './recipe.js';
import { train } from './train.js';

it('faces made while training: a stop and a resume change nothing, and the model says how many it saw', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fresh-training-'));
  const recipe = parseRecipe(
    `
name: fresh
data: {generate: {head: cage, size: 32, seed: 9, without: [hair]}, landmarks: ibug68}
model: {depth: 2, width: 8, bottleneck: 4}
batch: 2
steps: 3
learningRate: {warmUp: 1}
validation: {every: 2, faces: 3}
`,
    'fresh.yaml',
  );
  const metrics = async (out: string): Promise<unknown[]> =>
    (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ step, loss, value, details }) => [step, loss, value, details]);

  const whole = await train(recipe, { out: join(folder, 'whole') });
  const model = await readFile(whole.model);
  expect(readModelMetadata(model, 'model.onnx').training.data).toBe('6 faces.');
  expect(whole.last).toMatchObject({ faces: 3 });

  const out = join(folder, 'broken');
  const controller = new AbortController();
  const log = {
    info: (line: string) => (line.startsWith('step 2') ? controller.abort() : undefined),
    warn: () => {},
  };
  const { signal } = controller;
  await expect(train(recipe, { out }, { ...silentWork, log, signal })).rejects.toThrow('stopped at step 2');
  const resumed = await train({ ...recipe, loaderWorkers: 2 }, { out, resume: true });
  expect(await metrics(out)).toEqual(await metrics(join(folder, 'whole')));
  expect(await readFile(resumed.model)).toEqual(model);
});
