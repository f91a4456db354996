/** A sample's label layers as pixels: decoded where they are stored, else rendered again from the sample's scene. */
import sharp from 'sharp';
import { LineamentError } from '../../core/errors.js';
import { loadHead } from '../../face/heads/registry.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { createStudio, type Studio } from '../../render/studio.js';
import { isGenerated, sceneOf } from '../attributes.js';
import { renderAgain } from '../generate/render-again.js';
import { depthStep, type EncodedLayers } from '../layers.js';
import type { LayeredSample } from '../store/columns.js';
import type { PixelLayers } from './sample-writer.js';

const needed = ['segmentation', 'depth', 'normals', 'alpha'] as const;

/** @param set – of the dataset. @returns a function that keeps one studio for each head. */
export function pixelLayerSource(set: LandmarkSet): (sample: LayeredSample) => Promise<PixelLayers> {
  const studios = new Map<string, Promise<Studio>>();
  const studioOf = (head: string): Promise<Studio> => {
    const known = studios.get(head) ?? loadHead(head).then((model) => createStudio({ head: model, set }));
    studios.set(head, known);
    return known;
  };
  return async (sample) => {
    const { layers } = sample;
    if (layers !== undefined && needed.every((name) => layers[name] !== undefined)) return decode(layers);
    if (!isGenerated(sample.attributes))
      throw new LineamentError(`sample ${sample.id} has no label layers and no scene to render them from`, {
        hint: 'choose a format of points only (300w, coco-wholebody, webdataset), or a generated dataset',
      });
    const scene = sceneOf(sample);
    return renderAgain(await studioOf(scene.face.head), sample);
  };
}

async function decode(layers: EncodedLayers): Promise<PixelLayers> {
  const grey = async (file: Uint8Array): Promise<Uint8Array> =>
    sharp(file).toColourspace('b-w').raw().toBuffer();
  const steps = await sharp(layers.depth).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
  const coded = await sharp(layers.normals).raw().toBuffer();
  return {
    segmentation: await grey(layers.segmentation!),
    alpha: await grey(layers.alpha!),
    depth: Float32Array.from(
      new Uint16Array(steps.buffer, steps.byteOffset, steps.byteLength / 2),
      (step) => step * depthStep,
    ),
    normals: decodeNormals(coded),
  };
}

/** Three bytes a pixel to unit vectors; 0, 0, 0 is the background. */
function decodeNormals(coded: Uint8Array): Float32Array {
  const normals = new Float32Array(coded.length);
  for (let i = 0; i < coded.length; i += 3) {
    if (coded[i] === 0 && coded[i + 1] === 0 && coded[i + 2] === 0) continue;
    const [x, y, z] = [coded[i]! / 127.5 - 1, coded[i + 1]! / 127.5 - 1, coded[i + 2]! / 127.5 - 1];
    const unit = 1 / Math.max(1e-6, Math.hypot(x, y, z));
    normals.set([x * unit, y * unit, z * unit], i);
  }
  return normals;
}
