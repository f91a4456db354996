/**
 * The optional label layers of a sample, each a file of its own here with its type, its meaning and its codec. The store
 * has a column for each, generation writes those that are asked for, exporters read them.
 */
import type { Shot } from '../../render/studio.js';
import { albedo } from './albedo.js';
import { alpha } from './alpha.js';
import { depth } from './depth.js';
import type { Layer } from './layer.js';
import { normals } from './normals.js';
import { segmentation } from './segmentation.js';

/** In the order of the store's columns. */
export const layerNames = ['segmentation', 'depth', 'normals', 'albedo', 'alpha'] as const;
export type LayerName = (typeof layerNames)[number];

/** Of a shot. */
type Pixels = Pick<Shot, LayerName>;

const codecs: { readonly [Name in LayerName]: Layer<Pixels[Name]> } = {
  segmentation,
  depth,
  normals,
  albedo,
  alpha,
};

/** PNG files. */
export type EncodedLayers = Partial<Record<LayerName, Uint8Array>>;

/** Layers as pixels. */
export type PixelLayers<Name extends LayerName = LayerName> = Pick<Shot, Name>;

/** @param shot – what the layers are made of. */
export function encodeLayers(
  shot: Pixels & Pick<Shot, 'width' | 'height'>,
  names: readonly LayerName[],
): EncodedLayers {
  const pixels: Pixels = shot;
  const encodeOne = <Name extends LayerName>(name: Name): Uint8Array =>
    codecs[name].encode(pixels[name], shot.width, shot.height);
  return Object.fromEntries(names.map((name) => [name, encodeOne(name)]));
}

export function decodeLayer<Name extends LayerName>(name: Name, file: Uint8Array): Promise<Pixels[Name]> {
  return codecs[name].decode(file);
}
