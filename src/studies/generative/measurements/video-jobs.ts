/** Models of clips and sentences, among clips that none of them saw. */
import { defineJob } from '../../../jobs/job.js';
import { loadClips } from '../../../tasks/generative/video/clip-set.js';
import { datasetFolder } from '../../job-kinds/dataset-job.js';
import { type MeasuredVideo, measureVideo } from './measure-video.js';
import { digestsOf, type Measuring, measuringsOf, nameOf, type Planned, trainingsOf } from './measuring.js';

export async function videoJobs(planned: Planned): Promise<Measuring<MeasuredVideo>[]> {
  const { clips, recipe } = planned;
  if (clips === undefined) return [];
  return measuringsOf(planned, 'clip-video', async (model) =>
    defineJob<MeasuredVideo>({
      name: `measure ${nameOf(model)}`,
      kind: 'measuring',
      settings: { what: 'clip-video', size: recipe.size, model: await digestsOf(model) },
      needs: [clips.test, ...trainingsOf(model)],
      seconds: 20 + 0.2 * (recipe.clips?.test.count ?? 0),
      run: async (context) => {
        const datasets = [datasetFolder(context, clips.test)];
        return measureVideo(
          await model.fileIn(context),
          await loadClips({ datasets, size: recipe.size }, 'all'),
          context.work,
        );
      },
    }),
  );
}
