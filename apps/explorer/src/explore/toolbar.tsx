/** What is shown of each picture, and in which order. */
import { ArrowDownWideNarrow, ArrowUpNarrowWide } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DatasetView, ExploreAbout } from '../../../../src/server/studio/schemas/explore.js';
import { DisplayMenu } from './display-menu.js';
import { ExploreTabs } from './explore-tabs.js';
import { type ChangeView, pointColours, type ViewState } from './view-state.js';

interface ToolbarProps {
  about: ExploreAbout;
  dataset: DatasetView;
  view: ViewState;
  change: ChangeView;
  children?: ReactNode;
}

export function Toolbar({ about, dataset, view, change, children }: ToolbarProps) {
  const { sort } = view.filter;
  return (
    <div className="toolbar" role="toolbar" aria-label="View">
      {about.datasets.length > 1 && (
        <select
          className="select"
          aria-label="Dataset"
          value={view.dataset}
          onChange={(event) =>
            change({ dataset: Number(event.target.value), filter: {}, selected: [], layer: null }, 'push')
          }
        >
          {about.datasets.map(({ name, key }, i) => (
            <option key={key} value={i}>
              {name}
            </option>
          ))}
        </select>
      )}
      <ExploreTabs view={view} now="grid" />
      <DisplayMenu>
        <LookControls dataset={dataset} view={view} change={change} />
      </DisplayMenu>
      <input
        className="range"
        type="range"
        aria-label="Size of the pictures"
        title="Size of the pictures"
        min={56}
        max={320}
        step={8}
        value={view.size}
        onChange={(event) => change({ size: Number(event.target.value) })}
      />
      <span className="toolbar-space" />
      {children}
      <select
        className="select"
        aria-label="Sort"
        title="Sort"
        value={sort?.by ?? ''}
        onChange={(event) => {
          const { sort: _, ...rest } = view.filter;
          const by = event.target.value;
          change({ filter: by === '' ? rest : { ...rest, sort: { by, descending: sort?.descending } } });
        }}
      >
        <option value="">as stored</option>
        {dataset.columns.map((name) => (
          <option key={name} value={name}>
            {name.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="icon-button"
        aria-label="Greatest first"
        title="Greatest first"
        aria-pressed={sort?.descending === true}
        disabled={sort === undefined}
        onClick={() =>
          sort !== undefined &&
          change({ filter: { ...view.filter, sort: { by: sort.by, descending: sort.descending !== true } } })
        }
      >
        {sort?.descending === true ? (
          <ArrowDownWideNarrow size={15} aria-hidden="true" />
        ) : (
          <ArrowUpNarrowWide size={15} aria-hidden="true" />
        )}
      </button>
    </div>
  );
}

/** Shared by the grid and the page of one sample. */
export function LookControls({
  dataset,
  view,
  change,
  layers = dataset.layers,
}: Pick<ToolbarProps, 'dataset' | 'view' | 'change'> & { layers?: readonly string[] }) {
  return (
    <>
      <label className="label">
        Points
        <select
          className="select"
          value={view.points}
          onChange={(event) => {
            const points = pointColours.find((one) => one === event.target.value);
            if (points !== undefined) change({ points });
          }}
        >
          <option value="none">none</option>
          <option value="visibility">visibility</option>
          <option value="region">region</option>
          <option value="uncertainty">uncertainty</option>
        </select>
      </label>
      {dataset.conventions.length > 1 && (
        <label className="label">
          Convention
          <select
            className="select"
            value={view.convention}
            onChange={(event) =>
              change({ convention: event.target.value === 'contour' ? 'contour' : 'surface' })
            }
          >
            <option value="surface">surface</option>
            <option value="contour">contour</option>
          </select>
        </label>
      )}
      <label className="label">
        Boxes
        <input
          type="checkbox"
          checked={view.boxes}
          onChange={(event) => change({ boxes: event.target.checked })}
        />
      </label>
      <label className="label" title={layers.length === 0 ? 'This dataset stores no layers' : undefined}>
        Layer
        <select
          className="select"
          value={view.layer ?? ''}
          disabled={layers.length === 0}
          onChange={(event) => change({ layer: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">none</option>
          {layers.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        Blend
        <input
          className="range"
          type="range"
          aria-label="How much of the layer is seen"
          min={0}
          max={1}
          step={0.05}
          value={view.blend}
          disabled={view.layer === null}
          onChange={(event) => change({ blend: Number(event.target.value) })}
        />
      </label>
    </>
  );
}
