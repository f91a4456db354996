/** The whole state of the page stands in its address, so that any view is a link. What is at its default is left out. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { RowFilter } from '../../../../src/server/studio/schemas/explore.js';

export const pointColours = ['none', 'visibility', 'region', 'uncertainty'] as const;
export type PointColours = (typeof pointColours)[number];

export interface ViewState {
  /** Number of the dataset. */
  dataset: number;
  filter: RowFilter;
  /** Side of a picture in the grid, CSS pixels. */
  size: number;
  points: PointColours;
  convention: 'surface' | 'contour';
  boxes: boolean;
  layer: string | null;
  /** Of the layer over the picture, 0 to 1. */
  blend: number;
  selected: readonly number[];
  /** The model whose points are drawn beside the labels. */
  predictions: string | null;
  /** Another model beside it. */
  against: string | null;
  /** Of one sample: what stands beside its picture, and what is drawn of it. */
  tab: SampleTab;
  gaze: boolean;
  relief: boolean;
  /** How the map lays rows out, and the column that colours them. */
  projection: Projection;
  colour: string | null;
}

export const sampleTabs = ['Facts', 'Alike', 'Render again', 'Scene'] as const;
export type SampleTab = (typeof sampleTabs)[number];

export const projections = ['pca', 'umap'] as const;
export type Projection = (typeof projections)[number];

const defaults: ViewState = {
  dataset: 0,
  filter: {},
  size: 128,
  points: 'visibility',
  convention: 'surface',
  boxes: false,
  layer: null,
  blend: 0.5,
  selected: [],
  predictions: null,
  against: null,
  tab: 'Facts',
  gaze: false,
  relief: false,
  projection: 'pca',
  colour: null,
};

/** A longer selection stays in this window: addresses have an end. */
const mostInAddress = 1500;
let longSelection: readonly number[] = [];

function numberIn(text: string | null, low: number, high: number, otherwise: number): number {
  const value = text === null ? Number.NaN : Number(text);
  return value >= low && value <= high ? value : otherwise;
}

function filterIn(text: string | null): RowFilter {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    // The server checks it; a filter that is none is shown with its refusal.
    return typeof value === 'object' && value !== null ? (value as RowFilter) : {};
  } catch {
    return {};
  }
}

const tabWord = (tab: SampleTab): string => tab.toLowerCase().replace(' ', '-');

export function readView(params: URLSearchParams): ViewState {
  const points = pointColours.find((one) => one === params.get('points'));
  return {
    dataset: Math.floor(numberIn(params.get('d'), 0, 9999, 0)),
    filter: filterIn(params.get('f')),
    size: numberIn(params.get('size'), 48, 400, defaults.size),
    points: points ?? defaults.points,
    convention: params.get('conv') === 'contour' ? 'contour' : 'surface',
    boxes: params.get('box') === '1',
    layer: params.get('layer'),
    blend: numberIn(params.get('blend'), 0, 1, defaults.blend),
    selected: params.has('long') ? longSelection : rowsIn(params.get('sel')),
    predictions: params.get('model'),
    against: params.get('against'),
    tab: sampleTabs.find((one) => tabWord(one) === params.get('tab')) ?? defaults.tab,
    gaze: params.get('gaze') === '1',
    relief: params.get('relief') === '1',
    projection: projections.find((one) => one === params.get('proj')) ?? defaults.projection,
    colour: params.get('hue'),
  };
}

export function writeView(view: ViewState): URLSearchParams {
  const params = new URLSearchParams();
  const set = (name: string, value: string, plain: string): void => {
    if (value !== plain) params.set(name, value);
  };
  set('d', String(view.dataset), '0');
  set('f', JSON.stringify(pruned(view.filter)), '{}');
  set('size', String(Math.round(view.size)), String(defaults.size));
  set('points', view.points, defaults.points);
  set('conv', view.convention, defaults.convention);
  set('box', view.boxes ? '1' : '', '');
  set('layer', view.layer ?? '', '');
  set('blend', String(view.blend), String(defaults.blend));
  set('model', view.predictions ?? '', '');
  set('against', view.predictions === null ? '' : (view.against ?? ''), '');
  set('tab', tabWord(view.tab), tabWord(defaults.tab));
  set('gaze', view.gaze ? '1' : '', '');
  set('relief', view.relief ? '1' : '', '');
  set('proj', view.projection, defaults.projection);
  set('hue', view.colour ?? '', '');
  longSelection = view.selected.length > mostInAddress ? view.selected : [];
  if (longSelection.length > 0) params.set('long', '1');
  else set('sel', rowsText(view.selected), '');
  return params;
}

/** Ascending, as steps in base 36. */
function rowsText(rows: readonly number[]): string {
  const sorted = [...rows].sort((a, b) => a - b);
  return sorted.map((row, i) => (row - (i === 0 ? 0 : sorted[i - 1]!)).toString(36)).join('.');
}

function rowsIn(text: string | null): number[] {
  if (text === null || !/^[0-9a-z.]+$/.test(text)) return [];
  let row = 0;
  return text.split('.').map((step) => (row += Number.parseInt(step, 36)));
}

/** Without conditions that ask for nothing. */
export function pruned(filter: RowFilter): RowFilter {
  const { where, words, ranges, values, rows, like, sort } = filter;
  const keptRanges = Object.entries(ranges ?? {}).filter(([, range]) => range.some((end) => end !== null));
  const keptValues = Object.entries(values ?? {}).filter(([, list]) => list.length > 0);
  return {
    ...(where?.trim() && { where }),
    ...(words?.trim() && { words }),
    ...(keptRanges.length > 0 && { ranges: Object.fromEntries(keptRanges) }),
    ...(keptValues.length > 0 && { values: Object.fromEntries(keptValues) }),
    ...(rows && { rows }),
    ...(like && { like }),
    ...(sort && { sort }),
  };
}

export type ChangeView = (change: Partial<ViewState>, keep?: 'push' | 'replace') => void;

export function useView(): { view: ViewState; change: ChangeView; search: string } {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback<ChangeView>(
    (change, keep = 'replace') =>
      // At once: what is asked of the server waits for nothing else on the page.
      setParams((now) => writeView({ ...readView(now), ...change }), {
        replace: keep === 'replace',
        flushSync: true,
      }),
    [setParams],
  );
  return { view, change, search: params.toString() };
}
