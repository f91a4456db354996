/** The judges themselves: on faces of the models' kind, and on held-out ones of their own. */
import { defineJob, type Job } from '../../../jobs/job.js';
import { type JudgedAccuracy, judgedAccuracy } from '../../../tasks/generative/judges/accuracy.js';
import { digestsOf, facesIn, judgementsOf, judgesOf, needsOf, type Planned } from './measuring.js';

export interface JudgesOutcome {
  figures: { of: string; faces: number; facts: JudgedAccuracy[] }[];
}

export async function judgesJob(planned: Planned): Promise<Job<JudgesOutcome>> {
  const { measured, size, models, judges: row } = planned.recipe;
  const judges = judgesOf(planned);
  const own = models[row]!;
  return defineJob<JudgesOutcome>({
    name: 'measure judges',
    kind: 'measuring',
    settings: { what: 'judges', version: 2, measured, size, model: await digestsOf(judges) },
    needs: [...needsOf(planned, judges), ...(judges.training?.needs ?? [])],
    seconds: 20 + 0.01 * measured.faces,
    run: async (context) => {
      const groups = new Set(['models', 'faces' in own ? own.faces : 'models']);
      const figures = [];
      for (const of of groups) {
        const set = await facesIn(context, planned, of, 'test', measured.faces);
        const judgements = await judgementsOf(context, planned, set, measured.faces);
        const facts = set.faces.map((face) => face.facts);
        figures.push({ of, faces: facts.length, facts: judgedAccuracy(judgements, facts) });
      }
      return { figures };
    },
  });
}
