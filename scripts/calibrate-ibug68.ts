/**
 * Where annotators put the 68 points against where a model puts them: how much of its error is a matter of definition.
 * For each point and its mirror image together one difference is fitted on the labels of `train`: a place in head space,
 * or a shift in the picture that follows the estimated yaw and pitch; both tables say what is left of the error
 * with it. What docs/landmarks.md calls calibration was taken from the first kind. Nothing is written.
 *
 *   npx tsx scripts/calibrate-ibug68.ts ../shared/in-the-wild ibug68-ict
 *
 * Pose is the affine camera that lays the mean face on the predicted points with least squares (jaw left out, since its
 * points slide). M is that camera, `[2, 3]`, pixels a centimetre.
 */
import { join } from 'node:path';
import { solvePositive } from '../src/core/numbers/linear-system.js';
import { mean } from '../src/core/numbers/statistics.js';
import { cross, dot, length, normalise, scale, subtract, type Vector3 } from '../src/core/vector.js';
import { openDetector } from '../src/detect/node/index.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { templatePosition } from '../src/landmarks/sets/template.js';
import { readTextOr } from '../src/node/files.js';

interface LabelledPhotograph {
  id: string;
  image: string;
  /** x, y, width, height */
  bbox: [number, number, number, number];
  points: [number, number][];
}

interface Seen {
  /** M: what a step in head space does to x and to y, pixels. */
  camera: readonly [Vector3, Vector3];
  /** Pixels a centimetre. */
  size: number;
  /** Sines. */
  yaw: number;
  pitch: number;
  /** `[K][2]` label less prediction, pixels. */
  differences: [number, number][];
  /** Between the outer eye corners of the label, pixels. */
  eyes: number;
}

/** What a difference is a combination of, for a point of a face: a row for x, a row for y. */
type Basis = (face: Seen, isMirrored: boolean) => [number[], number[]];

const regions = { jaw: [0, 17], brows: [17, 27], nose: [27, 36], eyes: [36, 48], mouth: [48, 68] } as const;
const count = ibug68.points.length;
const places = ibug68.points.map(templatePosition);
const centre = scale(
  places.slice(17).reduce((sum, place) => subtract(sum, scale(place, -1)), [0, 0, 0] as Vector3),
  1 / (count - 17),
);

const inHeadSpace: Basis = ({ camera: [x, y] }, isMirrored) =>
  isMirrored
    ? [
        [-x[0], x[1], x[2]],
        [-y[0], y[1], y[2]],
      ]
    : [[...x], [...y]];

const byPose: Basis = ({ size, yaw, pitch }, isMirrored) => {
  const side = isMirrored ? -1 : 1;
  const terms = [1, side * yaw, yaw * yaw, pitch].map((term) => term * size);
  const none = terms.map(() => 0);
  return [
    [...terms.map((term) => side * term), ...none],
    [...none, ...terms],
  ];
};

const [folder = '../shared/in-the-wild', model = defaultModel] = process.argv.slice(2);
const { train, validation } = await differencesOf(folder, model);
const bases: Record<string, Basis> = { 'an offset in head space': inHeadSpace, 'by yaw and pitch': byPose };
console.log(`| part, difference taken off | ${Object.keys(regions).join(' | ')} | all 68 |`);
console.log('|---|---|---|---|---|---|---|');
for (const [part, faces] of Object.entries({ train, validation })) {
  console.log(row(`${part} (${faces.length}), none`, faces, () => [0, 0]));
  for (const [name, basis] of Object.entries(bases)) {
    const offsets = fitOffsets(train, basis);
    console.log(row(`${part}, ${name}`, faces, (face, k) => applied(offsets, basis, face, k)));
  }
}
console.log('\n| point | outwards | up | forwards, cm |\n|---|---|---|---|');
for (const [k, offset] of fitOffsets(train, inHeadSpace).entries()) {
  if (ibug68.mirror[k]! < k) continue;
  const [x, y, z] = offset as [number, number, number];
  console.log(
    `| ${k} ${ibug68.points[k]!.name} | ${[-x, y, z].map((value) => value.toFixed(2)).join(' | ')} |`,
  );
}

