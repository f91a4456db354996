/** Models of pictures and sentences: retrieval, and facts read by sentences beside the judges. */
import { defineJob } from '../../../jobs/job.js';
import { openClip } from '../../../search/open-clip.js';
import { type MeasuredClip, measureClip } from './measure-clip.js';
import {
  digestsOf,
  facesIn,
  judgementsOf,
  judgesOf,
  type Measuring,
  measuringsOf,
  nameOf,
  needsOf,
  type Planned,
} from './measuring.js';

export async function clipJobs(planned: Planned): Promise<Measuring<MeasuredClip>[]> {
  const { measured, size } = planned.recipe;
  return measuringsOf(planned, 'clip', async (model) =>
    defineJob<MeasuredClip>({
      name: `measure ${nameOf(model)}`,
      kind: 'measuring',
      settings: {
        what: 'clip',
        version: 2,
        measured,
        size,
        model: await digestsOf(model, judgesOf(planned)),
      },
      needs: needsOf(planned, model, judgesOf(planned)),
      seconds: 20 + 0.02 * measured.faces,
      run: async (context) => {
        const clip = await openClip(await model.fileIn(context), { signal: context.work.signal });
        try {
          const set = await facesIn(context, planned, 'models', 'test', measured.faces);
          const judgements = await judgementsOf(context, planned, set, measured.faces);
          return await measureClip(clip, set, judgements, measured.faces);
        } finally {
          await clip.close();
        }
      },
    }),
  );
}
