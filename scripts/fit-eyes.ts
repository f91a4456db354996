/**
 * Fits what is read from all points of both eyes, the correction of gazes (`detect/describe/gaze/gaze-correction.ts`) and how far lids are
 * closed (`detect/describe/expression/lid-closure.ts`), on what the shipped detector makes of the training part of synthetic datasets
 * (`:all` behind a folder takes every face), every other face looked at in a mirror too, each with its mirror image. Deviations are then made as
 * wide as errors on the validation parts are. `look` keeps what it saw; `fit` writes the source files that ship.
 *
 *   npx tsx scripts/fit-eyes.ts look data/steady-1:all 1.rows        # and data/steady-2:all, data/gaze, data/gaze-cage
 *   npx tsx scripts/fit-eyes.ts fit 1.rows 2.rows 3.rows 4.rows
 */
import { readFile, writeFile } from 'node:fs/promises';
import { mean } from '../src/core/numbers/statistics.js';
import { normalise, transform, type Vector3 } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { viewFace } from '../src/detect/describe/describe-face.js';
import { noGaze } from '../src/detect/describe/expression/lid-closure.js';
import { directionAngles, sides } from '../src/detect/describe/gaze/eyeball-fit.js';
import { fittedEyeballs, isSeen, together } from '../src/detect/describe/gaze/gaze.js';
import { gazeFeatures } from '../src/detect/describe/gaze/gaze-features.js';
import { fromSight, sightOf } from '../src/detect/describe/gaze/sight.js';
import { applySmallNetwork, type SmallNetwork } from '../src/detect/describe/small-network.js';
import { faceOf } from '../src/detect/face.js';
import type { Detector } from '../src/detect/landmarks/detector.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { type FitRow, fitSmallNetwork, packedSource } from './fit-small-network.js';

const settings = {
  hidden: [64, 32],
  epochs: 40,
  batch: 256,
  learningRate: 2e-3,
  weightDecay: 0.02,
  noise: 0.1,
  seed: 1,
} as const;
/** Radians: rows that are further off have another face's points. */
const furthest = 0.8;

/** Of each face and its mirror image: what the gaze is off, radians, and how far either eye is closed. */
interface Rows {
  gaze: FitRow[];
  lids: FitRow[];
}
const kinds = ['gaze', 'lids'] as const;
const parts = ['train', 'validation'] as const;

const [what, ...given] = process.argv.slice(2);
if (what === 'look') await look(given[0]!, given[1]!);
else if (what === 'fit') await fitAll(given);
else throw new Error('give `look DATASET FILE` or `fit FILES`');

/** Keeps a file: a line of JSON that counts its rows, then all their numbers. */
async function look(name: string, out: string): Promise<void> {
  const all = name.endsWith(':all');
  const folder = all ? name.slice(0, -4) : name;
  const detectors = await Promise.all(
    [true, false].map((mirror) => openLandmarkDetector('dense1001', { mirror })),
  );
  const seen = [await rowsOf(folder, all ? {} : { split: 'train' }, detectors)];
  seen.push(all ? { gaze: [], lids: [] } : await rowsOf(folder, { split: 'validation' }, detectors));
  const lists = seen.flatMap((rows) => kinds.map((kind) => rows[kind]));
  const width = lists[0]![0]?.x.length;
  if (width === undefined) throw new Error(`${folder}: no eye of its training part is seen`);
  const numbers = Float32Array.from(lists.flat().flatMap(({ x, off }) => [...x, ...off]));
  const head = `${JSON.stringify({ width, counts: lists.map(({ length }) => length) })}\n`;
  await writeFile(out, Buffer.concat([Buffer.from(head), Buffer.from(numbers.buffer)]));
}

async function kept(file: string): Promise<Record<(typeof parts)[number], Rows>> {
  const bytes = await readFile(file);
  const end = bytes.indexOf(10);
  const { width, counts } = JSON.parse(bytes.toString('utf8', 0, end)) as { width: number; counts: number[] };
  const numbers = new Float32Array(new Uint8Array(bytes.subarray(end + 1)).buffer);
  let at = 0;
  const rows = (count: number): FitRow[] =>
    Array.from({ length: count }, () => {
      const x = Float64Array.from(numbers.subarray(at, at + width));
      const off = [numbers[at + width]!, numbers[at + width + 1]!] as const;
      at += width + 2;
      return { x, off };
    });
  const [gaze, lids, unseenGaze, unseenLids] = counts.map(rows) as [FitRow[], FitRow[], FitRow[], FitRow[]];
  return { train: { gaze, lids }, validation: { gaze: unseenGaze, lids: unseenLids } };
}

