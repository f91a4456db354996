/**
 * The table of docs/evaluation.md: what maps from a model's points to those of annotators are worth on photographs taken in the
 * wild. Each is fitted on `train` for one way of looking; the best on `validation` is the one that `test` is told of, with
 * the plain points beside it. Box of the labels, error by outer eye corners. What is fitted here is never kept.
 *
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001          # train and validation
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001 test     # and test, once everything is chosen
 */
import { mean } from '../src/core/numbers/statistics.js';
import type { LookOptions } from '../src/detect/landmarks/create-detector.js';
import { croppedDetector } from '../src/detect/landmarks/cropped-detector.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { ownSet } from '../src/detect/point-maps/wanted-landmarks.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { type FitFace, patchReader } from '../src/evaluation/adapters/adapter.js';
import { type AdapterName, adapterWays, fitWay } from '../src/evaluation/adapters/registry.js';
import { createBootstrap } from '../src/evaluation/tests/bootstrap.js';
import { imageNme, pointErrors } from '../src/landmarks/errors/nme.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readWildFaces, type WildFace } from './wild-faces.js';

const [folder = '../shared/in-the-wild', model = defaultModel, last = ''] = process.argv.slice(2);
const looks: { name: string; options: LookOptions; crop: number }[] = [
  { name: 'mirror', options: { mirror: true }, crop: 1 },
  { name: 'mirror, crop × 0.9', options: { mirror: true }, crop: 0.9 },
];
/** The 68 points by region: `[from, to)`. */
const regions = { jaw: [0, 17], brows: [17, 27], nose: [27, 36], eyes: [36, 48], mouth: [48, 68] } as const;
const ways = Object.entries(adapterWays)
  .filter(([, { learnsFrom, fit }]) => fit !== null && learnsFrom !== 'synthetic pairs')
  .map(([name]) => name as AdapterName);
const header = `| ${model} | map | NME | ${Object.keys(regions).join(' | ')} | over 8 |`;

const splits = ['train', 'validation', ...(last === 'test' ? ['test'] : [])];
const faces = new Map<string, WildFace[]>();
for (const split of splits) faces.set(split, await readWildFaces(folder, split));

interface Row {
  look: string;
  way: AdapterName;
  /** What `split` would get. */
  measure(split: string): { nme: number; cells: string[]; errors: number[] };
}
const rows: Row[] = [];
for (const { name: look, options, crop } of looks) {
  const detector = croppedDetector(await openLandmarkDetector(model, { ...options, features: true }), crop);
  const patchesOf = patchReader(ownSet(detector.metadata), ibug68);
  const seen = new Map<string, FitFace[]>();
  for (const [split, wild] of faces) {
    const fitFaces: FitFace[] = [];
    for (const { photograph, image, box, labels } of wild) {
      const detection = await detector.detect(image, box);
      const { points } = detection;
      fitFaces.push({ person: photograph, points, target: labels, patches: patchesOf(detection) });
    }
    seen.set(split, fitFaces);
  }
  const context = {
    from: ownSet(detector.metadata),
    to: ibug68,
    convention: detector.metadata.landmarks.convention,
    seed: 1,
    fittedOn: `${seen.get('train')!.length} faces of train`,
  };
  for (const way of ways) {
    const { apply, ridge } = await fitWay(way, seen.get('train')!, context);
    if (ridge !== null) console.log(`${look}: strength ${ridge}`);
    const measure: Row['measure'] = (split) => {
      const wild = faces.get(split)!;
      const errors = seen.get(split)!.map(({ points, patches }, i) => {
        const uncertainty = new Float32Array(points.length / 2);
        return pointErrors(apply({ points, uncertainty, transferred: null, patches }), wild[i]!.labels);
      });
      const all = nmes(errors, wild);
      return { nme: mean(all), cells: cellsOf(errors, wild), errors: all };
    };
    rows.push({ look, way, measure });
  }
}
sayTable('validation', rows);
const best = rows.reduce((a, b) => (b.measure('validation').nme < a.measure('validation').nme ? b : a));
console.log(`\nbest on validation: ${best.way}, ${best.look}`);
const asItLooks = rows.filter(({ look, way }) => look === 'mirror' && way !== 'mlp');
if (last === 'test') sayTable('test', [...asItLooks, best]);
for (const split of splits.slice(1))
  sayDifference(split, best, asItLooks.find(({ way }) => way === 'ridge-affine')!);

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
