/**
 * Where brows, lids and irises of faces at rest lie, as the shipped detector finds them: of generated people beside photographed ones
 * (JSON lines with `image` and `bbox`), medians in hundredths of the distance of the outer eye corners, above the line of the four corners.
 *
 *   lineament generate --head ict-facekit --count 220 --size 224 --landmarks dense1001 --pose frontal --without expression --seed 77 --validation 0 --test 0 --out data/rest
 *   npx tsx scripts/measure-places.ts data/rest ../shared/faces/labelled.jsonl
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDataset } from '../src/dataset/store/store.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

interface Picture {
  name: string;
  bytes: Uint8Array;
  box: { x: number; y: number; width: number; height: number };
}

const sides = ['right', 'left'] as const;
const detector = await openLandmarkDetector(defaultModel, { mirror: true });
const numbers = new Map(detector.metadata.landmarks.names.map((name, k) => [name, k]));

const sources = process.argv.slice(2);
if (sources.length < 2)
  throw new Error('give at least two of folders of datasets and JSON lines of photographs');
const columns: Map<string, number[]>[] = [];
for (const source of sources) {
  const found = new Map<string, number[]>();
  for await (const { name, bytes, box } of source.endsWith('.jsonl') ? photographs(source) : faces(source)) {
    const { points } = await detector.detect(await decodeImage(bytes, name), box);
    for (const [what, value] of placesOf(points)) found.set(what, [...(found.get(what) ?? []), value]);
  }
  columns.push(found);
}
console.log(`median (standard deviation): ${sources.join(', ')}`);
for (const what of columns[0]!.keys())
  console.log(`${what.padEnd(24)} ${columns.map((found) => told(found.get(what)!)).join('   ')}`);

async function* photographs(source: string): AsyncGenerator<Picture> {
  for (const line of (await readFile(source, 'utf8')).trim().split('\n')) {
    const { image, bbox } = JSON.parse(line) as { image: string; bbox: [number, number, number, number] };
    const name = join(dirname(source), image);
    const [x, y, width, height] = bbox;
    yield { name, bytes: await readFile(name), box: { x, y, width, height } };
  }
}

async function* faces(source: string): AsyncGenerator<Picture> {
  const dataset = await openDataset(source);
  for (const index of await dataset.indices({})) {
    const [sample] = await dataset.read([index]);
    yield { name: sample!.id, bytes: sample!.image, box: sample!.box };
  }
}

/** @param points – `[K, 2]` of one face. */
function placesOf(points: Float32Array): Map<string, number> {
  const place = (name: string): [number, number] => {
    const k = numbers.get(name);
    if (k === undefined) throw new Error(`${defaultModel} has no point ${name}`);
    return [points[2 * k]!, points[2 * k + 1]!];
  };
  const corner = (side: string, end: '000' | '1000'): [number, number] => place(`lid.${side}.upper.${end}`);
  const [right, left] = [corner('right', '000'), corner('left', '000')];
  const across = [left[0] - right[0], left[1] - right[1]] as const;
  const width = Math.hypot(...across);
  const [ux, uy] = [across[0] / width, across[1] / width];
  const middle = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2] as const;
  const level = ([x, y]: [number, number]): [aside: number, up: number] => [
    (100 * ((x - middle[0]) * ux + (y - middle[1]) * uy)) / width,
    (100 * ((x - middle[0]) * uy - (y - middle[1]) * ux)) / width,
  ];
  const inner = sides.map((side) => level(corner(side, '1000')));
  const line = (inner[0]![1] + inner[1]![1]) / 4;
  const up = (name: string): number => {
    const [a, b] = sides.map((side) => level(place(name.replace('*', side)))[1]);
    return (a! + b!) / 2 - line;
  };
  const heights = ['brow.*.upper.000', 'brow.*.upper.500', 'brow.*.upper.938', 'brow.*.lower.000']
    .concat([
      'brow.*.lower.500',
      'brow.*.lower.938',
      'lid.*.upper.500',
      'lid.*.lower.500',
      'iris.*.across.500',
    ])
    .map((name): [string, number] => [name, up(name)]);
  return new Map([...heights, ['between inner corners', inner[1]![0] - inner[0]![0]]]);
}

function told(values: readonly number[]): string {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return `${middle.toFixed(1).padStart(6)} (${spread.toFixed(1)})`;
}
