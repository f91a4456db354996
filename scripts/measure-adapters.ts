/**
 * The tables of docs/evaluation.md: what maps from a model's points to those of annotators are worth on photographs taken in the
 * wild. Each is fitted on `train` for one way of looking, through the boxes of the labels; the best on `validation` is the one that
 * `test` is told of, with the plain points beside it. Error by outer eye corners. What is fitted here is never kept.
 *
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001          # train and validation
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001 --test   # and test, once everything is chosen
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001 --used   # as they are used, on validation
 *
 * `--used`: each map at its own crop, also through the boxes of the face finder, and how many points lie within two deviations, by the
 * error bars of the nearest points and by those that the map has of its own. `--also model.onnx`: how the maps do behind a further model
 * of the same points, such as an export at another precision.
 */
import { parseArgs } from 'node:util';
import { mean } from '../src/core/numbers/statistics.js';
import { lookBox } from '../src/detect/finder/look-box.js';
import { croppedDetector } from '../src/detect/landmarks/cropped-detector.js';
import { adaptDeviations, type PointAdapter } from '../src/detect/landmarks/point-adapter.js';
import { openFinder } from '../src/detect/node/open-finder.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { looksAtEyes } from '../src/detect/node/shipped-model-file.js';
import { ownSet } from '../src/detect/point-maps/wanted-landmarks.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { type FitContext, type FitFace, patchReader } from '../src/evaluation/adapters/adapter.js';
import { leftOutDeviations } from '../src/evaluation/adapters/left-out-deviations.js';
import {
  type AdapterName,
  adapterWays,
  type FittedWay,
  fitWay,
} from '../src/evaluation/adapters/registry.js';
import { createBootstrap } from '../src/evaluation/tests/bootstrap.js';
import { overlapOf } from '../src/landmarks/box-overlap.js';
import { imageNme, pointErrors } from '../src/landmarks/errors/nme.js';
import type { FaceBox } from '../src/landmarks/face-crop.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readWildFaces, type WildFace } from './wild-faces.js';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { test: { type: 'boolean' }, used: { type: 'boolean' }, also: { type: 'string', multiple: true } },
});
const [folder = '../shared/in-the-wild', model = defaultModel] = positionals;

/** The 68 points by region: `[from, to)`. */
const regions = { jaw: [0, 17], brows: [17, 27], nose: [27, 36], eyes: [36, 48], mouth: [48, 68] } as const;
const ways = Object.entries(adapterWays)
  .filter(([, { learnsFrom, fit }]) => fit !== null && learnsFrom !== 'synthetic pairs')
  .map(([name]) => name as AdapterName);
const header = `| ${model} | map | NME | ${Object.keys(regions).join(' | ')} | over 8 |${flags.used ? ' within 2σ: nearest | own | ' : ''}`;

const splits = ['train', 'validation', ...(flags.test ? ['test'] : [])];
const faces = new Map<string, WildFace[]>();
for (const split of splits) faces.set(split, await readWildFaces(folder, split));
const found = new Map<WildFace, FaceBox>();
if (flags.used) await findFaces();

interface Look {
  name: string;
  crop: number;
  model: string;
  boxOf(face: WildFace): FaceBox;
}
interface Fitted extends FittedWay {
  way: AdapterName;
  uncertainty: PointAdapter['uncertainty'];
}
interface Measured {
  nme: number;
  cells: string[];
  errors: number[];
}
interface Row {
  look: string;
  way: AdapterName;
  /** What `split` would get. */
  measure(split: string): Measured;
}
const rows: Row[] = [];
for (const crop of [1, 0.9]) {
  const given: Look = {
    name: crop === 1 ? 'mirror' : `mirror, crop × ${crop}`,
    crop,
    model,
    boxOf: ({ box }) => box,
  };
  const seen = new Map<string, FitFace[]>();
  for (const split of splits) seen.set(split, await see(split, given));
  const fitted: Fitted[] = [];
  for (const way of ways)
    if (!flags.used || adapterWays[way].crop === crop) fitted.push(await fitOn(way, seen));
  addRows(given.name, fitted, seen);
  if (!flags.used) continue;
  const again = async (name: string, changed: Partial<Look>): Promise<void> =>
    addRows(
      `${given.name}, ${name}`,
      fitted,
      new Map([['validation', await see('validation', { ...given, ...changed })]]),
    );
  await again('found', { boxOf: (face) => found.get(face)! });
  for (const file of flags.also ?? []) await again(file, { model: file });
}
sayTable('validation', rows);
const best = rows.reduce((a, b) => (b.measure('validation').nme < a.measure('validation').nme ? b : a));
console.log(`\nbest on validation: ${best.way}, ${best.look}`);
const asItLooks = rows.filter(({ look, way }) => look === 'mirror' && way !== 'mlp');
if (flags.test) sayTable('test', [...asItLooks, best]);
for (const split of splits.slice(1))
  sayDifference(split, best, asItLooks.find(({ way }) => way === 'ridge-affine')!);

/** Where the finder sees the faces of `validation`; those that it does not find are left out of everything. */
async function findFaces(): Promise<void> {
  const finder = await openFinder();
  const all = faces.get('validation')!;
  for (const face of all) {
    const boxes = await finder.find(face.image);
    const [nearest] = boxes.sort((a, b) => overlapOf(b.box, face.box) - overlapOf(a.box, face.box));
    if (nearest !== undefined && overlapOf(nearest.box, face.box) >= 0.5) found.set(face, lookBox(nearest));
  }
  await finder.close();
  console.log(`found: ${found.size} of ${all.length} faces of validation`);
  faces.set(
    'validation',
    all.filter((face) => found.has(face)),
  );
}

