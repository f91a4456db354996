/** Pairs of faces that are nearly the same, to be thinned out. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { DatasetView, Duplicates, JobView } from '../../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../../api/ask.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { base, duplicatesQuery, exploreQuery } from '../explore-api.js';
import { ExploreTabs } from '../explore-tabs.js';
import { pictureStore } from '../grid-stores.js';
import { useJob } from '../jobs/follow-job.js';
import { JobProgress } from '../jobs/job-progress.js';
import { SelectionBar } from '../selection-bar.js';
import { useView, writeView } from '../view-state.js';
import { FeaturesGate } from './features-gate.js';
import { Thumbnail } from './thumbnail.js';
import './alike.css';

/** Pairs in the page; all are selected by the button. */
const mostShown = 600;

export default function DuplicatesPage() {
  const { view, change } = useView();
  const queries = useQueryClient();
  const { data: about, error, refetch } = useQuery(exploreQuery);
  const [similarity, setSimilarity] = useState(0.9);
  const followed = useJob(() => void queries.invalidateQueries({ queryKey: ['duplicates'] }));
  const { data: found, error: fault } = useQuery({
    ...duplicatesQuery(view.dataset),
    enabled: about !== undefined,
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (about === undefined) return <LoadingState label="Opening" />;
  const dataset = about.datasets[view.dataset];
  if (dataset === undefined) return <EmptyState title="There is no such dataset" />;
  const isRunning = followed.job?.state === 'running';
  return (
    <div className="duplicates">
      <div className="toolbar" role="toolbar" aria-label="Near duplicates">
        <ExploreTabs view={view} now="duplicates" />
        <label className="label">
          Alike by
          <input
            className="range"
            type="range"
            min={0.7}
            max={1}
            step={0.01}
            value={similarity}
            onChange={(event) => setSimilarity(Number(event.target.value))}
          />
          <output>{similarity.toFixed(2)}</output>
        </label>
        <button
          type="button"
          className="button primary"
          disabled={isRunning}
          onClick={() =>
            followed.start(() =>
              askJson<JobView>(`${base}/${view.dataset}/duplicates`, {
                method: 'POST',
                body: { similarity },
              }),
            )
          }
        >
          {isRunning ? 'Looking …' : 'Find pairs'}
        </button>
        {followed.fault !== null || followed.job?.state === 'failed' ? <JobProgress {...followed} /> : null}
        <span className="toolbar-space" />
        <button
          type="button"
          className="button"
          disabled={(found?.pairs.length ?? 0) === 0}
          onClick={() => change({ selected: [...new Set(found?.pairs.map(([, second]) => second))] })}
        >
          Select the second of each
        </button>
        <SelectionBar about={about} view={view} change={change} rows={undefined} />
      </div>
      <div className="duplicates-body">
        <FeaturesGate number={view.dataset} dataset={dataset}>
          {fault !== null ? (
            <ErrorState error={fault} />
          ) : found === undefined ? (
            <LoadingState />
          ) : found === null ? (
            <EmptyState title="Nobody has looked for pairs yet">
              <p>Faces whose features are as alike as you choose above are put side by side.</p>
            </EmptyState>
          ) : found.pairs.length === 0 ? (
            <EmptyState title={`No two faces are alike by ${found.similarity.toFixed(2)}`} />
          ) : (
            <Pairs found={found} dataset={dataset} />
          )}
        </FeaturesGate>
      </div>
    </div>
  );
}

function Pairs({ found, dataset }: { found: Duplicates; dataset: DatasetView }) {
  const { view, change, search } = useView();
  const pictures = useMemo(() => pictureStore(view.dataset, dataset, 96, null), [view.dataset, dataset]);
  const selected = useMemo(() => new Set(view.selected), [view.selected]);
  const { pairs, similarity, isComplete } = found;
  return (
    <>
      <p className="duplicates-note" role="status">
        {pairs.length.toLocaleString('en')} pairs alike by {similarity.toFixed(2)} or more
        {pairs.length > mostShown && `, the ${mostShown} most alike shown`}
        {!isComplete && '; there are more than this: choose a higher likeness'}.{' '}
        {selected.size > 0 && (
          <Link to={`/explore?${writeView({ ...view, filter: { rows: [...selected] } })}`}>
            Those selected in the grid
          </Link>
        )}
      </p>
      <ul className="pairs">
        {pairs.slice(0, mostShown).map(([first, second, alike]) => (
          <li key={`${first} ${second}`} className="pair">
            {[first, second].map((row) => (
              <div key={row} className="pair-face">
                <Link to={`/explore/sample/${row}?${search}`} aria-label={`Open row ${row}`}>
                  <Thumbnail row={row} pictures={pictures} side={80} />
                </Link>
                <label className="label">
                  <input
                    type="checkbox"
                    checked={selected.has(row)}
                    onChange={(event) =>
                      change({
                        selected: event.target.checked
                          ? [...selected, row]
                          : [...selected].filter((one) => one !== row),
                      })
                    }
                  />
                  {row}
                </label>
              </div>
            ))}
            <span className="pair-alike">{alike.toFixed(3)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
