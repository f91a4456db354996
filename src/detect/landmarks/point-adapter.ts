/**
 * Turns the points of one set into those of another: what makes a dense detector give 68 points as annotators place
 * them. A file of its own beside the model (`adapter-text.ts`). Runs in Node and in browsers, without a session.
 *
 * In the frame that the points themselves give (`landmarks/shape-frame.ts`): target = nearest subset + layers(points −
 * template). No layer: the plain subset. One: an affine map. Two with a rectifier between: a small network. An adapter with
 * `patches` also reads what the network saw around the nearest subset, behind the points: of the mirrored crop too, where it
 * was looked at, and then it is the mean of both answers. Features move with the crop more than points do, so such an adapter also
 * holds a map for a first look, whose points are the box of the second. All were fitted elsewhere (`evaluation/adapters`). K points
 * in, T out.
 */
import { LineamentError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { mirroredPoints, pickPoints } from '../../landmarks/point-lists.js';
import type { NamedSet } from '../../landmarks/sets/named-set.js';
import { frameSize, fromFrame, shapeFrame, toFrame } from '../../landmarks/shape-frame.js';
import { honestDeviations, type Reliability } from '../../networks/reliability.js';
import type { Detection } from './detector.js';
import { type FacePatches, type PatchReading, readPatches } from './feature-patches.js';
import { levelBox } from './points-box.js';

/** How it came to be; `evaluation/adapters` fits each under this name. */
export const adapterKinds = ['nearest-subset', 'ridge-affine', 'ridge-features', 'mlp', 'auxiliary'] as const;
export type AdapterKind = (typeof adapterKinds)[number];

export interface AdapterLayer {
  /** `[outputs, inputs]`. */
  weight: Float32Array;
  /** `[outputs]`. */
  bias: Float32Array;
  /** Negative outputs become 0. */
  rectified: boolean;
}

export interface PointAdapter {
  kind: AdapterKind;
  from: NamedSet;
  to: NamedSet;
  /** `[K, 2]` the frontal template of the first set. */
  template: Float32Array;
  /** `[T]`: the point of the first set that is nearest on the template. */
  subset: number[];
  /** Where it reads what the network saw: how. */
  patches?: PatchReading | undefined;
  /** The box of a face through which the model is to look, times the given one; 1 where it is left out. */
  crop?: number | undefined;
  /**
   * `[T]` each, fitted on faces that the layers had not seen: the deviation σ of the nearest point becomes
   * √((scale · σ)² + (floor · size of the frame)²). Where it is left out, σ itself is the target's.
   */
  uncertainty?: Reliability['uncertainty'] | undefined;
  layers: AdapterLayer[];
  /**
   * Of points alone: where it is there, the model looks first to find the box of the target points by these, and then through that
   * box, as it did where the adapter was fitted (`adapted-detector.ts`).
   */
  firstLook?: AdapterLayer[] | undefined;
  /** Mean error of persons that were left out of the fit, per cent of the eye corners' distance on the template; where it is known. */
  crossValidated?: number | undefined;
  /** What it was fitted on, in a sentence. */
  fittedOn: string;
  /** Version of Lineament that fitted it. */
  lineament: string;
}

/** @param points – `[K, 2]` pixels. @param patches – for an adapter that reads them. @returns `[T, 2]` pixels. */
export function adaptPoints(
  adapter: PointAdapter,
  points: Float32Array,
  patches?: FacePatches,
): Float32Array {
  const { template, subset, layers, from, to } = adapter;
  if (points.length !== template.length) {
    throw new LineamentError(
      `adapter: takes ${counted(template.length / 2, 'point')}, got ${points.length / 2}`,
      {
        hint: 'use it with the model that it was fitted for',
      },
    );
  }
  const frame = shapeFrame(points, template);
  const framed = toFrame(frame, points);
  const adapted = pickPoints(framed, subset);
  if (layers.length > 0) {
    const { plain, mirrored } = patchesFor(adapter, patches);
    const moves = residual(adapter, framed, plain);
    const seen = mirrored && residual(adapter, mirroredPoints(framed, from.mirror), mirrored);
    const others = seen === null ? moves : mirroredPoints(seen, to.mirror);
    for (let i = 0; i < adapted.length; i++) adapted[i]! += (moves[i]! + others[i]!) / 2;
  }
  return fromFrame(frame, adapted);
}

/**
 * The box through which an adapter looks a second time. @param points – `[K, 2]` pixels, of the first look. @param roll – degrees by
 * which the face was taken to be turned. @returns null where there is no second look, or the points span nothing.
 */
export function secondLookBox(
  { patches: _, firstLook, ...adapter }: PointAdapter,
  points: Float32Array,
  roll?: number,
): FaceBox | null {
  if (firstLook === undefined) return null;
  return levelBox(adaptPoints({ ...adapter, layers: firstLook }, points), adapter.to, roll);
}

/**
 * @param points – `[K, 2]` pixels. @param uncertainty – `[K]` their deviations, pixels.
 * @returns `[T]` those of the target points, pixels.
 */
export function adaptDeviations(
  { template, subset, uncertainty: fitted }: PointAdapter,
  points: Float32Array,
  uncertainty: Float32Array,
): Float32Array {
  const nearest = Float32Array.from(subset, (k) => uncertainty[k]!);
  return fitted ? honestDeviations(fitted, nearest, frameSize(shapeFrame(points, template))) : nearest;
}

/** What an adapter reads of a detection beside its points; undefined for most. */
export function patchesOf(
  { patches, subset, from }: PointAdapter,
  { points, seen }: Pick<Detection, 'points' | 'seen'>,
): FacePatches | undefined {
  if (patches === undefined || seen === undefined) return undefined;
  return subsetPatches({ points, seen }, subset, from.mirror, patches);
}

/** Around the points of the nearest subset. @param mirror – `[K]` of the model's set. */
export function subsetPatches(
  { points, seen }: Required<Pick<Detection, 'points' | 'seen'>>,
  subset: readonly number[],
  mirror: readonly number[],
  reading: PatchReading,
): FacePatches {
  // Points and their mirror images in one list, so that the mirror of the target set need not fit the subset.
  const both = [...subset, ...subset.map((k) => mirror[k]!)];
  const count = subset.length;
  const images = both.map((_, i) => (i + count) % both.length);
  const { plain, mirrored } = readPatches(seen, pickPoints(points, both), images, reading);
  const first = (rows: Float32Array): Float32Array => rows.slice(0, rows.length / 2);
  return { plain: first(plain), mirrored: mirrored && first(mirrored) };
}

const noPatches: FacePatches = { plain: new Float32Array(0), mirrored: null };

function patchesFor({ patches: reading, kind }: PointAdapter, patches: FacePatches | undefined): FacePatches {
  if (reading === undefined) return noPatches;
  if (patches !== undefined) return patches;
  throw new LineamentError(`adapter: ${kind} reads what the network sees, and the model does not tell it`, {
    hint: 'open the model with `features: true`, or run the bytes that `withFeatureMaps` makes of its file',
  });
}

/** What is added to the nearest subset, in the frame. @param framed – `[K, 2]`. */
function residual(
  { template, layers }: PointAdapter,
  framed: Float32Array,
  patches: Float32Array,
): Float32Array {
  const inputs = new Float32Array(framed.length + patches.length);
  for (let i = 0; i < framed.length; i++) inputs[i] = framed[i]! - template[i]!;
  inputs.set(patches, framed.length);
  const { length } = inputs;
  const wanted = layers[0]!.weight.length / layers[0]!.bias.length;
  if (length !== wanted)
    throw new LineamentError(`adapter: takes ${wanted} numbers of points and features, got ${length}`, {
      hint: 'use it with the model that it was fitted for',
    });
  return layers.reduce(applyLayer, inputs);
}

function applyLayer(x: Float32Array, { weight, bias, rectified }: AdapterLayer): Float32Array {
  return bias.map((start, row) => {
    let sum = start;
    const from = row * x.length;
    for (let i = 0; i < x.length; i++) sum += weight[from + i]! * x[i]!;
    return rectified ? Math.max(0, sum) : sum;
  });
}