async function see(split: string, look: Look): Promise<FitFace[]> {
  const detector = croppedDetector(
    await openLandmarkDetector(look.model, { mirror: true, features: true, eyes: looksAtEyes(model) }),
    look.crop,
  );
  const patchesOf = patchReader(ownSet(detector.metadata), ibug68);
  const fitFaces: FitFace[] = [];
  for (const face of faces.get(split)!) {
    const detection = await detector.detect(face.image, look.boxOf(face));
    const { points, uncertainty } = detection;
    const { photograph: person, labels: target } = face;
    fitFaces.push({ person, points, uncertainty, target, patches: patchesOf(detection) });
  }
  console.log(`${new Date().toISOString()} ${look.name}, ${look.model}: ${split} seen`);
  return fitFaces;
}

async function fitOn(way: AdapterName, seen: ReadonlyMap<string, FitFace[]>): Promise<Fitted> {
  const { metadata } = await openLandmarkDetector(model);
  const train = seen.get('train')!;
  const context: FitContext = {
    from: ownSet(metadata),
    to: ibug68,
    convention: metadata.landmarks.convention,
    seed: 1,
    fittedOn: `${train.length} faces of train`,
  };
  const fitted = await fitWay(way, train, context);
  const { ridge } = fitted;
  if (ridge !== null) console.log(`${way}: strength ${ridge}`);
  const chosen = ridge === null ? context : { ...context, strength: ridge };
  const uncertainty = flags.used ? await leftOutDeviations(way, train, chosen) : undefined;
  console.log(`${new Date().toISOString()} ${way} fitted`);
  return { ...fitted, way, uncertainty };
}

function addRows(look: string, fitted: readonly Fitted[], seen: ReadonlyMap<string, FitFace[]>): void {
  for (const { way, apply, adapter, uncertainty } of fitted) {
    const measure: Row['measure'] = (split) => {
      const wild = faces.get(split)!;
      const fitFaces = seen.get(split)!;
      const errors = fitFaces.map(({ points, patches, uncertainty: own = new Float32Array() }, i) =>
        pointErrors(apply({ points, uncertainty: own, transferred: null, patches }), wild[i]!.labels),
      );
      const all = nmes(errors, wild);
      const cells = cellsOf(errors, wild);
      if (flags.used)
        cells.push(
          ...[undefined, uncertainty].map((bars) =>
            within({ ...adapter!, uncertainty: bars }, fitFaces, errors),
          ),
        );
      return { nme: mean(all), cells, errors: all };
    };
    rows.push({ look, way, measure });
  }
}

/** The share of points within two deviations: of all, and of each region. */
function within(adapter: PointAdapter, seen: readonly FitFace[], errors: readonly Float32Array[]): string {
  const isWithin = seen.map(({ points, uncertainty }, i) => {
    const deviations = adaptDeviations(adapter, points, uncertainty!);
    return Array.from(errors[i]!, (error, k) => (error <= 2 * deviations[k]! ? 100 : 0));
  });
  const share = (from: number, to: number): string =>
    mean(isWithin.flatMap((face) => face.slice(from, to))).toFixed(0);
  const byRegion = Object.values(regions).map(([from, to]) => share(from, to));
  return `${share(0, 68)} % (${byRegion.join(', ')})`;
}

function sayTable(split: string, shown: readonly Row[]): void {
  console.log(`\n${split}, ${faces.get(split)!.length} faces\n${header}\n${header.replace(/[^|]+/g, '---')}`);
  for (const { look, way, measure } of shown)
    console.log(`| ${look} | ${way} | ${measure(split).cells.join(' | ')} |`);
}

/** Paired by face, drawn by photograph. */
function sayDifference(split: string, row: Row, from: Row): void {
  const [a, b] = [row.measure(split).errors, from.measure(split).errors];
  const differences = a.map((error, i) => error - b[i]!);
  const { low, high } = bootstrapOf(faces.get(split)!).interval(differences);
  console.log(
    `${split}: ${row.way}, ${row.look} − ${from.way}, ${from.look}: ${mean(differences).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
  );
}

function bootstrapOf(wild: readonly WildFace[]): ReturnType<typeof createBootstrap> {
  return createBootstrap(
    wild.map(({ photograph }) => photograph),
    { resamples: 2000, seed: 1 },
  );
}

function nmes(errors: readonly Float32Array[], wild: readonly WildFace[]): number[] {
  return errors.map((distances, i) => imageNme(distances, wild[i]!.eyes));
}

function cellsOf(errors: readonly Float32Array[], wild: readonly WildFace[]): string[] {
  const all = nmes(errors, wild);
  const { low, high } = bootstrapOf(wild).interval(all);
  const byRegion = Object.values(regions).map(([from, to]) =>
    mean(
      nmes(
        errors.map((distances) => distances.slice(from, to)),
        wild,
      ),
    ).toFixed(2),
  );
  const over = all.filter((error) => error > 8).length / all.length;
  return [
    `${mean(all).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
    ...byRegion,
    `${(100 * over).toFixed(1)} %`,
  ];
}
