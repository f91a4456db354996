/** All faces as a map: what looks alike to the network lies close together. */
import { useQuery } from '@tanstack/react-query';
import { Lasso } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { DatasetView } from '../../../../../src/server/studio/schemas/explore.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { FeaturesGate } from '../alike/features-gate.js';
import { columnQuery, countsQuery, exploreQuery, rowsQuery, vectorsQuery } from '../explore-api.js';
import { ExploreTabs } from '../explore-tabs.js';
import { FilterPanel } from '../filter-panel.js';
import { pictureStore } from '../grid-stores.js';
import { SelectionBar } from '../selection-bar.js';
import { type ChangeView, projections, useView, type ViewState } from '../view-state.js';
import { coloursOf } from './map-colours.js';
import { MapLegend } from './map-legend.js';
import type { MapScene } from './map-picture.js';
import { MapPlot } from './map-plot.js';
import { useProjection } from './projection.js';
import './map.css';

const projectionNames = { pca: 'PCA', umap: 'UMAP' } as const;

export default function MapPage() {
  const { view, change } = useView();
  const { data: about, error, refetch } = useQuery(exploreQuery);
  const dataset = about?.datasets[view.dataset];
  const counts = useQuery({ ...countsQuery(view.dataset, view.filter), enabled: dataset !== undefined });
  const rows = useQuery({ ...rowsQuery(view.dataset, view.filter), enabled: dataset !== undefined });
  const [isLasso, setLasso] = useState(false);
  const onFilter = useCallback((filter: typeof view.filter) => change({ filter }), [change]);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (about === undefined) return <LoadingState label="Opening" />;
  if (dataset === undefined) return <EmptyState title="There is no such dataset" />;
  return (
    <div className="explore">
      <FilterPanel view={view} counts={counts.data} fault={rows.error ?? counts.error} onFilter={onFilter} />
      <div className="explore-main">
        <div className="toolbar" role="toolbar" aria-label="Map">
          <ExploreTabs view={view} now="map" />
          <MapControls dataset={dataset} view={view} change={change} />
          <button
            type="button"
            className="button"
            aria-pressed={isLasso}
            title="Or hold Shift and drag"
            onClick={() => setLasso(!isLasso)}
          >
            <Lasso size={14} aria-hidden="true" /> Lasso
          </button>
          <span className="toolbar-space" />
          <SelectionBar about={about} view={view} change={change} rows={rows.data} />
        </div>
        <div className="map-place">
          <FeaturesGate number={view.dataset} dataset={dataset}>
            {rows.data === undefined ? (
              rows.error === null ? (
                <LoadingState />
              ) : (
                <ErrorState error={rows.error} />
              )
            ) : (
              <FaceMap dataset={dataset} rows={rows.data} isLasso={isLasso} />
            )}
          </FeaturesGate>
        </div>
      </div>
    </div>
  );
}

interface MapControlsProps {
  dataset: DatasetView;
  view: ViewState;
  change: ChangeView;
}

function MapControls({ dataset, view, change }: MapControlsProps) {
  return (
    <>
      <select
        className="select"
        aria-label="Layout"
        value={view.projection}
        onChange={(event) => {
          const projection = projections.find((one) => one === event.target.value);
          if (projection !== undefined) change({ projection });
        }}
      >
        {projections.map((one) => (
          <option key={one} value={one}>
            {projectionNames[one]}
          </option>
        ))}
      </select>
      <label className="label">
        Colour
        <select
          className="select"
          value={view.colour ?? ''}
          onChange={(event) => change({ colour: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">one for all</option>
          {dataset.columns.map((name) => (
            <option key={name} value={name}>
              {name.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

interface FaceMapProps {
  dataset: DatasetView;
  rows: Uint32Array;
  isLasso: boolean;
}

function FaceMap({ dataset, rows, isLasso }: FaceMapProps) {
  const { view, change, search } = useView();
  const navigate = useNavigate();
  const vectors = useQuery(vectorsQuery(view.dataset, dataset));
  const column = useQuery(columnQuery(view.dataset, dataset, view.colour));
  const { places, progress, fault } = useProjection(vectors.data, view.projection);
  const colours = useMemo(
    () => coloursOf(dataset.count, view.colour === null ? undefined : column.data, '#3b82d6'),
    [dataset.count, column.data, view.colour],
  );
  const selected = useMemo(() => new Set(view.selected), [view.selected]);
  const scene = useMemo((): MapScene | null => {
    if (places === null) return null;
    const passes = new Uint8Array(dataset.count);
    for (const row of rows) passes[row] = 1;
    const faint = Uint32Array.from({ length: dataset.count }, (_, row) => row).filter(
      (row) => passes[row] === 0,
    );
    return { places, pixels: colours.pixels, faint, kept: rows, selected: Uint32Array.from(view.selected) };
  }, [places, colours, rows, view.selected, dataset.count]);
  const pictures = useMemo(() => pictureStore(view.dataset, dataset, 96, null), [view.dataset, dataset]);
  const [looked, setLooked] = useState<number | null>(null);
  const onSelect = useCallback((chosen: readonly number[]) => change({ selected: chosen }), [change]);
  const onOpen = useCallback(
    (row: number) => void navigate(`/explore/sample/${row}?${search}`),
    [navigate, search],
  );
  const failed = vectors.error ?? column.error ?? fault;
  if (failed !== null) return <ErrorState error={failed} />;
  if (scene === null)
    return (
      <div className="state" role="status">
        <progress aria-label="Laying the map out" max={1} value={progress} />
        <p>{vectors.data === undefined ? 'Loading the features …' : 'Laying the map out …'}</p>
      </div>
    );
  if (rows.length === 0)
    return (
      <EmptyState title="Nothing passes these filters">
        <button type="button" className="button" onClick={() => change({ filter: {} })}>
          Clear all filters
        </button>
      </EmptyState>
    );
  return (
    <>
      <MapPlot
        scene={scene}
        pictures={pictures}
        isLasso={isLasso}
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
        onLook={setLooked}
      />
      <MapLegend
        colours={colours}
        column={view.colour}
        values={column.data}
        looked={looked}
        picture={looked === null ? null : pictures}
      />
    </>
  );
}
