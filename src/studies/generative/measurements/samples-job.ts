/** Samples of the variational autoencoders' priors, by their Fréchet distance. */
import { openedTogether } from '../../../core/opened-together.js';
import { shippedClipFile } from '../../../detect/node/shipped-model-file.js';
import { defineJob, type Job } from '../../../jobs/job.js';
import { openClip } from '../../../search/open-clip.js';
import { fileDigest } from '../../job-kinds/jsonl-job.js';
import { measureSamples, type SampledDistance } from './measure-samples.js';
import {
  digestsOf,
  facesIn,
  nameOf,
  needsOf,
  openTokens,
  type Planned,
  type Strip,
  secondsAFace,
  writeStrips,
} from './measuring.js';

export interface SamplesOutcome {
  distances: SampledDistance[];
  strips: Strip[];
}

/** @returns undefined where there is none to sample from. */
export async function samplesJob(planned: Planned): Promise<Job<SamplesOutcome> | undefined> {
  const { measured, size } = planned.recipe;
  const clipDigest = await fileDigest(shippedClipFile());
  const variational = planned.models.filter(({ isVector }) => isVector);
  if (variational.length === 0) return undefined;
  return defineJob<SamplesOutcome>({
    name: `measure samples of ${variational.map(nameOf).join(', ')}`,
    kind: 'measuring',
    settings: {
      what: 'samples',
      faces: 'from all',
      measured,
      size,
      clipDigest,
      models: await digestsOf(...variational),
    },
    needs: needsOf(planned, ...variational),
    seconds: 30 + secondsAFace * measured.samples * (variational.length + 2),
    run: async (context) => {
      const { made, close } = await openedTogether(async (keep) => {
        const clip = await openClip(undefined, { signal: context.work.signal });
        keep(() => clip.close());
        const opened = [];
        for (const model of variational) {
          const autoencoder = await openTokens(context, model);
          keep(() => autoencoder.release());
          opened.push({ name: nameOf(model), autoencoder });
        }
        return { clip, opened };
      });
      try {
        const { distances, strips } = await measureSamples(
          made.opened,
          await facesIn(context, planned, 'models', 'train'),
          made.clip,
          { count: measured.samples, rank: Math.max(...measured.components) },
          context.work,
        );
        const named = strips.map(({ name, strip }) => ({ caption: name, strip }));
        return { distances, strips: await writeStrips(context, size, named) };
      } finally {
        await close();
      }
    },
  });
}
