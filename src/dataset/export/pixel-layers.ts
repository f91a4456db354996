/** A sample's label layers as pixels: decoded where they are stored, else rendered again from the sample's scene. */
import { LineamentError } from '../../core/errors.js';
import { loadHead } from '../../face/heads/registry.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { createStudio, type Studio } from '../../render/studio.js';
import { isGenerated, sceneOf } from '../attributes.js';
import { renderAgain } from '../generate/render-again.js';
import { decodeLayer, type EncodedLayers } from '../layers/registry.js';
import type { LayeredSample } from '../store/columns.js';
import type { PixelLayers } from './sample-writer.js';

const needed = ['segmentation', 'depth', 'normals', 'alpha'] as const satisfies (keyof PixelLayers)[];

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
  const { segmentation, depth, normals, alpha } = layers;
  return {
    segmentation: await decodeLayer('segmentation', segmentation!),
    depth: await decodeLayer('depth', depth!),
    normals: await decodeLayer('normals', normals!),
    alpha: await decodeLayer('alpha', alpha!),
  };
}
