/**
 * The baseline that every detector must beat by far: the mean shape, laid into the face's box without looking at the
 * image. Shapes are averaged in coordinates of their box (0…1 along its width and its height), so a box that is tight
 * around the labels already gives much away; this baseline says how much. K landmarks.
 */
import { labelFault } from '../../dataset/check-labels.js';
import type { Dataset } from '../../dataset/store/store.js';
import { enlargeBox, type FaceBox } from '../../landmarks/face-crop.js';
import type { Convention } from '../../landmarks/landmark-set.js';
import { type ComparedFace, comparedFace } from '../figures/figures.js';
import { labelsOf } from './labels.js';
import type { BoxProtocol } from './protocol-box.js';

/** Sums of shapes in box coordinates, and how many faces had each point. */
interface ShapeSum {
  /** `[K, 2]`. */
  sum: Float64Array;
  /** `[K]`. */
  count: Float64Array;
}

/**
 * The faces with the mean shape as their prediction, each without its own labels (leave-one-out).
 * @returns null for a single face: there is no other to learn from.
 */
export function leaveOneOutMeanShape(faces: readonly ComparedFace[]): ComparedFace[] | null {
  if (faces.length < 2) return null;
  const total = emptySum(faces[0]!.labels.points.length / 2);
  for (const face of faces) addShape(total, face.labels.points, face.steadyBox, 1);
  return faces.map((face) => {
    const others: ShapeSum = { sum: total.sum.slice(), count: total.count.slice() };
    addShape(others, face.labels.points, face.steadyBox, -1);
    return withShape(face, others);
  });
}

/**
 * The faces with the mean shape of a training set as their prediction: of its split `train`, or of all of it where it
 * has no such split.
 */
export async function trainedMeanShape(
  faces: readonly ComparedFace[],
  training: Dataset,
  { convention, boxes }: { convention: Convention; boxes: BoxProtocol },
): Promise<{ source: string; faces: ComparedFace[] }> {
  const split = (await training.splits()).train === undefined ? {} : { split: 'train' };
  const total = emptySum(training.manifest.pointCount);
  let count = 0;
  for await (const samples of training.scan({ images: false, ...split })) {
    for (const sample of samples) {
      if (labelFault(sample) !== null) continue;
      count++;
      addShape(total, labelsOf(sample, convention), enlargeBox(sample.box, boxes.enlargement), 1);
    }
  }
  const part = split.split === undefined ? '' : `, split ${split.split}`;
  return {
    source: `mean shape of ${count} faces of ${training.folder}${part}`,
    faces: faces.map((face) => withShape(face, total)),
  };
}

function emptySum(points: number): ShapeSum {
  return { sum: new Float64Array(points * 2), count: new Float64Array(points) };
}

function addShape({ sum, count }: ShapeSum, points: Float32Array, box: FaceBox, weight: 1 | -1): void {
  for (let k = 0; k < count.length; k++) {
    const x = (points[2 * k]! - box.x) / box.width;
    const y = (points[2 * k + 1]! - box.y) / box.height;
    if (Number.isNaN(x + y)) continue;
    sum[2 * k]! += weight * x;
    sum[2 * k + 1]! += weight * y;
    count[k]! += weight;
  }
}

function withShape(face: ComparedFace, { sum, count }: ShapeSum): ComparedFace {
  const predicted = new Float32Array(count.length * 2);
  const labelled = face.labels.points.slice();
  for (let k = 0; k < count.length; k++) {
    if (count[k] === 0) {
      // A point that no other face has cannot be predicted, so it cannot count either.
      labelled.fill(Number.NaN, 2 * k, 2 * k + 2);
      continue;
    }
    predicted[2 * k] = face.box.x + (sum[2 * k]! / count[k]!) * face.box.width;
    predicted[2 * k + 1] = face.box.y + (sum[2 * k + 1]! / count[k]!) * face.box.height;
  }
  return comparedFace(face, { ...face.labels, points: labelled }, predicted);
}