async function fitAll(files: readonly string[]): Promise<void> {
  const all = await Promise.all(files.map(kept));
  const of = (part: (typeof parts)[number], kind: keyof Rows): FitRow[] =>
    all.flatMap((one) => one[part][kind]);
  for (const [kind, file, name] of [
    ['gaze', 'src/detect/describe/gaze/gaze-map.ts', 'packedGazeMap'],
    ['lids', 'src/detect/describe/expression/lid-map.ts', 'packedLidMap'],
  ] as const) {
    const [rows, unseen] = [of('train', kind), of('validation', kind)];
    console.log(`${kind}: ${rows.length / 2} faces to fit on, ${unseen.length / 2} to choose error bars by`);
    const network = await fitSmallNetwork(rows, settings);
    const { units, data } = packedSource(widened(network, unseen));
    await writeFile(
      file,
      `/** Made by scripts/fit-eyes.ts from ${rows.length / 2} synthetic faces and their mirror images; not written by hand. */
export const ${name}: { units: readonly number[]; data: string } = {
  units: [${units.join(', ')}],
  data: '${data}',
};
`,
    );
  }
}

/** 68 % of the errors of either output within one deviation, of faces that the fit has not seen. */
function widened(network: SmallNetwork, unseen: readonly FitRow[]): SmallNetwork {
  if (unseen.length === 0) return network;
  const lengths = unseen.map(({ x, off }) => {
    const [first, second] = applySmallNetwork(network, x) as unknown as [number, number, number];
    return [Math.hypot(...off), Math.hypot(off[0] - first, off[1] - second)] as const;
  });
  const [before, after] = [0, 1].map((i) => mean(lengths.map((pair) => pair[i]!)));
  console.log(`unseen faces: ${before!.toFixed(4)} off without it, ${after!.toFixed(4)} with it`);
  const shares = unseen.flatMap(({ x, off }) => {
    const [first, second, log] = applySmallNetwork(network, x) as unknown as [number, number, number];
    return [off[0] - first, off[1] - second].map((error) => Math.abs(error) / Math.exp(log));
  });
  shares.sort((a, b) => a - b);
  const factor = shares[Math.round(0.683 * shares.length)]!;
  console.log(`deviations × ${factor.toFixed(3)}`);
  const last = network.layers.at(-1)!;
  const bias = last.bias.slice();
  bias[2]! += Math.log(factor);
  return { ...network, layers: [...network.layers.slice(0, -1), { ...last, bias }] };
}

/** A face and its mirror image. */
async function rowsOf(
  folder: string,
  of: { split?: (typeof parts)[number] },
  detectors: readonly Detector[],
): Promise<Rows> {
  const dataset = await openDataset(folder);
  const found: Rows = { gaze: [], lids: [] };
  const started = performance.now();
  for (const [i, index] of (await dataset.indices(of)).entries()) {
    const [sample] = await dataset.read([index]);
    const { attributes, image, id, box } = sample!;
    if (!isGenerated(attributes) || attributes.gaze === undefined) throw new Error(`${id}: no gaze is known`);
    if (attributes.scene.face.worn.glasses?.dark) continue;
    const { focal, cx, cy } = attributes.camera;
    const detector = detectors[i % 2]!;
    const { landmarks } = detector.metadata;
    const face = faceOf(await detector.detect(await decodeImage(image, id), box), landmarks, landmarks.names);
    const view = viewFace(face, { camera: { focal, cx, cy } });
    const sight = sightOf(view);
    if (sight === undefined) continue;
    const isHidden = !sides.some((side) => isSeen(view, side));
    const fitted = fromSight(sight, view, together(fittedEyeballs(view)));
    const [a, b, c, d, e, f] = attributes.gaze as unknown as number[];
    const ray = normalise([a! + d!, b! + e!, c! + f!] as Vector3);
    const truth = directionAngles(transform(sight.frame, ray));
    const [yaw, pitch] = [truth.yaw - fitted.yaw, truth.pitch - fitted.pitch];
    const closed = sides.map((side) => attributes.scene.face.actions[`eyesClosed.${side}`] ?? 0);
    const [right, left] = closed as [number, number];
    found.lids.push(
      { x: gazeFeatures(view, sight, noGaze, false), off: [right, left] },
      { x: gazeFeatures(view, sight, noGaze, true), off: [left, right] },
    );
    if (isHidden || Math.max(Math.abs(yaw), Math.abs(pitch)) > furthest) continue;
    found.gaze.push(
      { x: gazeFeatures(view, sight, fitted, false), off: [yaw, pitch] },
      { x: gazeFeatures(view, sight, fitted, true), off: [-yaw, pitch] },
    );
  }
  console.log(
    `${folder}: ${found.lids.length / 2} faces, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  return found;
}
