/**
 * Fits what small networks read from points: by how much a fitted head's pose is off, with a known camera and with one whose focal length
 * is estimated (`detect/describe/pose/pose-correction.ts`), of both eyes the correction of gazes (`detect/describe/gaze/gaze-correction.ts`)
 * and how far lids are closed (`detect/describe/expression/lid-closure.ts`), of the face how strongly jaw, smile and brows act
 * (`action-network.ts` there) and which emotion that shows (`emotion-network.ts`), on what the shipped detector makes of the training part of synthetic datasets
 * (`:all` behind a folder takes every face), every other face looked at in a mirror too, each with its mirror image. Deviations are then made as
 * wide as errors on the validation parts are. `look` keeps what it saw; `fit` writes the source files that ship.
 *
 *   npx tsx scripts/fit-from-points.ts look data/steady-1:all 1.rows 2500   # how many; docs/describing.md says which others
 *   npx tsx scripts/fit-from-points.ts fit 1.rows 2.rows 3.rows 4.rows
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { mean } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { type Matrix3, normalise, transform, turnBetween, type Vector3 } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { viewFace } from '../src/detect/describe/describe-face.js';
import {
  actionFeatures,
  placeFeatures,
  readPoints,
} from '../src/detect/describe/expression/action-features.js';
import { networkActions } from '../src/detect/describe/expression/action-network.js';
import { mirroredAction } from '../src/detect/describe/expression/action-units.js';
import { emotionKinds, emotionShares, kindOfExpression } from '../src/detect/describe/expression/emotion.js';
import { softmax } from '../src/detect/describe/expression/emotion-network.js';
import { noGaze } from '../src/detect/describe/expression/lid-closure.js';
import { usualFocal } from '../src/detect/describe/fit/fit-priors.js';
import { directionAngles, sides } from '../src/detect/describe/gaze/eyeball-fit.js';
import { fittedEyeballs, isSeen, together } from '../src/detect/describe/gaze/gaze.js';
import { gazeFeatures } from '../src/detect/describe/gaze/gaze-features.js';
import { fromSight, sightOf } from '../src/detect/describe/gaze/sight.js';
import { cameraFeatures, poseFeatures } from '../src/detect/describe/pose/pose-features.js';
import { applySmallNetwork, type SmallNetwork } from '../src/detect/describe/small-network.js';
import { faceOf } from '../src/detect/face.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { type FitRow, type FitSettings, fitSmallNetwork, packedSource } from './fit-small-network.js';
import { otherwiseAtRest } from './resting-faces.js';

const settings = {
  hidden: [64, 32],
  epochs: 40,
  batch: 256,
  learningRate: 2e-3,
  weightDecay: 0.02,
  noise: 0.1,
  seed: 1,
  likelihood: 'pair',
} as const;
/** Of actions, chosen on the validation parts: they read twice as many points. */
const actionSettings = { ...settings, likelihood: 'each', epochs: 25, weightDecay: 0.1, noise: 0.3 } as const;
/** Nothing was chosen: those of actions, fewer times through more rows. */
const emotionSettings = { ...actionSettings, likelihood: 'kinds', epochs: 8 } as const;
const poseSettings = { ...actionSettings, epochs: 13, exact: cameraFeatures } as const;
/** Radians: rows that are further off have another face's points. */
const furthest = 0.8;

/** How far focal lengths spread about the usual one, by the logarithm, where the pose is learnt without knowing them. */
const focalSpread = 0.45;
/** Copies of a face with its parts elsewhere at rest, for emotions. */
const restingCopies = 2;

/**
 * Of each face and its mirror image: what the gaze is off, radians, how far either eye is closed, how strong actions are, the turn of the
 * fitted head to the true one, and the number of the emotion's kind.
 */
const kinds = ['gaze', 'lids', 'actions', 'pose', 'emotion'] as const;
type Rows = Record<(typeof kinds)[number], FitRow[]>;
const noRows = (): Rows => ({ gaze: [], lids: [], actions: [], pose: [], emotion: [] });
const parts = ['train', 'validation'] as const;

