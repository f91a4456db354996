/**
 * What emotions are told of people whose faces are at rest: portraits (JSON lines with `image` and `bbox`) of sitters who were asked for
 * none, as those of ../shared/faces. Whether one or another smiles a little all the same nobody measured.
 *
 *   npx tsx scripts/measure-resting-faces.ts ../shared/faces/labelled.jsonl [model]
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { describeFace } from '../src/detect/describe/describe-face.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const [source, model = defaultModel] = process.argv.slice(2);
if (source === undefined) throw new Error('give JSON lines of portraits');
const detector = await openLandmarkDetector(model, { mirror: true });
const { landmarks } = detector.metadata;
/** By the beginning of its name, which tells the studio. */
const told = new Map<string, Map<string, number>>();
for (const line of (await readFile(source, 'utf8')).trim().split('\n')) {
  const { id, image, bbox } = JSON.parse(line) as { id: string; image: string; bbox: number[] };
  const file = join(dirname(source), image);
  const picture = await decodeImage(await readFile(file), file);
  const [x, y, width, height] = bbox as [number, number, number, number];
  const face = faceOf(await detector.detect(picture, { x, y, width, height }), landmarks, landmarks.names);
  const { expression } = describeFace(face, {
    camera: { width: picture.width, height: picture.height },
    topics: ['expression'],
  });
  if (expression === undefined) throw new Error(`${landmarks.set} says nothing of expressions`);
  const studio = id.split('_')[0]!;
  const counts = told.get(studio) ?? new Map<string, number>();
  told.set(studio, counts);
  counts.set(expression.emotion.name, (counts.get(expression.emotion.name) ?? 0) + 1);
}
console.log(`${source}, ${model}; ${cpus()[0]?.model}, Node ${process.version}`);
for (const [studio, counts] of told) {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...counts].sort((a, b) => b[1] - a[1]);
  console.log(
    `${studio}, ${all} faces: ${parts.map(([name, count]) => `${name} ${count} (${((100 * count) / all).toFixed(0)} %)`).join(', ')}`,
  );
}
