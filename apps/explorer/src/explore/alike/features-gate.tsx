/** Stands before all that needs the features of the rows: says what they are, makes them, shows how far it is. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { DatasetView, JobView } from '../../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../../api/ask.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { base, featuresQuery } from '../explore-api.js';
import { useJob } from '../jobs/follow-job.js';
import { JobProgress } from '../jobs/job-progress.js';

interface FeaturesGateProps {
  number: number;
  dataset: DatasetView;
  children: ReactNode;
}

export function FeaturesGate({ number, dataset, children }: FeaturesGateProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(featuresQuery(number));
  const followed = useJob(() => {
    for (const key of ['features', 'rows', 'counts', 'alike'])
      void queries.invalidateQueries({ queryKey: [key] });
  });
  const { start, job } = followed;
  const running = data?.job ?? null;
  useEffect(() => {
    // Begun before this page was opened.
    if (running !== null) start(() => Promise.resolve(running));
  }, [running, start]);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  if (data.isReady) return children;
  const isRunning = job?.state === 'running';
  return (
    <EmptyState title={isRunning ? 'Looking at every face' : 'Faces have not been looked at yet'}>
      <p>
        What {data.model} sees in each of {dataset.count.toLocaleString('en')} faces places them on the map
        and finds those that look alike. It is made once and kept; this page may be closed meanwhile.
      </p>
      <JobProgress {...followed} />
      {!isRunning && (
        <button
          type="button"
          className="button primary"
          onClick={() =>
            start(() => askJson<JobView>(`${base}/${number}/features`, { method: 'POST', body: {} }))
          }
        >
          Look at all faces
        </button>
      )}
    </EmptyState>
  );
}