const [what, ...given] = process.argv.slice(2);
if (what === 'look') await look(given[0]!, given[1]!, Number(given[2] ?? Infinity));
else if (what === 'fit') await fitAll(given);
else throw new Error('give `look DATASET FILE [COUNT]` or `fit FILES`');

/** Keeps a file: a line of JSON that counts its rows, then all their numbers. */
async function look(name: string, out: string, count: number): Promise<void> {
  const all = name.endsWith(':all');
  const folder = all ? name.slice(0, -4) : name;
  const detectors = await Promise.all(
    [true, false].map((mirror) => openLandmarkDetector('dense1001', { mirror })),
  );
  const seen = [await rowsOf(folder, { ...(!all && { split: 'train' as const }), count }, detectors)];
  seen.push(all ? noRows() : await rowsOf(folder, { split: 'validation', count }, detectors));
  const lists = seen.flatMap((rows) => kinds.map((kind) => rows[kind]));
  for (const [i, kind] of kinds.entries())
    if (lists[i]!.length === 0) throw new Error(`${folder}: its training part has no face for ${kind}`);
  const numbers = lists.flatMap((list) =>
    list.flatMap(({ x, target }) => [Float32Array.from(x), Float32Array.from(target)]),
  );
  const sizes = lists.map((list) => ({
    count: list.length,
    features: list[0]?.x.length ?? 0,
    values: list[0]?.target.length ?? 0,
  }));
  const head = Buffer.from(`${JSON.stringify(sizes)}\n`);
  await writeFile(out, Buffer.concat([head, ...numbers.map(({ buffer }) => Buffer.from(buffer))]));
}

async function kept(file: string): Promise<Record<(typeof parts)[number], Rows>> {
  const bytes = await readFile(file);
  const end = bytes.indexOf(10);
  const sizes = JSON.parse(bytes.toString('utf8', 0, end)) as {
    count: number;
    features: number;
    values: number;
  }[];
  const numbers = new Float32Array(new Uint8Array(bytes.subarray(end + 1)).buffer);
  let at = 0;
  const take = (count: number): Float32Array => {
    at += count;
    return numbers.subarray(at - count, at);
  };
  const lists = sizes.map(({ count, features, values }) =>
    Array.from({ length: count }, (): FitRow => {
      return { x: Float64Array.from(take(features)), target: [...take(values)] };
    }),
  );
  if (lists.length !== parts.length * kinds.length)
    throw new Error(`${file}: was made before poses and emotions had rows of their own; look again`);
  const rows = (from: number): Rows =>
    Object.fromEntries(kinds.map((kind, i) => [kind, lists[from + i]!])) as Rows;
  return { train: rows(0), validation: rows(kinds.length) };
}

async function fitAll(files: readonly string[]): Promise<void> {
  const all = await Promise.all(files.map(kept));
  const of = (part: (typeof parts)[number], kind: keyof Rows): FitRow[] =>
    all.flatMap((one) => one[part][kind]);
  /** Heads that are further off have another face's points, or were turned away. */
  const turns = (part: (typeof parts)[number]): FitRow[] =>
    of(part, 'pose').filter(({ target }) => Math.hypot(...target) < furthest);
  for (const { rows, file, name, how } of [
    { rows: (part) => of(part, 'gaze'), file: 'gaze/gaze-map.ts', name: 'packedGazeMap', how: settings },
    { rows: (part) => of(part, 'lids'), file: 'expression/lid-map.ts', name: 'packedLidMap', how: settings },
    { rows: turns, file: 'pose/pose-map.ts', name: 'packedPoseMap', how: poseSettings },
    {
      rows: (part) => of(part, 'actions'),
      ...{ file: 'expression/action-map.ts', name: 'packedActionMap', how: actionSettings },
    },
    {
      rows: (part) => byEmotion(of(part, 'emotion')),
      ...{ file: 'expression/emotion-map.ts', name: 'packedEmotionMap', how: emotionSettings },
    },
  ] satisfies {
    rows: (part: (typeof parts)[number]) => FitRow[];
    file: string;
    name: string;
    how: FitSettings;
  }[]) {
    const [seen, unseen] = [rows('train'), rows('validation')];
    console.log(
      `${name}: ${seen.length / 2} faces to fit on, ${unseen.length / 2} that the fit does not see`,
    );
    const fitted = await fitSmallNetwork(seen, how);
    const network = how.likelihood === 'kinds' ? checkedKinds(fitted, unseen) : widened(fitted, unseen);
    const { units, data } = packedSource(network);
    await writeFile(
      `src/detect/describe/${file}`,
      `/** Made by scripts/fit-from-points.ts from ${seen.length / 2} synthetic faces and their mirror images; not written by hand. */
export const ${name}: { units: readonly number[]; data: string } = {
  units: [${units.join(', ')}],
  data: '${data}',
};
`,
    );
  }
}

