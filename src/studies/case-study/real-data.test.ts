/** 300-W as people have it on disk: parts of it, which the study says, and columns made from what there is. */
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { ptsText, rowsOf, useWorkplace } from '../../dataset/import/files/labelled-pictures.suite.js';
import { outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { realDataJobs, whatIsThere } from './real-data.js';

const workplace = useWorkplace();

function face(stem: string): void {
  workplace.write(`${stem}.pts`, ptsText(rowsOf(68)));
  workplace.picture(`${stem}.jpg`);
}

async function labelledIn(folder: string): Promise<DatasetOutcome> {
  const { labelled } = await realDataJobs(folder, { study: join(folder, 'study.yaml') });
  const ends = await runJobs([labelled], { out: workplace.out }, silentWork);
  requireDone(ends);
  return outcomeOf(ends, labelled);
}

it('A part of 300-W makes the columns that it has faces for, and says what is missing', async () => {
  for (const stem of ['afw/1_1', 'nested/helen/trainset/2_1', 'lfpw/testset/image_0001', 'ibug/image_003_1'])
    face(stem);
  face('300W/02_Outdoor/outdoor_001');
  const { splits, published, warnings } = await labelledIn(workplace.source);
  expect(splits).toEqual({ train: 2, 'common-test': 1, challenging: 1, private: 1 });
  expect(published).toEqual({ train: 3148, 'common-test': 554, challenging: 135, private: 600 });
  expect(warnings).toEqual([
    'Only a part of 300-W: AFW 1 of 337 faces, HELEN train 1 of 2000 faces, LFPW test 1 of 224 faces, iBug 1 of 135 faces, private outdoor 1 of 300 faces, nothing of LFPW train, HELEN test, private indoor. Its figures are not those of the whole.',
  ]);
});

it('The whole has nothing to warn of', () => {
  const whole = { name: 'iBug', split: 'challenging', published: 135, imported: 135 };
  expect(whatIsThere([whole])).toEqual({ published: { challenging: 135 } });
});

it('The job is another when something is added behind a link', async () => {
  const elsewhere = join(dirname(workplace.source), 'elsewhere');
  face('afw/1_1');
  renameSync(join(workplace.source, 'afw'), elsewhere);
  symlinkSync(elsewhere, join(workplace.source, 'afw'));
  const keys = async (): Promise<(string | undefined)[]> => {
    const { labelled, unlabelled } = await realDataJobs(workplace.source, {
      study: join(workplace.source, 'study.yaml'),
      unlabelled: workplace.source,
    });
    return [labelled.key, unlabelled?.job.key];
  };
  const before = await keys();
  expect(await keys()).toEqual(before);
  writeFileSync(join(elsewhere, '2_1.pts'), ptsText(rowsOf(68)));
  const after = await keys();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});
