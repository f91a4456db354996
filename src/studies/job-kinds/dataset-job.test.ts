import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { rowsOf } from '../../dataset/import/files/labelled-pictures.suite.js';
import { importJsonl } from '../../dataset/import/formats/jsonl.js';
import { runJobs } from '../../jobs/run-jobs.js';
import { datasetJob, refusedIn } from './dataset-job.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-dataset-job-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('tells what an import could not take in, in a later run too', async () => {
  await sharp(new Uint8Array(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } }).toFile(
    join(folder, 'a.png'),
  );
  const file = join(folder, 'labelled.jsonl');
  const lines = ['a', 'b'].map((id) => JSON.stringify({ id, image: `${id}.png`, points: rowsOf(68) }));
  writeFileSync(file, lines.join('\n'));
  const job = datasetJob({
    ...{ name: 'photographs', kind: 'photographs', settings: {}, seconds: 1 },
    make: async (out, { work }) => ({
      notes: [],
      refused: (await importJsonl({ file, out }, work)).failures,
    }),
  });
  const wanted = [{ id: expect.stringContaining(':2'), reason: expect.stringContaining('b.png') }];
  for (const _ of ['first', 'second'])
    expect(refusedIn(await runJobs([job], { out: join(folder, 'out') }, silentWork))).toEqual({
      refused: wanted,
      samples: 2,
    });
});
