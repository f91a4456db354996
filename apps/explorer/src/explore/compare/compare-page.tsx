/** Models over the rows that pass the filter: how far they are off, where, and on which faces; each two of them on the same faces. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Comparison } from '../../../../../src/server/studio/schemas/explore.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { comparisonQuery, countsQuery, exploreQuery } from '../explore-api.js';
import { ExploreTabs } from '../explore-tabs.js';
import { useView } from '../view-state.js';
import { CompareForm } from './compare-form.js';
import { type ErrorSeries, GroupChart } from './group-chart.js';
import { modelColour } from './model-colours.js';
import { ModelTable } from './model-table.js';
import { PairTable, pairName } from './pair-table.js';
import './compare.css';

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

function Results({ comparison }: { comparison: Comparison }) {
  const { models, pairs } = comparison;
  // Of the charts: the errors of all models, or one difference.
  const [shown, setShown] = useState('');
  const pair = pairs.find((one) => one.column === shown);
  const series = useMemo<ErrorSeries[]>(
    () =>
      pair === undefined
        ? models.map(({ model, groups }, i) => ({ name: model, colour: modelColour(i), groups }))
        : [{ name: pairName(pair), colour: 'var(--text)', groups: pair.groups }],
    [models, pair],
  );
  const columns = [...new Set(series.flatMap(({ groups }) => groups.map(({ column }) => column)))];
  return (
    <>
      <ModelTable comparison={comparison} />
      {pairs.length > 0 && <PairTable comparison={comparison} />}
      {columns.length > 0 && (
        <div className="compare-by">
          <h2>By column</h2>
          {pairs.length > 0 && (
            <select
              className="select"
              aria-label="Shown by column"
              value={pair?.column ?? ''}
              onChange={(event) => setShown(event.target.value)}
            >
              <option value="">error of each model</option>
              {pairs.map((one) => (
                <option key={one.column} value={one.column}>
                  {pairName(one)}
                </option>
              ))}
            </select>
          )}
        </div>
      )}
      <div className="compare-groups">
        {columns.map((column) => (
          <GroupChart key={column} column={column} series={series} />
        ))}
      </div>
    </>
  );
}
