/** All that is known of one row, as plain JSON. */
import { captionOf, clipOf, isGenerated } from '../../dataset/attributes.js';
import type { Sample } from '../../dataset/sample.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { sceneVersion } from '../../render/scene/scene-description.js';
import type { LabelledView, SampleView } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';

export async function sampleView(explored: ExploredDataset, row: number): Promise<SampleView> {
  const sample = await explored.sample(row);
  const { attributes } = sample;
  const generated = isGenerated(attributes);
  return {
    row,
    id: sample.id,
    split: sample.split,
    ...labelledView(sample),
    layers: Object.keys(sample.layers ?? {}),
    renderable: generated && attributes.sceneVersion === sceneVersion,
    scene: generated ? attributes.scene : null,
    source: generated ? null : attributes,
    clip: await clipView(explored, sample),
  };
}

export function labelledView(sample: Omit<Sample, 'image'>): LabelledView {
  const { width, height, box, points, visibility, pupils, attributes } = sample;
  const generated = isGenerated(attributes);
  return {
    width,
    height,
    box,
    points: Object.fromEntries(Object.entries(points).map(([name, list]) => [name, pixels(list)])),
    visibility: visibility && [...visibility],
    pupils: pupils && pixels(pupils),
    gaze: generated ? attributes.gaze : null,
    camera: generated
      ? { focal: attributes.camera.focal, cx: attributes.camera.cx, cy: attributes.camera.cy }
      : null,
    caption: captionOf(attributes) ?? null,
    shows: generated ? { ...attributes.shows } : {},
  };
}

/** Hundredths of a pixel are enough to draw; JSON has no NaN: a point that is missing is null there. */
const pixels = (list: Float32Array): number[] => Array.from(list, (value) => Math.round(100 * value) / 100);

async function clipView(explored: ExploredDataset, sample: LayeredSample): Promise<SampleView['clip']> {
  const place = clipOf(sample.attributes);
  const column = explored.columnIndex.columns.get('clip');
  if (place === undefined) return null;
  const rows =
    column?.kind === 'number'
      ? [...column.values.keys()].filter((row) => column.values[row] === place.index)
      : // One clip alone: a column that is the same everywhere is left out.
        Array.from({ length: explored.columnIndex.count }, (_, row) => row);
  const { clip } = sample.attributes;
  const rate =
    isGenerated(sample.attributes) && typeof clip === 'object' ? (sample.attributes.clip?.rate ?? 30) : 30;
  return { ...place, rate, rows };
}
