/**
 * The tables of docs/evaluation.md: what maps from a model's points to those of annotators are worth on photographs taken in the
 * wild. Error by outer eye corners. What is fitted here is never kept.
 *
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001          # train and validation
 *   npx tsx scripts/measure-adapters.ts ../shared/in-the-wild dense1001 --test   # and test, once everything is chosen
 *
 * Each map is fitted as `model adapt` does it, and used as the detector uses it: through the boxes of the labels, through those of the
 * face finder, and once only through the boxes of the labels where it looks twice by itself. Beside the error how many points lie within
 * two deviations, by the error bars of the nearest points and by those that the map has of its own.
 * `--also model.onnx`: how the maps do behind a further model of the same points, such as an
 * export at another precision. `--kinds ridge-affine,ridge-features`: these maps alone; `--crop 1`: at this crop.
 */
import { parseArgs } from 'node:util';
import { mean } from '../src/core/numbers/statistics.js';
import { lookBox } from '../src/detect/finder/look-box.js';
import { adaptedDetector } from '../src/detect/landmarks/adapted-detector.js';
import type { Detection, Detector } from '../src/detect/landmarks/detector.js';
import { adaptDeviations, type PointAdapter } from '../src/detect/landmarks/point-adapter.js';
import { openFinder } from '../src/detect/node/open-finder.js';
import { type OpenModelOptions, openModel } from '../src/detect/node/open-landmark-detector.js';
import { looksAtEyes, modelFile } from '../src/detect/node/shipped-model-file.js';
import { ownSet } from '../src/detect/point-maps/wanted-landmarks.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { patchReader } from '../src/evaluation/adapters/adapter.js';
import { fitByLooks, type GlancedFace, looksOf } from '../src/evaluation/adapters/fit-by-looks.js';
import { type AdapterName, adapterWays } from '../src/evaluation/adapters/registry.js';
import { createBootstrap } from '../src/evaluation/tests/bootstrap.js';
import { overlapOf } from '../src/landmarks/box-overlap.js';
import { imageNme, pointErrors } from '../src/landmarks/errors/nme.js';
import type { FaceBox } from '../src/landmarks/face-crop.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readWildFaces, type WildFace } from './wild-faces.js';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    test: { type: 'boolean' },
    also: { type: 'string', multiple: true, default: [] },
    kinds: { type: 'string' },
    crop: { type: 'string' },
  },
});
const [folder = '../shared/in-the-wild', model = defaultModel] = positionals;

/** The 68 points by region: `[from, to)`. */
const regions = { jaw: [0, 17], brows: [17, 27], nose: [27, 36], eyes: [36, 48], mouth: [48, 68] } as const;
const measuredWays: readonly AdapterName[] = ['nearest-subset', 'ridge-affine', 'ridge-features', 'mlp'];
const ways = measuredWays.filter((way) => flags.kinds?.split(',').includes(way) ?? true);
const headings = ['map', 'boxes', 'NME', ...Object.keys(regions), 'over 8', 'within 2σ: nearest', 'own'];

const splits = ['validation', ...(flags.test ? ['test'] : [])];
const faces = new Map<string, WildFace[]>();
for (const split of ['train', ...splits]) faces.set(split, await readWildFaces(folder, split));
const found = new Map<WildFace, FaceBox>();
for (const split of splits) await findFaces(split);

/** What one map gives on the faces of a split. */
interface Row {
  way: AdapterName;
  boxes: string;
  nme: number;
  cells: string[];
  errors: number[];
}

const fitted = new Map<AdapterName, PointAdapter>();
for (const way of ways) fitted.set(way, await fitOn(way));
for (const split of splits) {
  const rows: Row[] = [];
  for (const file of [model, ...flags.also])
    for (const [way, adapter] of fitted) rows.push(...(await rowsOf(split, way, adapter, file)));
  console.log(`\n${split}, ${faces.get(split)!.length} faces, ${model}\n| ${headings.join(' | ')} |`);
  console.log(`|${headings.map(() => '---').join('|')}|`);
  for (const { way, boxes, cells } of rows) console.log(`| ${way} | ${boxes} | ${cells.join(' | ')} |`);
  sayDifferences(split, rows);
}

/** Where the finder sees the faces of a split; those that it does not find are left out of everything. */
async function findFaces(split: string): Promise<void> {
  const finder = await openFinder();
  const all = faces.get(split)!;
  for (const face of all) {
    const boxes = [...(await finder.find(face.image))];
    const [nearest] = boxes.sort((a, b) => overlapOf(b.box, face.box) - overlapOf(a.box, face.box));
    if (nearest !== undefined && overlapOf(nearest.box, face.box) >= 0.5) found.set(face, lookBox(nearest));
  }
  await finder.close();
  faces.set(
    split,
    all.filter((face) => found.has(face)),
  );
  console.log(`found: ${faces.get(split)!.length} of ${all.length} faces of ${split}`);
}

function optionsFor(file: string): OpenModelOptions {
  return { mirror: true, eyes: looksAtEyes(file) || looksAtEyes(model) };
}

