/** Which models are run, over which faces, and how far they are. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExploreAbout, JobView } from '../../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../../api/ask.js';
import { base } from '../explore-api.js';
import { useJob } from '../jobs/follow-job.js';
import { JobProgress } from '../jobs/job-progress.js';
import { useView } from '../view-state.js';

const normalisers = ['outer-eye-corners', 'pupils', 'true-pupils', 'box', 'diagonal'];
const limits = [50, 200, 1000, 10_000];

export function CompareForm({ about, matching }: { about: ExploreAbout; matching: number }) {
  const { view } = useView();
  const queries = useQueryClient();
  const [models, setModels] = useState<string[]>(about.models.slice(0, 1));
  const [normaliser, setNormaliser] = useState(normalisers[0]!);
  const [most, setMost] = useState(200);
  const followed = useJob(() => {
    for (const key of ['comparison', 'prediction', 'counts', 'rows', 'explore'])
      void queries.invalidateQueries({ queryKey: [key] });
  });
  const isRunning = followed.job?.state === 'running';
  return (
    <form
      className="compare-form"
      onSubmit={(event) => {
        event.preventDefault();
        followed.start(() =>
          askJson<JobView>(`${base}/${view.dataset}/comparisons`, {
            method: 'POST',
            body: { models, normaliser, most, filter: view.filter },
          }),
        );
      }}
    >
      <fieldset className="compare-models">
        <legend className="visually-hidden">Models</legend>
        {about.models.map((name) => (
          <label key={name} className="label">
            <input
              type="checkbox"
              checked={models.includes(name)}
              disabled={!models.includes(name) && models.length >= 4}
              onChange={(event) =>
                setModels(event.target.checked ? [...models, name] : models.filter((one) => one !== name))
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      <label className="label">
        Error over
        <select className="select" value={normaliser} onChange={(event) => setNormaliser(event.target.value)}>
          {normalisers.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="label">
        Faces
        <select className="select" value={most} onChange={(event) => setMost(Number(event.target.value))}>
          {limits.map((limit) => (
            <option key={limit} value={limit}>
              {limit >= matching ? `all ${matching}` : `${limit} of ${matching}`}
            </option>
          ))}
        </select>
      </label>
      {isRunning || followed.fault !== null || followed.job?.state === 'failed' ? (
        <JobProgress {...followed} />
      ) : null}
      {!isRunning && (
        <button type="submit" className="button primary" disabled={models.length === 0 || matching === 0}>
          Run
        </button>
      )}
    </form>
  );
}
