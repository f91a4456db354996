/** The average precision of a finder on scenes of held-out heads, at the scenes' own size. */
import type { Scenes } from '../../dataset/scenes/scenes.js';
import { decodeMap, type FoundFace, mapLength } from '../../networks/finder/decode-maps.js';
import { finderStrides, mapName } from '../../networks/finder/finder-map.js';
import { thinOut } from '../../networks/finder/thin-out.js';
import { averagePrecision, type PictureOfFaces } from './average-precision.js';

/** The network's maps of images `[1, 3, S, S]`, by name. */
export type FinderMaps = (image: Float32Array) => Promise<Readonly<Record<string, Float32Array>>>;

export interface ValidationOptions {
  /** How many scenes. */
  count: number;
  /** S, pixels. */
  size: number;
  /** Faces that are smaller need not be found, pixels. */
  smallest: number;
  mostOverlap: number;
}

/** Below this no face is looked at: it would only lengthen the end of the curve. */
const leastScore = 0.03;

export async function finderPrecision(
  maps: FinderMaps,
  scenes: Scenes,
  { count, size, smallest, mostOverlap }: ValidationOptions,
): Promise<number> {
  const pictures: PictureOfFaces[] = [];
  const plane = 3 * size * size;
  const step = 8;
  for (let first = 0; first < count; first += step) {
    const { images, faces } = await scenes.compose(first, Math.min(step, count - first));
    for (const [index, wanted] of faces.entries()) {
      const outputs = await maps(images.slice(index * plane, (index + 1) * plane));
      pictures.push({
        found: facesOf(outputs, size, mostOverlap),
        wanted: wanted
          .filter(({ visible }) => visible > 0.1)
          .map(({ box, visible }) => ({
            box,
            optional: visible < 0.5 || Math.max(box.width, box.height) < smallest,
          })),
      });
    }
  }
  return averagePrecision(pictures);
}

function facesOf(
  outputs: Readonly<Record<string, Float32Array>>,
  size: number,
  mostOverlap: number,
): FoundFace[] {
  const all = finderStrides.flatMap((stride) => {
    const side = size / stride;
    const values = outputs[mapName(stride)] ?? new Float32Array(mapLength(side, side)).fill(-99);
    return decodeMap({ stride, width: side, height: side, values }, leastScore);
  });
  return thinOut(all, mostOverlap);
}