/** Each row at its emotion's kind, counting so much that kinds have the shares that photographs are taken to have. */
function byEmotion(rows: readonly FitRow[]): FitRow[] {
  const kindOf = ({ target }: FitRow): number => target[0]!;
  const counts = emotionKinds.map((_, k) => rows.filter((row) => kindOf(row) === k).length);
  if (rows.length > 0 && counts.includes(0))
    throw new Error(`emotions: no face shows ${emotionKinds[counts.indexOf(0)]}`);
  return rows.map((row) => {
    const target = emotionKinds.map((kind, k) =>
      k === kindOf(row) ? (emotionShares[kind] * rows.length) / counts[k]! : 0,
    );
    return { x: row.x, target };
  });
}

/** Prints how well kinds of faces are told that the fit has not seen, weighed as it was. */
function checkedKinds(network: SmallNetwork, unseen: readonly FitRow[]): SmallNetwork {
  let [weight, cost, right] = [0, 0, 0];
  for (const { x, target } of unseen) {
    const shares = softmax(applySmallNetwork(network, x));
    const kind = target.findIndex((counts) => counts > 0);
    weight += target[kind]!;
    cost -= target[kind]! * Math.log(shares[kind]!);
    if (shares[kind] === Math.max(...shares)) right += target[kind]!;
  }
  if (weight > 0)
    console.log(
      `unseen faces: ${(100 * (right / weight)).toFixed(0)} % told rightly, cost ${(cost / weight).toFixed(3)}`,
    );
  return network;
}

/**
 * 68 % of the errors of all values that share a deviation within it, of faces that the fit has not seen, each as it is and mirrored: the
 * mean of both, which is told in the end, is a little surer.
 */
function widened(network: SmallNetwork, unseen: readonly FitRow[]): SmallNetwork {
  if (unseen.length === 0) return network;
  const values = unseen[0]!.target.length;
  const last = network.layers.at(-1)!;
  const deviations = last.bias.length - values;
  const told = unseen.map(({ x }) => applySmallNetwork(network, x));
  const bias = last.bias.slice();
  const sharing = values / deviations;
  for (let d = 0; d < deviations; d++) {
    const own = Array.from({ length: sharing }, (_, i) => d * sharing + i);
    const off = (row: number, o: number): number => unseen[row]!.target[o]! - told[row]![o]!;
    const shares = told.flatMap((answer, row) =>
      own.map((o) => Math.abs(off(row, o)) / Math.exp(answer[values + d]!)),
    );
    shares.sort((a, b) => a - b);
    const factor = shares[Math.round(0.683 * shares.length)]!;
    bias[values + d]! += Math.log(factor);
    const explained = own.map((o) => {
      const middle = mean(unseen.map((row) => row.target[o]!));
      const all = mean(unseen.map((row) => (row.target[o]! - middle) ** 2));
      return (1 - mean(unseen.map((_, row) => off(row, o) ** 2)) / all).toFixed(2);
    });
    console.log(`unseen faces: R² ${explained.join(', ')}; deviations × ${factor.toFixed(3)}`);
  }
  return { ...network, layers: [...network.layers.slice(0, -1), { ...last, bias }] };
}

