/**
 * A ridge that reads, beside the points, what the network saw around them (`detect/landmarks/feature-patches.ts`): points say where
 * the model thinks that a contour lies, features where there is an edge. Every face is there twice, as it is and in the mirror, where
 * the mirrored crop was looked at; else once. N faces, T points of the target, M maps of features.
 */
import { LineamentError } from '../../core/errors.js';
import { patchReading } from '../../detect/landmarks/feature-patches.js';
import { type AdapterFit, type FitRows, fitRows, plainAdapter } from './adapter.js';
import { ridgeAdapter } from './ridge.js';

/**
 * Of the points' root mean square, where that of each map's patches is 1: a ridge shrinks the ones as readily as the others. Chosen by
 * cross-validation on photographs taken in the wild; 1.7 to 2.8 are level.
 */
const pointsShare = 2;

export const fitRidgeFeatures: AdapterFit = async (faces, context) => {
  const plain = { ...plainAdapter('ridge-features', context), patches: patchReading };
  const patches = faces.map(({ patches: seen }) => {
    if (seen !== undefined) return seen;
    throw new LineamentError(
      `adapter: ${plain.kind} reads what the network sees, and some faces come without it`,
      {
        hint: 'predict them by a model that was opened with `features: true`',
      },
    );
  });
  const rows = fitRows(faces, plain, context);
  const mirrored = patches.flatMap(({ mirrored: seen }) => seen ?? []);
  const isDoubled = mirrored.length === faces.length;
  const seen = isDoubled
    ? [...patches.map((one) => one.plain), ...mirrored]
    : patches.map((one) => one.plain);
  const used = <Row>(all: readonly Row[]): Row[] => all.slice(0, seen.length);
  const points = used(rows.inputs);
  const { components } = patchReading;
  const maps = seen[0]!.length / (plain.subset.length * components);
  // Each block of inputs as strong as it is meant to be; numbers of one map lie together in every point's row.
  const strength = [
    pointsShare / spread(points, () => true),
    ...Array.from(
      { length: maps },
      (_, m) => 1 / spread(seen, (i) => Math.floor(i / components) % maps === m),
    ),
  ];
  const scales = Float32Array.from({ length: points[0]!.length + seen[0]!.length }, (_, i) => {
    const at = i - points[0]!.length;
    return at < 0 ? strength[0]! : strength[1 + (Math.floor(at / components) % maps)]!;
  });
  const inputs = points.map((row, r) => {
    const both = new Float32Array(scales.length);
    both.set(row);
    both.set(seen[r]!, row.length);
    return both.map((value, i) => value * scales[i]!);
  });
  const scaled: FitRows = {
    count: seen.length,
    inputs,
    residuals: used(rows.residuals),
    persons: used(rows.persons),
  };
  const fitted = ridgeAdapter(plain, scaled, context);
  return { ...fitted, adapter: { ...fitted.adapter, layers: fitted.adapter.layers.map(unscaled) } };

  function unscaled<Layer extends { weight: Float32Array }>(layer: Layer): Layer {
    return { ...layer, weight: layer.weight.map((value, i) => value * scales[i % scales.length]!) };
  }
};

/** Root mean square over rows of the length of their chosen part, about its mean. Never 0. */
function spread(rows: readonly Float32Array[], chosen: (i: number) => boolean): number {
  let sum = 0;
  for (let i = 0; i < rows[0]!.length; i++) {
    if (!chosen(i)) continue;
    let mean = 0;
    for (const row of rows) mean += row[i]! / rows.length;
    for (const row of rows) sum += (row[i]! - mean) ** 2 / rows.length;
  }
  return Math.sqrt(sum) || 1;
}
