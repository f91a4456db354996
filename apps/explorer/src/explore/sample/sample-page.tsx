/** One row: its picture with all points, what made it, its neighbours; and the same again with something else in it. */
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Grid3x3 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type {
  DatasetView,
  RenderedView,
  SampleView,
} from '../../../../../src/server/studio/schemas/explore.js';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.js';
import { AlikePanel } from '../alike/alike-panel.js';
import { ModelLegend } from '../compare/model-legend.js';
import { useShownModels } from '../compare/shown-models.js';
import { DisplayMenu } from '../display-menu.js';
import {
  exploreQuery,
  layerUrl,
  pictureUrl,
  predictionQuery,
  rowsQuery,
  sampleQuery,
} from '../explore-api.js';
import { ExploreHelp } from '../explore-help.js';
import { LookControls } from '../toolbar.js';
import { type SampleTab, sampleTabs, useView, type ViewState } from '../view-state.js';
import { AgainPanel } from './again-panel.js';
import { ClipBar } from './clip-bar.js';
import { Facts } from './facts.js';
import { Relief } from './relief.js';
import { SamplePicture } from './sample-picture.js';
import './sample.css';

export default function SamplePage() {
  const { view } = useView();
  const row = Number(useParams().row);
  const { data: about, error } = useQuery(exploreQuery);
  const dataset = about?.datasets[view.dataset];
  const sample = useQuery({
    ...sampleQuery(view.dataset, row),
    enabled: dataset !== undefined && Number.isInteger(row),
  });
  if (error !== null) return <ErrorState error={error} />;
  if (about === undefined) return <LoadingState label="Opening" />;
  if (dataset === undefined || !Number.isInteger(row)) return <EmptyState title="There is no such sample" />;
  if (sample.error !== null) return <ErrorState error={sample.error} />;
  if (sample.data === undefined) return <LoadingState />;
  return <Sample dataset={dataset} sample={sample.data} choices={about.choices} />;
}

interface SampleProps {
  dataset: DatasetView;
  sample: SampleView;
  choices: Parameters<typeof AgainPanel>[0]['choices'];
}

const allLayers = ['segmentation', 'depth', 'normals', 'albedo', 'alpha'];

/** What is chosen, and not drawn of a picture that was rendered again. */
function lacking({ layer, relief }: ViewState): string | null {
  const wanted = [layer === null ? null : `the layer ${layer}`, relief ? 'relief' : null].filter(
    (one) => one !== null,
  );
  return wanted.length === 0 ? null : `Not drawn of a picture rendered again: ${wanted.join(' and ')}`;
}

/** Over the points that have a label; null where a model said nothing. */
function meanError(predicted: { errors: Float32Array } | null | undefined): number | null {
  const known = [...(predicted?.errors ?? [])].filter((error) => !Number.isNaN(error));
  return known.length === 0 ? null : known.reduce((sum, error) => sum + error, 0) / known.length;
}

