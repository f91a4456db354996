/** What a network saw in the crop of a face, where its file was opened with it (`withFeatureMaps` in networks/). C channels, S the crop's side. */
import type { Affine } from '../../core/affine.js';
import { featureMapOutputs, featureSideOutput } from '../../networks/feature-map-outputs.js';

export interface SeenFeatures {
  /** From pixels of the crop to those of the image. */
  crop: Affine;
  /** S */
  size: number;
  /** Cells along a side of a map. */
  side: number;
  /** `[C, side, side]` each, of the crop as it is. */
  plain: Float32Array[];
  /** Of the mirrored crop, where it was looked at. */
  mirrored: Float32Array[] | null;
}

type Outputs = Readonly<Record<string, Float32Array>>;

/** Of the mirrored crop's outputs those of features, under names of their own. */
export function mirroredFeatures(mirrored: Outputs): Record<string, Float32Array> {
  return Object.fromEntries(
    featureMapOutputs.flatMap((name) => (mirrored[name] ? [[mirroredName(name), mirrored[name]]] : [])),
  );
}

/** Undefined where the session gives no features. */
export function seenFeatures(outputs: Outputs, crop: Affine, size: number): SeenFeatures | undefined {
  const side = outputs[featureSideOutput]?.[0];
  if (side === undefined) return undefined;
  const maps = (nameOf: (name: string) => string): Float32Array[] =>
    featureMapOutputs.flatMap((name) => outputs[nameOf(name)] ?? []);
  const mirrored = maps(mirroredName);
  return { crop, size, side, plain: maps((name) => name), mirrored: mirrored.length > 0 ? mirrored : null };
}

function mirroredName(name: string): string {
  return `mirrored ${name}`;
}
