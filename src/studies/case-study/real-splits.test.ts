/** The splits that photographs are studied in: taken from those for training where they are missing. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { ptsText, rowsOf, useWorkplace } from '../../dataset/import/files/labelled-pictures.suite.js';
import { openDataset } from '../../dataset/store/store.js';
import { contextOf, outcomeOf, requireDone, runJobs } from '../../jobs/run-jobs.js';
import { type DatasetOutcome, datasetFolder } from '../job-kinds/dataset-job.js';
import { realDataJobs } from './real-data.js';
import { inSplits, requireSplits } from './real-splits.js';
import type { NeedyRow } from './row-needs.js';

const workplace = useWorkplace();

function face(stem: string): void {
  workplace.write(`${stem}.pts`, ptsText(rowsOf(68)));
  workplace.picture(`${stem}.jpg`);
}

/** Two faces of each photograph. */
function trainingFaces(photographs: number): void {
  for (let photograph = 0; photograph < photographs; photograph++)
    for (const person of [1, 2]) face(`helen/trainset/${100 + photograph}_${person}`);
}

interface Studied extends DatasetOutcome {
  /** The photographs of a split. */
  photographs(split: string): Promise<Set<string>>;
}

async function studied(out = workplace.out): Promise<Studied> {
  const { labelled } = await realDataJobs(workplace.source, { study: join(workplace.source, 'study.yaml') });
  const first = await runJobs([labelled], { out }, silentWork);
  requireDone(first);
  const job = inSplits(labelled, outcomeOf(first, labelled).splits);
  const ends = await runJobs([labelled, job], { out }, silentWork);
  requireDone(ends);
  return {
    ...outcomeOf(ends, job),
    async photographs(split) {
      const dataset = await openDataset(datasetFolder(contextOf(ends, out), job));
      const ids = await dataset.ids({ split });
      dataset.close();
      return new Set(ids.map((id) => id.replace(/_\d$/, '')));
    },
  };
}

describe('photographs for a study', () => {
  it('are split by photograph where all are for training', async () => {
    trainingFaces(12);
    const { splits, warnings, photographs } = await studied();
    expect(splits).toEqual({ train: 14, validation: 4, test: 6 });
    expect(warnings![0]).toMatch(/no test split: they were split .* 60 to 15 to 25/);
    const [train, test] = [await photographs('train'), await photographs('test')];
    expect([...train].filter((photograph) => test.has(photograph))).toEqual([]);
  });

  it('give a tenth of the training photographs for validation where there is none, the same each time', async () => {
    trainingFaces(20);
    face('ibug/image_003_1');
    face('helen/testset/1_1');
    const { splits, warnings, notes, published, photographs } = await studied();
    expect(splits).toEqual({ train: 36, validation: 4, 'common-test': 1, challenging: 1 });
    expect(warnings).toEqual([
      'The photographs have no validation split: 4 of their 40 faces for training were taken for it, by person or photograph (10 % of them, seed 1). No training reads their labels.',
    ]);
    expect(notes).toEqual(warnings);
    expect(published).toEqual({ train: 3148, 'common-test': 554, challenging: 135, private: 600 });
    const [train, validation] = [await photographs('train'), await photographs('validation')];
    expect([...validation].filter((photograph) => train.has(photograph))).toEqual([]);
    const again = await studied(`${workplace.out}-again`);
    expect(await again.photographs('validation')).toEqual(validation);
  });

  it('stay as they are where they are few, or have a validation split', async () => {
    trainingFaces(2);
    face('ibug/image_003_1');
    const { labelled } = await realDataJobs(workplace.source, {
      study: join(workplace.source, 'study.yaml'),
    });
    expect(inSplits(labelled, { train: 4, challenging: 1 })).toBe(labelled);
    expect(inSplits(labelled, { train: 400, validation: 40, test: 100 })).toBe(labelled);
    expect(inSplits(labelled, { train: 400, test: 100 })).not.toBe(labelled);
  });
});

describe('photographs that cannot be studied are refused with what is missing', () => {
  const refusal = (
    splits: Record<string, number>,
    is300W = false,
    training: readonly NeedyRow[] = [{ name: 'fine-tuning', onlyAdapts: false }],
  ): unknown => {
    try {
      requireSplits(splits, {
        folder: 'photographs',
        is300W,
        training,
        rows: ['base', 'fine-tuning', 'daln'],
      });
    } catch (cause) {
      return cause;
    }
    return undefined;
  };

  it('of 300-W: the parts that hold them', () => {
    expect(refusal({ challenging: 135 }, true)).toMatchObject({
      message: expect.stringContaining(
        'no faces for training (split train), needed by fine-tuning; their splits: challenging (135)',
      ),
      hint: expect.stringMatching(/afw, helen\/trainset or lfpw\/trainset; .*--rows base daln$/),
    });
    expect(refusal({ train: 9 }, true)).toMatchObject({
      message: expect.stringContaining('no faces to measure on'),
      hint: expect.stringMatching(/helen\/testset.*at least 20/),
    });
  });

  it('of a list or a dataset: the split', () => {
    expect(refusal({ validation: 9, test: 9 })).toMatchObject({
      hint: expect.stringMatching(/splits\.json beside labelled\.jsonl.* split train/),
    });
    expect(refusal({ train: 9, 'common-test': 9 })).toBeUndefined();
  });

  it('with the pictures of --unlabelled as a remedy only where a row lacks nothing else', () => {
    const daln = { name: 'daln', onlyAdapts: true };
    const both = refusal({ test: 9 }, false, [{ name: 'fine-tuning', onlyAdapts: false }, daln]);
    expect(both).toMatchObject({
      hint: expect.stringMatching(/--rows base; or give pictures to adapt to \(daln\) with --unlabelled$/),
    });
    expect(refusal({ test: 9 })).toMatchObject({ hint: expect.not.stringContaining('--unlabelled') });
  });

  it('unless no row reads them', () => {
    expect(refusal({ challenging: 135 }, true, [])).toBeUndefined();
    expect(refusal({ validation: 9 }, true, [])).toMatchObject({
      message: expect.stringContaining('no faces to measure on'),
    });
  });
});