async function fitOn(way: AdapterName): Promise<PointAdapter> {
  // What learns nothing needs no face.
  const train = faces.get('train')!.slice(0, adapterWays[way].learnsFrom === 'nothing' ? 1 : undefined);
  const features = adapterWays[way].reads === 'features';
  const crop = flags.crop === undefined ? adapterWays[way].crop : Number(flags.crop);
  const opened = await openModel(modelFile(model), { ...optionsFor(model), features });
  const { metadata } = opened.detector;
  const own = ownSet(metadata);
  const patches = patchReader(own, ibug68);
  const looks = looksOf(opened, crop, async (by, isFirst) => {
    const seen: GlancedFace[] = [];
    for (const { id, photograph: person, labels: target, image, box } of train) {
      const detection = await by(id).detect(image, box);
      const { points, uncertainty } = detection;
      const read = features && !isFirst ? patches(detection) : undefined;
      seen.push({ id, person, points, uncertainty, target, patches: read });
    }
    return seen;
  });
  try {
    const { convention } = metadata.landmarks;
    const { adapter, ridge, crossValidated } = await fitByLooks(way, looks, {
      ...{ from: own, to: ibug68, convention, seed: 1, ...(crop !== 1 && { crop }) },
      fittedOn: (count) => `${count} faces of train`,
    });
    const chosen =
      ridge === null ? '' : `, strength ${ridge}, train cross-validated ${crossValidated?.toFixed(2)}`;
    console.log(`${new Date().toISOString()} ${way} fitted${chosen}`);
    return adapter!;
  } finally {
    await opened.close();
  }
}

/** @param file – of the model that is looked through. */
async function rowsOf(split: string, way: AdapterName, adapter: PointAdapter, file: string): Promise<Row[]> {
  const wild = faces.get(split)!;
  const behind = file === model ? '' : `, ${file}`;
  const given = (face: WildFace): FaceBox => face.box;
  const rows = [await measured('labels', given), await measured('found', (face) => found.get(face)!)];
  if (adapter.firstLook !== undefined) rows.push(await measured('labels, once', given, true));
  return rows;

  async function measured(boxes: string, boxOf: (face: WildFace) => FaceBox, isOnce = false): Promise<Row> {
    const errors: Float32Array[] = [];
    const bars: Record<'nearest' | 'own', Float32Array[]> = { nearest: [], own: [] };
    const features = adapter.patches !== undefined;
    const { detector, quick, close } = await openModel(modelFile(file), { ...optionsFor(file), features });
    let look: Detection | undefined;
    const watched: Detector = {
      ...detector,
      detect: async (image, box) => {
        look = await detector.detect(image, box);
        return look;
      },
    };
    // As `openModel` joins them, but that the same look also tells the error bars of the nearest points.
    const looksFirst = adapter.firstLook !== undefined && !isOnce;
    const adapted = adaptedDetector(watched, adapter, looksFirst ? quick : undefined);
    for (const face of wild) {
      const detection = await adapted.detect(face.image, boxOf(face));
      errors.push(pointErrors(detection.points, face.labels));
      const { points, uncertainty } = look!;
      bars.nearest.push(adaptDeviations({ ...adapter, uncertainty: undefined }, points, uncertainty));
      if (adapter.uncertainty !== undefined) bars.own.push(detection.uncertainty);
    }
    await close();
    const all = nmes(errors, wild);
    const cells = [
      ...cellsOf(errors, wild),
      within(errors, bars.nearest),
      adapter.uncertainty === undefined ? '–' : within(errors, bars.own),
    ];
    console.log(`${new Date().toISOString()} ${way}, ${boxes}${behind}: ${split} seen`);
    return { way, boxes: `${boxes}${behind}`, nme: mean(all), cells, errors: all };
  }
}

/** The share of points within two deviations, per cent: of all, and of each region. */
function within(errors: readonly Float32Array[], deviations: readonly Float32Array[]): string {
  const isWithin = errors.map((face, i) =>
    Array.from(face, (error, k) => (error <= 2 * deviations[i]![k]! ? 100 : 0)),
  );
  const share = (from: number, to: number): number => mean(isWithin.flatMap((face) => face.slice(from, to)));
  const byRegion = Object.values(regions).map(([from, to]) => share(from, to).toFixed(0));
  return `${share(0, 68).toFixed(1)} (${byRegion.join(', ')})`;
}

/** Each map against `ridge-affine` through the same boxes: paired by face, drawn by photograph. */
function sayDifferences(split: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const from = rows.find(
      ({ way, boxes }) => way === 'ridge-affine' && boxes === row.boxes.replace(', once', ''),
    );
    if (from === undefined || from === row) continue;
    const differences = row.errors.map((error, i) => error - from.errors[i]!);
    const { low, high } = bootstrapOf(faces.get(split)!).interval(differences);
    console.log(
      `${split}: ${row.way}, ${row.boxes} − ${from.way}, ${from.boxes}: ${mean(differences).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    );
  }
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