async function differencesOf(folder: string, model: string): Promise<{ train: Seen[]; validation: Seen[] }> {
  const { splits } = JSON.parse(await readTextOr(join(folder, 'splits.json'), 'the splits')) as {
    splits: Record<'train' | 'validation', string[]>;
  };
  const lines = (await readTextOr(join(folder, 'labelled.jsonl'), 'the labels')).trim().split('\n');
  const labelled = new Map(
    lines.map((line) => JSON.parse(line) as LabelledPhotograph).map((face) => [face.id, face]),
  );
  const detector = await openDetector(model, { landmarks: 'ibug68' });
  const seen = async (ids: readonly string[]): Promise<Seen[]> => {
    const faces: Seen[] = [];
    for (const id of ids) {
      const { image, bbox, points } = labelled.get(id)!;
      const [x, y, width, height] = bbox;
      const [face] = await detector.detect(join(folder, image), { boxes: [{ x, y, width, height }] });
      faces.push(seenFace(face!.points, points));
    }
    return faces;
  };
  const parts = { train: await seen(splits.train), validation: await seen(splits.validation) };
  await detector.close();
  return parts;
}

function seenFace(predicted: readonly { x: number; y: number }[], label: readonly [number, number][]): Seen {
  const inner = places.slice(17).map((place) => subtract(place, centre));
  const fitted = (axis: 'x' | 'y'): Vector3 => {
    const values = predicted.slice(17).map((point) => point[axis]);
    const middle = mean(values);
    return leastSquares(
      inner.map((place) => [...place]),
      values.map((value) => value - middle),
    ) as [number, number, number];
  };
  const [x, y] = [fitted('x'), fitted('y')];
  const size = (length(x) + length(y)) / 2;
  const towards = normalise(cross(normalise(x), normalise(scale(y, -1))));
  return {
    camera: [x, y],
    size,
    yaw: dot(towards, [1, 0, 0]),
    pitch: dot(towards, [0, 1, 0]),
    differences: label.map(([px, py], k) => [px - predicted[k]!.x, py - predicted[k]!.y]),
    eyes: Math.hypot(label[36]![0] - label[45]![0], label[36]![1] - label[45]![1]),
  };
}

/** One offset for each point; a point's mirror image has the mirrored one. Large differences count less (L1). */
function fitOffsets(faces: readonly Seen[], basis: Basis): number[][] {
  return places.map((_, k) => {
    const mirrored = ibug68.mirror[k]!;
    const rows: number[][] = [];
    const values: number[] = [];
    for (const face of faces) {
      for (const [point, isMirrored] of [
        [k, false],
        [mirrored, true],
      ] as const) {
        const [x, y] = basis(face, isMirrored);
        rows.push(
          x.map((value) => value / face.size),
          y.map((value) => value / face.size),
        );
        values.push(...face.differences[point]!.map((value) => value / face.size));
      }
    }
    let offset = leastSquares(rows, values);
    for (let round = 0; round < 10; round++) {
      offset = leastSquares(rows, values, robustWeights(rows, values, offset));
    }
    return offset;
  });
}

/** Of L1: one over the distance that is left, at least a quarter of a centimetre. */
function robustWeights(
  rows: readonly number[][],
  values: readonly number[],
  offset: readonly number[],
): number[] {
  const left = values.map((value, i) => value - rows[i]!.reduce((sum, x, j) => sum + x * offset[j]!, 0));
  return values.map((_, i) => 1 / Math.max(0.25, Math.hypot(left[i & ~1]!, left[i | 1]!)));
}

function applied(offsets: readonly number[][], basis: Basis, face: Seen, k: number): [number, number] {
  return basis(face, false).map((row) => row.reduce((sum, x, j) => sum + x * offsets[k]![j]!, 0)) as [
    number,
    number,
  ];
}

function row(
  name: string,
  faces: readonly Seen[],
  offset: (face: Seen, k: number) => [number, number],
): string {
  const errors = faces.map((face) =>
    face.differences.map(([x, y], k) => {
      const [ox, oy] = offset(face, k);
      return (100 * Math.hypot(x - ox, y - oy)) / face.eyes;
    }),
  );
  const nme = ([from, to]: readonly [number, number]): string =>
    mean(errors.map((face) => mean(face.slice(from, to)))).toFixed(2);
  return `| ${[name, ...Object.values(regions).map(nme), nme([0, count])].join(' | ')} |`;
}

/** A little ridge keeps points on the midline, whose sideways offset no face shows, where they are. */
function leastSquares(
  rows: readonly number[][],
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number[] {
  const size = rows[0]!.length;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (const [r, terms] of rows.entries()) {
    for (let i = 0; i < size; i++) {
      right[i]! += weights[r]! * terms[i]! * values[r]!;
      for (let j = 0; j < size; j++) normal[i * size + j]! += weights[r]! * terms[i]! * terms[j]!;
    }
  }
  for (let i = 0; i < size; i++) normal[i * size + i]! += 1e-3 * rows.length;
  solvePositive(normal, right, size);
  return [...right];
}
