/**
 * Our segmentation in the classes of others, who tell right from left and the upper lip from the lower: by the side of
 * the head on which a pixel's surface lies, and by the line on which the lips meet. Left and right are the subject's.
 */
import { internalError, LineamentError } from '../../core/errors.js';
import { type Matrix3, subtract, transform, transpose, type Vector3 } from '../../core/vector.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import type { Camera, Placement } from '../../render/scene/scene.js';
import { isGenerated } from '../attributes.js';
import type { LayeredSample } from '../store/columns.js';
import type { PixelLayers } from './sample-writer.js';
import type { SixtyEight } from './sixty-eight.js';

type OurClass = keyof typeof segmentClasses;

/** One class, or one for each side, or one for each lip. */
export type ClassMapping = Readonly<
  Record<OurClass, number | { right: number; left: number } | { top: number; bottom: number }>
>;

function geometryOf({ id, attributes }: LayeredSample): { camera: Camera; head: Placement } {
  if (isGenerated(attributes)) return attributes;
  throw new LineamentError(`sample ${id} was not generated: its left and right cannot be told`, {
    hint: 'export photographs as 300w, coco-wholebody or webdataset',
  });
}

/**
 * @param labels – of the sample.
 * @returns `[H, W]` our classes as theirs.
 */
export function mapClasses(
  { segmentation, depth }: PixelLayers,
  sample: LayeredSample,
  labels: SixtyEight,
  mapping: ClassMapping,
): Uint8Array {
  const { camera, head } = geometryOf(sample);
  const names = Object.keys(segmentClasses) as OurClass[];
  const byValue = new Map(names.map((name) => [segmentClasses[name] as number, mapping[name]]));
  const toHead = transpose(head.rotation);
  const seam = lipSeam(labels, toHead, head.translation);
  return Uint8Array.from(segmentation, (value, o) => {
    const rule = byValue.get(value);
    if (rule === undefined) throw internalError(`segmentation class ${value} is unknown`);
    if (typeof rule === 'number') return rule;
    const place = inHead(o, depth[o]!, camera, toHead, head.translation);
    if ('right' in rule) return place[0] < 0 ? rule.right : rule.left;
    return place[1] > seam(place[0]) ? rule.top : rule.bottom;
  });
}

/** A pixel's surface in head space: x towards the subject's left. */
function inHead(
  o: number,
  depth: number,
  { width, focal, cx, cy }: Camera,
  toHead: Matrix3,
  origin: Vector3,
): Vector3 {
  const [x, y] = [o % width, Math.floor(o / width)];
  const seen: Vector3 = [((x - cx) * depth) / focal, ((cy - y) * depth) / focal, -depth];
  return transform(toHead, subtract(seen, origin));
}

/** Height of the line on which the lips meet, over head-space x: between the inner edges 61–63 and 65–67. */
function lipSeam({ points3d }: SixtyEight, toHead: Matrix3, origin: Vector3): (x: number) => number {
  const place = (k: number): Vector3 =>
    transform(toHead, subtract([points3d![3 * k]!, points3d![3 * k + 1]!, points3d![3 * k + 2]!], origin));
  const middle = (upper: number, lower: number): Vector3 => {
    const [a, b] = [place(upper), place(lower)];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
  };
  const line = [place(60), middle(61, 67), middle(62, 66), middle(63, 65), place(64)];
  return (x) => {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1]!, line[i]!];
      if (x > b[0] && i < line.length - 1) continue;
      const share = Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
      return a[1] + (b[1] - a[1]) * share;
    }
    return line[0]![1];
  };
}