function Sample({ dataset, sample, choices }: SampleProps) {
  const { view, change, search } = useView();
  const navigate = useNavigate();
  const { row } = sample;
  const { tab } = view;
  const setTab = (next: SampleTab): void => change({ tab: next });
  const [again, setAgain] = useState<RenderedView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row has not been rendered again
  useEffect(() => setAgain(null), [row]);
  const { models } = useShownModels(view);
  const first = useQuery(predictionQuery(view.dataset, row, models[0]?.name ?? null)).data;
  const second = useQuery(predictionQuery(view.dataset, row, models[1]?.name ?? null)).data;
  const predicted = useMemo(() => {
    if (models.length < 2) return first ?? null;
    const [own, other] = [first, second].map((one, i) => one && { ...one, colour: models[i]!.colour });
    return own ? { ...own, against: other ?? undefined } : (other ?? null);
  }, [models, first, second]);
  const rows = useQuery(rowsQuery(view.dataset, view.filter));
  const place = rows.data?.indexOf(row) ?? -1;
  const go = useCallback(
    (to: number | undefined) => {
      if (to !== undefined) void navigate(`/explore/sample/${to}?${search}`, { replace: true });
    },
    [navigate, search],
  );
  const toGrid = useCallback(
    () => void navigate(`/explore?${search}`, { state: row }),
    [navigate, search, row],
  );
  const [before, after] = [
    place > 0 ? rows.data?.[place - 1] : undefined,
    place < 0 ? undefined : rows.data?.[place + 1],
  ];
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, select, textarea, [role=tab], .picture'))
        return;
      if (event.key === 'ArrowLeft') go(before);
      else if (event.key === 'ArrowRight') go(after);
      else if (event.key === 'Escape') toGrid();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [before, after, go, toGrid]);
  const picture =
    again === null ? pictureUrl(view.dataset, dataset, row) : `data:image/jpeg;base64,${again.image}`;
  const points = useMemo(
    () =>
      again === null || again.landmarks === dataset.landmarks
        ? dataset.points
        : Array.from({ length: (again.points.surface ?? []).length / 2 }, (_, k) => ({
            name: `${again.landmarks} ${k}`,
            region: '',
          })),
    [again, dataset],
  );
  const layers = again !== null ? [] : sample.renderable ? allLayers : sample.layers;
  const hasRelief = layers.length > 0 && (sample.renderable || sample.layers.includes('depth'));
  const [relief, gaze] = [view.relief && hasRelief, view.gaze && sample.gaze !== null];
  const isOwnLayer = view.layer !== null && layers.includes(view.layer);
  return (
    <div className="sample">
      <div className="sample-main">
        <div className="toolbar" role="toolbar" aria-label="View">
          <button type="button" className="button" onClick={toGrid}>
            <Grid3x3 size={14} aria-hidden="true" /> Grid
          </button>
          <ExploreHelp />
          <button
            type="button"
            className="icon-button"
            aria-label="The one before"
            disabled={before === undefined}
            onClick={() => go(before)}
          >
            <ChevronLeft size={16} aria-hidden="true" />
          </button>
          <span className="sample-place" role="status">
            {place < 0
              ? '–'
              : `${(place + 1).toLocaleString('en')} of ${rows.data?.length.toLocaleString('en')}`}
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label="The next"
            disabled={after === undefined}
            onClick={() => go(after)}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </button>
          <DisplayMenu>
            <LookControls dataset={dataset} view={view} change={change} layers={layers} />
          </DisplayMenu>
          <button
            type="button"
            className="button"
            aria-pressed={gaze}
            disabled={sample.gaze === null}
            onClick={() => change({ gaze: !gaze })}
          >
            Gaze
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={relief}
            disabled={!hasRelief}
            onClick={() => change({ relief: !relief })}
          >
            Relief
          </button>
        </div>
        {again === null && !relief && (
          <ModelLegend models={models} errors={[meanError(first), meanError(second)]} change={change} />
        )}
        {relief ? (
          <Relief dataset={view.dataset} version={dataset.key} row={row} picture={picture} />
        ) : (
          <SamplePicture
            label={again === null ? sample.id : `${sample.id}, rendered again`}
            picture={picture}
            layer={isOwnLayer ? layerUrl(view.dataset, dataset, row, view.layer!) : null}
            notice={again !== null ? lacking(view) : null}
            face={again ?? sample}
            predicted={again === null ? predicted : null}
            points={points}
            view={view}
            gaze={gaze}
          />
        )}
        {sample.clip !== null && <ClipBar clip={sample.clip} row={row} onRow={go} />}
      </div>
      <aside className="sample-side" aria-label="About this sample">
        <div className="tabs" role="tablist" aria-label="About this sample">
          {sampleTabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="sample-panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
              onKeyDown={(event) => {
                const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                if (step === 0) return;
                const next =
                  sampleTabs[(sampleTabs.indexOf(tab) + step + sampleTabs.length) % sampleTabs.length]!;
                setTab(next);
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <div
          className="sample-panel"
          role="tabpanel"
          id="sample-panel"
          aria-labelledby={`tab-${tab}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls is reached by keys (ARIA tabs pattern)
          tabIndex={0}
        >
          {tab === 'Facts' && <Facts sample={sample} face={again ?? sample} />}
          {tab === 'Alike' && <AlikePanel dataset={dataset} view={view} row={row} />}
          {tab === 'Render again' &&
            (sample.renderable ? (
              <AgainPanel
                key={row}
                dataset={view.dataset}
                sample={sample}
                choices={choices}
                own={dataset.landmarks}
                again={again}
                onAgain={setAgain}
              />
            ) : (
              <EmptyState title="This picture has no scene of this version">
                <p>Only faces that this version of Lineament generated can be rendered again.</p>
              </EmptyState>
            ))}
          {tab === 'Scene' && (
            <pre className="mono scene">
              {JSON.stringify(again?.scene ?? sample.scene ?? sample.source, null, 2)}
            </pre>
          )}
        </div>
      </aside>
    </div>
  );
}