/** A face and its mirror image. */
async function rowsOf(
  folder: string,
  { count, ...of }: { split?: (typeof parts)[number]; count: number },
  detectors: readonly Detector[],
): Promise<Rows> {
  const dataset = await openDataset(folder);
  const found = noRows();
  const started = performance.now();
  for (const [i, index] of (await dataset.indices(of)).slice(0, count).entries()) {
    const [sample] = await dataset.read([index]);
    const { attributes, image, id, box } = sample!;
    if (!isGenerated(attributes) || attributes.gaze === undefined) throw new Error(`${id}: no gaze is known`);
    const { focal, cx, cy } = attributes.camera;
    const detector = detectors[i % 2]!;
    const { landmarks } = detector.metadata;
    const face = faceOf(await detector.detect(await decodeImage(image, id), box), landmarks, landmarks.names);
    const random = new Random(1, 'rows', basename(folder), id);
    const view = viewFace(face, { camera: { focal, cx, cy } });
    const { features, mirrored } = actionFeatures(view);
    const [own, other] = [networkActions, networkActions.map(mirroredAction)].map((names) =>
      names.map((name) => attributes.scene.face.actions[name] ?? 0),
    ) as [number[], number[]];
    found.actions.push({ x: features, target: own }, { x: mirrored, target: other });
    // The part of a picture that is this one may be any; what it was cut from is as large as its camera's pictures are.
    const longer = focal / (usualFocal.middle * Math.exp(random.normal(0, focalSpread)));
    const guessed = viewFace(face, { camera: { cx, cy, width: longer, height: longer } });
    const truth = attributes.head.rotation as unknown as Matrix3;
    for (const seen of [view, guessed]) {
      const [turnX, turnY, turnZ] = turnBetween(seen.fit.rotation, truth);
      const read = poseFeatures(seen);
      found.pose.push(
        { x: read.features, target: [turnX, turnY, turnZ] },
        { x: read.mirrored, target: [turnX, -turnY, -turnZ] },
      );
    }
    const target = [emotionKinds.indexOf(kindOfExpression(attributes.scene.face.expression))];
    const sight = sightOf(view);
    const measures = { size: readPoints(view).size, roll: sight?.roll ?? 0 };
    const copies = Array.from({ length: restingCopies }, () =>
      otherwiseAtRest(view.points, measures, random),
    );
    for (const points of [view.points, ...copies]) {
      const read = placeFeatures({ ...view, points });
      found.emotion.push({ x: read.features, target }, { x: read.mirrored, target });
    }
    // Behind dark glasses eyes cannot be told of.
    if (sight === undefined || attributes.scene.face.worn.glasses?.dark) continue;
    const isHidden = !sides.some((side) => isSeen(view, side));
    const fitted = fromSight(sight, view, together(fittedEyeballs(view)));
    const [a, b, c, d, e, f] = attributes.gaze as unknown as number[];
    const ray = normalise([a! + d!, b! + e!, c! + f!] as Vector3);
    const gaze = directionAngles(transform(sight.frame, ray));
    const [yaw, pitch] = [gaze.yaw - fitted.yaw, gaze.pitch - fitted.pitch];
    const closed = sides.map((side) => attributes.scene.face.actions[`eyesClosed.${side}`] ?? 0);
    const [right, left] = closed as [number, number];
    found.lids.push(
      { x: gazeFeatures(view, sight, noGaze, false), target: [right, left] },
      { x: gazeFeatures(view, sight, noGaze, true), target: [left, right] },
    );
    if (isHidden || Math.max(Math.abs(yaw), Math.abs(pitch)) > furthest) continue;
    found.gaze.push(
      { x: gazeFeatures(view, sight, fitted, false), target: [yaw, pitch] },
      { x: gazeFeatures(view, sight, fitted, true), target: [-yaw, pitch] },
    );
  }
  console.log(
    `${folder}: ${found.lids.length / 2} faces, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  return found;
}
