/**
 * What a head is: a file of `heads/` that names its settings and turns a backbone's features into landmarks, each with an
 * uncertainty. `registry.ts` lists all of them. Safe in browsers.
 *
 * B batch, C channels, K landmarks, N of them with a heatmap, H = W cells, S side of the crop.
 */
import { z } from 'zod';
import type { Tensor } from '../nn/graph/tensor.js';

/** Keys that every head has; its own lie beside them. */
export interface HeadSettings {
  /** Name of the head. */
  readonly kind: string;
  readonly [key: string]: unknown;
}

export interface LandmarkEstimate {
  /** `[B, K, 2]`, pixels of the crop. */
  points: Tensor;
  /** `[B, K]`, pixels of the crop: standard deviation along either axis. */
  sigma: Tensor;
}

/** Where it was asked for, with what can be seen of each landmark. */
export interface SeenEstimate extends LandmarkEstimate {
  /** `[B, K, 4]`: logits of the kinds of `visibility` in landmarks/. */
  visibility?: Tensor | undefined;
}

/** Heatmaps of a head, for losses on their form and for methods that read them. */
export interface Heatmaps {
  /** `[B, N, H, W]`, before the softmax. */
  logits: Tensor;
  /** Of the 1×1 convolution from features to logits: `[N, C, 1, 1]` and `[N]`. */
  weight: Tensor;
  bias: Tensor;
  /** Which of the K landmarks they are of, rising. */
  landmarks: readonly number[];
}

export interface HeadEstimate extends SeenEstimate {
  /** What the head read: `[B, C, H, W]`. */
  features: Tensor;
  heatmaps: Heatmaps;
}

export interface HeadOptions {
  /** K */
  readonly landmarks: number;
  /** S, pixels. */
  readonly inputSize: number;
  /** Whether it says what can be seen of each landmark. */
  readonly visibility: boolean;
}

/** The scopes in which every head says what can be seen, and how sure points are (`sigma…`). */
export const visibilityScope = 'visibility';
export const sigmaScope = 'sigma';

/** True for scopes within a head by whose weights no point moves: what can be seen, and how sure points are. */
export function movesNoPoint(scope: string): boolean {
  return scope.split('.').some((part) => part === visibilityScope || part.startsWith(sigmaScope));
}

export interface Head {
  readonly name: string;
  /** Of its settings, with the defaults. */
  readonly schema: z.ZodObject;
  /**
   * Names of the scopes that hold its weights: on integers they are exported in float32, and beside weights of 8 bits in float16
   * where {@link movesNoPoint} does not say otherwise.
   */
  readonly scopes: readonly string[];
  /** Which of K landmarks have a heatmap, rising. */
  heatmapsOf(settings: HeadSettings, landmarks: number): number[];
  /** @param features – `[B, C, H, W]`. */
  build(features: Tensor, settings: HeadSettings, options: HeadOptions): HeadEstimate;
  /**
   * What can be known of labelled shapes before training; absent: nothing.
   * @param shapes – `[N, K, 2]`, pixels of the crop.
   * @returns values of parameters, by their names within the head's scope.
   */
  readonly fit?:
    | ((settings: HeadSettings, shapes: Float32Array, landmarks: number) => HeadValues)
    | undefined;
}

export type HeadValues = Readonly<Record<string, Float32Array>>;

interface HeadDefinition<Keys extends z.ZodRawShape> {
  readonly name: string;
  readonly keys: Keys;
  readonly scopes: readonly string[];
  heatmapsOf(settings: SettingsOf<Keys>, landmarks: number): number[];
  build(features: Tensor, settings: SettingsOf<Keys>, options: HeadOptions): HeadEstimate;
  fit?: (settings: SettingsOf<Keys>, shapes: Float32Array, landmarks: number) => HeadValues;
}

type SettingsOf<Keys extends z.ZodRawShape> = HeadSettings & z.output<z.ZodObject<Keys>>;

/** A head out of its own keys; the name is added to them. */
export function defineHead<const Keys extends z.ZodRawShape>({
  name,
  keys,
  scopes,
  heatmapsOf,
  build,
  fit,
}: HeadDefinition<Keys>): Head {
  const own = z.object(keys);
  const typed = (settings: HeadSettings): SettingsOf<Keys> => ({ ...settings, ...own.parse(settings) });
  return {
    name,
    schema: z.strictObject({ kind: z.literal(name), ...keys }),
    scopes,
    heatmapsOf: (settings, landmarks) => heatmapsOf(typed(settings), landmarks),
    build: (features, settings, options) => build(features, typed(settings), options),
    fit: fit && ((settings, shapes, landmarks) => fit(typed(settings), shapes, landmarks)),
  };
}
