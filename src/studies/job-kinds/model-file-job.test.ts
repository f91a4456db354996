import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { shippedModelFile } from '../../detect/node/shipped-model-file.js';
import { contextOf, outcomeOf, runJobs } from '../../jobs/run-jobs.js';
import { modelFileJob } from './model-file-job.js';
import { runFolder, weightsOf } from './training-job.js';

const out = mkdtempSync(join(tmpdir(), 'lineament-model-file-'));
afterEach(() => rmSync(out, { recursive: true, force: true }));

it('A shipped model stands where a trained one would, and is what trainings begin with', async () => {
  const job = await modelFileJob(shippedModelFile('ibug68-ict'), 'ibug68');
  const ends = await runJobs([job], { out }, silentWork);
  expect(outcomeOf(ends, job)).toMatchObject({ steps: 0, seconds: 0 });
  const context = contextOf(ends, out);
  const copy = join(runFolder(context, job), 'model.onnx');
  expect(weightsOf(context, job)).toBe(copy);
  expect(readFileSync(copy).equals(readFileSync(shippedModelFile('ibug68-ict')))).toBe(true);
});

it('A model of another set than the study is refused', async () => {
  await expect(modelFileJob(shippedModelFile('ibug68-ict'), 'dense490')).rejects.toThrow(
    /the model predicts ibug68; the study is about dense490/,
  );
});
