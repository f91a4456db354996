/** 300-W as people have it on disk: parts of it, which the study says, and columns made from what there is. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { ptsText, rowsOf, useWorkplace } from '../../dataset/import/files/labelled-pictures.suite.js';
import { openDataset } from '../../dataset/store/store.js';
import { contextOf, outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { type DatasetOutcome, datasetFolder } from '../job-kinds/dataset-job.js';
import { inOwnSplits, realDataJobs, whatIsThere } from './real-data.js';

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

it('Faces for training alone are split by photograph', async () => {
  for (let photograph = 0; photograph < 12; photograph++)
    for (const person of [1, 2]) face(`helen/trainset/${100 + photograph}_${person}`);
  const { labelled } = await realDataJobs(workplace.source, { study: join(workplace.source, 'study.yaml') });
  const own = inOwnSplits(labelled);
  const ends = await runJobs([labelled, own], { out: workplace.out }, silentWork);
  requireDone(ends);
  const { splits, warnings } = outcomeOf(ends, own);
  expect(splits).toEqual({ train: 14, validation: 4, test: 6 });
  expect(warnings![0]).toMatch(/no test split: they were split .* 60 to 15 to 25/);
  const dataset = await openDataset(datasetFolder(contextOf(ends, workplace.out), own));
  const photographs = async (split: string): Promise<Set<string>> =>
    new Set((await dataset.ids({ split })).map((id) => id.replace(/_\d$/, '')));
  const [train, test] = [await photographs('train'), await photographs('test')];
  dataset.close();
  expect([...train].filter((photograph) => test.has(photograph))).toEqual([]);
});
