/**
 * What a backbone is: a file of `backbones/` that names its settings and builds the part of a network from the image to
 * features; heads (`head.ts`) read the features. `registry.ts` lists all of them. Safe in browsers.
 *
 * B batch, S side of the square input, C channels, H = W side of the features.
 */
import { z } from 'zod';
import type { Tensor } from '../nn/graph/tensor.js';

/** Keys that every backbone has; its own lie beside them. */
export interface BackboneSettings {
  /** Name of the backbone. */
  readonly backbone: string;
  /** S, pixels. */
  readonly inputSize: number;
  readonly [key: string]: unknown;
}

/** Something wrong with settings that no single key shows. */
export interface SettingsFault {
  /** As in `model.depth is 5; …`. */
  readonly what: string;
  readonly hint: string;
}

/**
 * A head, built on features where the backbone wants to be supervised, in the scope that is open there.
 * @param features – `[B, C, H, W]`.
 * @returns maps `[B, N, H, W]` of what the head saw, for backbones whose later parts refine what earlier ones found.
 */
export type ReadFeatures = (features: Tensor) => Tensor;

export interface Backbone {
  readonly name: string;
  /** Of its settings, with the defaults. */
  readonly schema: z.ZodObject;
  /** What no single key shows. */
  check(settings: BackboneSettings): SettingsFault | undefined;
  /** H, the side of every feature map that it hands to the head. */
  featureSide(settings: BackboneSettings): number;
  /**
   * Builds into the graph of the image.
   * @param image – `[B, 3, S, S]`, normalised RGB.
   * @param read – is called at least once; the network's answer is what the last call saw.
   */
  build(image: Tensor, settings: BackboneSettings, read: ReadFeatures): void;
}

interface BackboneDefinition<Keys extends z.ZodRawShape> {
  readonly name: string;
  readonly keys: Keys;
  check?(settings: SettingsOf<Keys>): SettingsFault | undefined;
  featureSide(settings: SettingsOf<Keys>): number;
  build(image: Tensor, settings: SettingsOf<Keys>, read: ReadFeatures): void;
}

type SettingsOf<Keys extends z.ZodRawShape> = BackboneSettings & z.output<z.ZodObject<Keys>>;

/** A backbone out of its own keys; the name is added to them. */
export function defineBackbone<const Keys extends z.ZodRawShape>({
  name,
  keys,
  check,
  featureSide,
  build,
}: BackboneDefinition<Keys>): Backbone {
  const own = z.object(keys);
  const typed = (settings: BackboneSettings): SettingsOf<Keys> => ({ ...settings, ...own.parse(settings) });
  return {
    name,
    schema: z.strictObject({ backbone: z.literal(name), ...keys }),
    check: (settings) => check?.(typed(settings)),
    featureSide: (settings) => featureSide(typed(settings)),
    build: (image, settings, read) => build(image, typed(settings), read),
  };
}

/** How often a side of so many cells can be halved. */
export function halvings(side: number): number {
  return side % 2 === 0 ? 1 + halvings(side / 2) : 0;
}
