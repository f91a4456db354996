/** What codes keep: principal components, WebP and JPEG in one job, each autoencoder in its own. */
import { freedAfter, type Keep } from '../../../core/opened-together.js';
import { openLandmarkDetector } from '../../../detect/node/open-landmark-detector.js';
import { shippedModelFile } from '../../../detect/node/shipped-model-file.js';
import { defineJob, type Job, type JobContext } from '../../../jobs/job.js';
import { fileDigest } from '../../job-kinds/jsonl-job.js';
import {
  type CodedFaces,
  codedFaces,
  type MeasuredCode,
  measureAutoencoder,
  measureComponents,
  measureFiles,
  type SeenCode,
  truthStrip,
} from './measure-codes.js';
import {
  type Drawable,
  detectorModel,
  digestsOf,
  facesIn,
  type Measuring,
  measuringsOf,
  nameOf,
  needsOf,
  openTokens,
  type Planned,
  type Strip,
  secondsAFace,
  writeStrips,
} from './measuring.js';

export interface CodesOutcome {
  measured: MeasuredCode[];
  strips: Strip[];
}

export async function baselinesJob(planned: Planned): Promise<Job<CodesOutcome>> {
  const { measured, size } = planned.recipe;
  const detectorDigest = await fileDigest(shippedModelFile(detectorModel));
  return defineJob<CodesOutcome>({
    name: 'measure components, WebP and JPEG',
    kind: 'measuring',
    settings: { what: 'baselines', measured, size, detectorDigest },
    needs: needsOf(planned),
    seconds: 60 + secondsAFace * 14 * measured.codes,
    run: (context) =>
      freedAfter(async (keep) => {
        const set = await coded(context, planned, keep);
        const seen = [
          ...(await measureComponents(measured.components, set, context.work)),
          ...(await measureFiles('webp', set)),
          ...(await measureFiles('jpeg', set)),
        ];
        const strips = [
          { caption: 'rendered faces', strip: truthStrip(set) },
          ...seen.map(({ measured: { name }, strip }) => ({ caption: name, strip })),
        ];
        return outcome(context, size, strips, seen);
      }),
  });
}

export async function codesJobs(planned: Planned): Promise<Measuring<CodesOutcome>[]> {
  const { measured, size } = planned.recipe;
  const detectorDigest = await fileDigest(shippedModelFile(detectorModel));
  return measuringsOf(planned, 'autoencoder', async (model) =>
    defineJob<CodesOutcome>({
      name: `measure ${nameOf(model)}`,
      kind: 'measuring',
      settings: { what: 'codes', measured, size, detectorDigest, model: await digestsOf(model) },
      needs: needsOf(planned, model),
      seconds: 20 + secondsAFace * measured.codes,
      run: (context) =>
        freedAfter(async (keep) => {
          const autoencoder = await openTokens(context, model);
          keep(() => autoencoder.release());
          const seen = await measureAutoencoder(
            nameOf(model),
            autoencoder,
            await coded(context, planned, keep),
          );
          return outcome(context, size, [{ caption: nameOf(model), strip: seen.strip }], [seen]);
        }),
    }),
  );
}

/** Faces that components and linear readings are learnt from, at most. */
const learntFrom = 6000;

async function coded(context: JobContext, planned: Planned, keep: Keep): Promise<CodedFaces> {
  const test = await facesIn(context, planned, 'models', 'test');
  return codedFaces({
    test,
    training: await facesIn(context, planned, 'models', 'train', learntFrom),
    count: Math.min(planned.recipe.measured.codes, test.count),
    detector: await openLandmarkDetector(detectorModel, { signal: context.work.signal }, keep),
  });
}

async function outcome(
  context: JobContext,
  size: number,
  strips: readonly Drawable[],
  seen: readonly SeenCode[],
): Promise<CodesOutcome> {
  return { measured: seen.map(({ measured }) => measured), strips: await writeStrips(context, size, strips) };
}
