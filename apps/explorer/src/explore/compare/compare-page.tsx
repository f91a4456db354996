/** Models over the rows that pass the filter: how far they are off, where, and on which faces. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Comparison, ExploreAbout, JobView } from '../../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../../api/ask.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { base, comparisonQuery, countsQuery, exploreQuery } from '../explore-api.js';
import { ExploreTabs } from '../explore-tabs.js';
import { useJob } from '../jobs/follow-job.js';
import { JobProgress } from '../jobs/job-progress.js';
import { useView, writeView } from '../view-state.js';
import { GroupChart, modelColour } from './group-chart.js';
import './compare.css';

const normalisers = ['outer-eye-corners', 'pupils', 'true-pupils', 'box', 'diagonal'];
const limits = [50, 200, 1000, 10_000];

export default function ComparePage() {
  const { view } = useView();
  const { data: about, error } = useQuery(exploreQuery);
  const comparison = useQuery({ ...comparisonQuery(view.dataset), enabled: about !== undefined });
  const counts = useQuery({ ...countsQuery(view.dataset, view.filter), enabled: about !== undefined });
  if (error !== null) return <ErrorState error={error} />;
  if (about === undefined) return <LoadingState label="Opening" />;
  return (
    <div className="compare">
      <div className="toolbar" role="toolbar" aria-label="Compare">
        <ExploreTabs view={view} now="compare" />
        <CompareForm about={about} matching={counts.data?.matching ?? 0} />
      </div>
      <div className="compare-body">
        {comparison.error !== null ? (
          <ErrorState error={comparison.error} />
        ) : comparison.data === undefined ? (
          <LoadingState />
        ) : comparison.data === null ? (
          <EmptyState title="No model has been run yet">
            <p>Choose one or more above: each looks at the faces through the boxes of their labels.</p>
          </EmptyState>
        ) : (
          <Results comparison={comparison.data} />
        )}
      </div>
    </div>
  );
}

function CompareForm({ about, matching }: { about: ExploreAbout; matching: number }) {
  const { view } = useView();
  const queries = useQueryClient();
  const [models, setModels] = useState<string[]>(about.models.slice(0, 1));
  const [normaliser, setNormaliser] = useState(normalisers[0]!);
  const [most, setMost] = useState(200);
  const followed = useJob(() => {
    for (const key of ['comparison', 'counts', 'rows', 'explore'])
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

function Results({ comparison }: { comparison: Comparison }) {
  const { view } = useView();
  const navigate = useNavigate();
  const { models } = comparison;
  const regions = models[0]?.regions.map(({ region }) => region) ?? [];
  const columns = useMemo(
    () => [...new Set(models.flatMap(({ groups }) => groups.map(({ column }) => column)))],
    [models],
  );
  const worst = (model: string, column: string): void => {
    const filter = { sort: { by: column, descending: true } };
    void navigate(`/explore?${writeView({ ...view, filter, predictions: model })}`);
  };
  return (
    <>
      <table className="compare-table">
        <caption>
          Mean error, % of {comparison.normaliser}; 95 % intervals by bootstrap over persons;{' '}
          {comparison.convention} points
        </caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Faces</th>
            <th scope="col">NME</th>
            <th scope="col">Interval</th>
            {regions.map((region) => (
              <th scope="col" key={region}>
                {region}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Worst faces</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((one, i) => (
            <tr key={one.model}>
              <th scope="row">
                <span className="swatch" style={{ background: modelColour(i) }} aria-hidden="true" />{' '}
                {one.model}
              </th>
              <td>
                {one.faces}
                {one.failed.length > 0 && ` (${one.failed.length} failed)`}
              </td>
              <td>
                <strong>{one.nme.toFixed(2)}</strong>
              </td>
              <td>
                {one.low.toFixed(2)} – {one.high.toFixed(2)}
              </td>
              {regions.map((region) => (
                <td key={region}>
                  {one.regions.find((found) => found.region === region)?.nme.toFixed(2) ?? '–'}
                </td>
              ))}
              <td>
                <button type="button" className="button" onClick={() => worst(one.model, one.column)}>
                  Worst first
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="compare-groups">
        {columns.map((column) => (
          <GroupChart key={column} column={column} models={models} />
        ))}
      </div>
    </>
  );
}
