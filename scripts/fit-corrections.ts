/**
 * Fits how a shipped model's points are wrong together (`src/annotation/error-modes.ts`) on synthetic faces that it has not
 * learnt from, and writes the file that lies beside it.
 *
 *   npx tsx scripts/fit-corrections.ts dense1001 700 models/dense1001-corrections.json data/faces-1 data/faces-2
 */
import { writeFile } from 'node:fs/promises';
import { correctionText } from '../src/annotation/correction-file.js';
import { errorModes, type MissedFace } from '../src/annotation/error-modes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { ownSet } from '../src/detect/point-maps/wanted-landmarks.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const [model = 'dense1001', count = '700', target = 'corrections.json', ...folders] = process.argv.slice(2);
const detector = await openLandmarkDetector(model, { mirror: true });
const set = ownSet(detector.metadata);
const { convention } = detector.metadata.landmarks;
const faces: MissedFace[] = [];
for (const folder of folders) {
  const dataset = await openDataset(folder);
  const unseen = [
    ...(await dataset.indices({ split: 'validation' })),
    ...(await dataset.indices({ split: 'test' })),
  ].slice(0, Math.ceil(Number(count) / folders.length));
  for (const index of unseen) {
    const [sample] = await dataset.read([index]);
    const { points, uncertainty } = await detector.detect(
      await decodeImage(sample!.image, sample!.id),
      sample!.box,
    );
    faces.push({ points, uncertainty, truth: sample!.points[convention]! });
  }
}
const text = correctionText({ set: set.name, model: errorModes(set, faces) });
await writeFile(target, text);
console.log(`${faces.length} faces, ${text.length} bytes`);
