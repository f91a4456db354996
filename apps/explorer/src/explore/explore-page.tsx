/** Explore: the grid with its filters, and one sample by itself. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { Route, Routes, useLocation, useNavigate } from 'react-router';
import { EmptyState, ErrorState, LoadingState } from '../ui/states.js';
import { FeaturesGate } from './alike/features-gate.js';
import { ModelLegend } from './compare/model-legend.js';
import { useShownModels } from './compare/shown-models.js';
import { exploreQuery } from './explore-api.js';
import { FilterPanel } from './filter-panel.js';
import { Grid } from './grid.js';
import { SelectionBar } from './selection-bar.js';
import { Toolbar } from './toolbar.js';
import { useShownRows } from './use-shown-rows.js';
import { useView } from './view-state.js';
import { WordsBox } from './words-box.js';
import './explore.css';
import './filters.css';
import './toolbar.css';
import './grid.css';

const ComparePage = lazy(() => import('./compare/compare-page.js'));
const DuplicatesPage = lazy(() => import('./alike/duplicates-page.js'));
const MapPage = lazy(() => import('./map/map-page.js'));
const SamplePage = lazy(() => import('./sample/sample-page.js'));

export default function ExplorePage() {
  return (
    <Suspense fallback={<LoadingState />}>
      <Routes>
        <Route path="sample/:row" element={<SamplePage />} />
        <Route path="compare" element={<ComparePage />} />
        <Route path="map" element={<MapPage />} />
        <Route path="duplicates" element={<DuplicatesPage />} />
        <Route path="*" element={<GridPage />} />
      </Routes>
    </Suspense>
  );
}

function GridPage() {
  const { view, change, search } = useView();
  const navigate = useNavigate();
  const from: unknown = useLocation().state;
  const { data: about, error, refetch } = useQuery(exploreQuery);
  const dataset = about?.datasets[view.dataset];
  const shown = useShownRows(view, dataset !== undefined);
  const models = useShownModels(view);
  const selected = useMemo(() => new Set(view.selected), [view.selected]);
  const onSelect = useCallback((chosen: readonly number[]) => change({ selected: chosen }), [change]);
  const onOpen = useCallback(
    (row: number) => void navigate(`/explore/sample/${row}?${search}`),
    [navigate, search],
  );
  const onFilter = useCallback((filter: typeof view.filter) => change({ filter }), [change]);

  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (about === undefined) return <LoadingState label="Opening" />;
  if (about.datasets.length === 0)
    return (
      <EmptyState title="No order is finished yet">
        <p>The faces of your orders stand here as soon as an order is done.</p>
      </EmptyState>
    );
  if (dataset === undefined)
    return (
      <EmptyState title="There is no such dataset">
        <p>Choose another in the address, or open Explore again.</p>
      </EmptyState>
    );
  const { rows: list, counts, fault } = shown;
  return (
    <div className="explore">
      <FilterPanel view={view} counts={counts} fault={fault} onFilter={onFilter} />
      <div className="explore-main">
        <Toolbar about={about} dataset={dataset} view={view} change={change}>
          <WordsBox view={view} change={change} />
          <SelectionBar about={about} view={view} change={change} rows={list} />
        </Toolbar>
        <ModelLegend models={models.models} change={change} />
        <p id="grid-help" className="visually-hidden">
          Arrow keys move, Enter opens, Space selects, Shift with arrows selects a range, Ctrl A selects all,
          Escape clears.
        </p>
        {list === undefined || (fault !== null && view.filter.like !== undefined) ? (
          fault !== null ? (
            view.filter.like === undefined ? (
              <ErrorState error={fault} />
            ) : (
              <FeaturesGate number={view.dataset} dataset={dataset}>
                <ErrorState error={fault} />
              </FeaturesGate>
            )
          ) : (
            <LoadingState />
          )
        ) : list.length === 0 ? (
          <EmptyState title="Nothing passes these filters">
            <button type="button" className="button" onClick={() => change({ filter: {} })}>
              Clear all filters
            </button>
          </EmptyState>
        ) : (
          <Grid
            dataset={dataset}
            view={view}
            rows={list}
            models={models}
            selected={selected}
            onSelect={onSelect}
            onOpen={onOpen}
            first={typeof from === 'number' ? from : undefined}
          />
        )}
      </div>
    </div>
  );
}
