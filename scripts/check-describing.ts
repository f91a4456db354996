/**
 * What can be checked on photographs without labels of its own: smiles that the mouth's hand-placed points show are called
 * smiles, eyes that the lids' points show closed are called closed, a mirrored picture gives mirrored answers. From the
 * hand-placed 68 points, and from the points that a detector finds. Prints tables; keeps nothing.
 *
 *   npx tsx scripts/check-describing.ts ../shared/in-the-wild validation 60
 */
import { mirrorAffine } from '../src/core/affine.js';
import { warpImage } from '../src/core/image.js';
import { mean } from '../src/core/numbers/statistics.js';
import { describeFace } from '../src/detect/describe/describe-face.js';
import type { DescribedFace } from '../src/detect/describe/described-face.js';
import type { Measured } from '../src/detect/describe/expression/measured.js';
import { type FacePoints, faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { readWildFaces, type WildFace } from './wild-faces.js';

const [folder = '../shared/in-the-wild', split = 'validation', count = '60', model = defaultModel] =
  process.argv.slice(2);
/** Of the distance between the outer eye corners: what people are off by. */
const byHand = 0.018;
/** Mouth width against the eyes' distance, and lift of the mouth's corners over the lips' middle, that nobody takes for rest. */
const smiling = { width: 0.66, lift: 0.02 };
const resting = { width: 0.52, lift: 0 };
/** Lids' distance against the eye's width. */
const closed = 0.12;
const open = 0.22;

const faces = (await readWildFaces(folder, split)).slice(0, Number(count));
const ibug = landmarkSet('ibug68');
const detector = await openLandmarkDetector(model);
const { landmarks } = detector.metadata;

interface Answers {
  own: DescribedFace;
  mirrored: DescribedFace;
}

const answers = faces.map(byLabels);
report('hand-placed 68 points', answers);
const found: Answers[] = [];
for (const face of faces) found.push(await byDetector(face));
report(`points of ${model}`, found);

function byLabels({ image, labels, eyes }: WildFace): Answers {
  const { width, height } = image;
  const facePoints = (points: (k: number) => [number, number]): FacePoints => ({
    set: ibug.name,
    convention: 'contour',
    unit: 'pixel',
    points: ibug.points.map(({ name }, k) => {
      const [x, y] = points(k);
      return { name, x, y, uncertainty: byHand * eyes };
    }),
  });
  const at = (k: number): [number, number] => [labels[2 * k]!, labels[2 * k + 1]!];
  const mirror = (k: number): [number, number] => [
    width - 1 - at(ibug.mirror[k]!)[0],
    at(ibug.mirror[k]!)[1],
  ];
  const camera = { width, height };
  return {
    own: describeFace(facePoints(at), { camera }),
    mirrored: describeFace(facePoints(mirror), { camera }),
  };
}

async function byDetector({ image, box }: WildFace): Promise<Answers> {
  const { width, height } = image;
  const camera = { width, height };
  const mirrored = warpImage(image, mirrorAffine(width), width, height);
  const other = { ...box, x: width - 1 - box.x - box.width };
  const look = async (picture: typeof image, place: typeof box): Promise<DescribedFace> =>
    describeFace(faceOf(await detector.detect(picture, place), landmarks, landmarks.names), { camera });
  return { own: await look(image, box), mirrored: await look(mirrored, other) };
}

function report(title: string, all: readonly Answers[]): void {
  const smile = ({ own }: Answers): number =>
    (coefficient(own, 'mouthSmileLeft') + coefficient(own, 'mouthSmileRight')) / 2;
  const shown = faces.map(mouthShown);
  const of = (wanted: 'smile' | 'rest'): Answers[] => all.filter((_, i) => shown[i] === wanted);
  const called = (group: readonly Answers[], test: (answer: Answers) => boolean): string =>
    group.length === 0 ? 'none' : `${group.filter(test).length} of ${group.length}`;
  const happy = ({ own }: Answers): boolean => own.expression?.emotion.name === 'happiness';
  console.log(`\n${title}, ${faces.length} faces of ${split}\n`);
  console.log('| what the hand-placed points show | faces that are called so |\n|---|---|');
  console.log(`| smile: mouthSmile above 0.3 | ${called(of('smile'), (answer) => smile(answer) > 0.3)} |`);
  console.log(`| smile: happiness | ${called(of('smile'), happy)} |`);
  console.log(
    `| mouth at rest: mouthSmile at most 0.3 | ${called(of('rest'), (answer) => smile(answer) <= 0.3)} |`,
  );
  console.log(`| mouth at rest: not happiness | ${called(of('rest'), (answer) => !happy(answer))} |`);
  for (const wanted of ['closed', 'open'] as const) {
    const states = (['right', 'left'] as const).flatMap((side) =>
      all.flatMap(({ own }, i) =>
        lidsShown(faces[i]!, side) === wanted ? [own.eyes?.[side].state ?? 'unknown'] : [],
      ),
    );
    const right = states.filter((state) => state === wanted || (wanted === 'closed' && state === 'closing'));
    console.log(
      `| eye ${wanted} | ${right.length} of ${states.length}; unknown ${states.filter((state) => state === 'unknown').length} |`,
    );
  }
  const differences = all.flatMap(({ own, mirrored }) =>
    Object.entries<Measured>(own.expression?.coefficients ?? {}).flatMap(([name, { value }]) => {
      const other = coefficient(mirrored, swapped(name));
      return name.startsWith('eyeLook') ? [] : [Math.abs(value - other)];
    }),
  );
  differences.sort((a, b) => a - b);
  console.log(
    `| mirrored: coefficients differ by (mean, 95th percentile) | ${mean(differences).toFixed(3)}, ${(differences[Math.floor(0.95 * differences.length)] ?? 0).toFixed(3)} |`,
  );
  const yaws = all.flatMap(({ own, mirrored }) =>
    own.pose && mirrored.pose ? [Math.abs(own.pose.yaw + mirrored.pose.yaw) * (180 / Math.PI)] : [],
  );
  console.log(`| mirrored: yaw differs by (mean) | ${mean(yaws).toFixed(2)}° |`);
}

function coefficient({ expression }: DescribedFace, name: string): number {
  return new Map(Object.entries<Measured>(expression?.coefficients ?? {})).get(name)?.value ?? 0;
}

function swapped(name: string): string {
  if (name.includes('Left')) return name.replace('Left', 'Right');
  return name.replace('Right', 'Left');
}

/** Along the line of the eyes and across it, in shares of their distance. */
function mouthShown({ labels, eyes }: WildFace): 'smile' | 'rest' | 'between' {
  const [right, left] = [pointAt(labels, 36), pointAt(labels, 45)];
  const across: [number, number] = [(left[0] - right[0]) / eyes, (left[1] - right[1]) / eyes];
  const down = ([x, y]: [number, number]): number => (y * across[0] - x * across[1]) / eyes;
  const [corner, other] = [pointAt(labels, 48), pointAt(labels, 54)];
  const width = Math.hypot(other[0] - corner[0], other[1] - corner[1]) / eyes;
  const middle = (down(pointAt(labels, 62)) + down(pointAt(labels, 66))) / 2;
  const lift = middle - (down(corner) + down(other)) / 2;
  if (width > smiling.width && lift > smiling.lift) return 'smile';
  return width < resting.width && lift < resting.lift ? 'rest' : 'between';
}

function lidsShown({ labels }: WildFace, side: 'right' | 'left'): 'open' | 'closed' | 'between' {
  const first = side === 'right' ? 36 : 42;
  const at = (k: number): [number, number] => pointAt(labels, first + k);
  const apart = (a: number, b: number): number => Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1]);
  const opening = (apart(1, 5) + apart(2, 4)) / 2 / apart(0, 3);
  return opening < closed ? 'closed' : opening > open ? 'open' : 'between';
}

function pointAt(points: Float32Array, k: number): [number, number] {
  return [points[2 * k]!, points[2 * k + 1]!];
}
