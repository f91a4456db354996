/**
 * Whether a tracker notices that a face is gone (docs/tracking.md): how many looks at labelled faces, and at places of the same
 * photographs far from them, pass for a face. Of the places some may show unlabelled faces.
 *
 *   npx tsx scripts/measure-lost-faces.ts ../shared/in-the-wild validation
 *   npx tsx scripts/measure-lost-faces.ts ../shared/in-the-wild validation dense1001 adapter.json
 */
import { Random } from '../src/core/random.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { createTracker } from '../src/detect/tracker/create-tracker.js';
import { enlargeBox, type FaceBox } from '../src/landmarks/face-crop.js';
import { readWildFaces, type WildFace } from './wild-faces.js';

const [folder = '../shared/in-the-wild', split = 'validation', model = defaultModel, adapter] =
  process.argv.slice(2);
const frames = 4;
const detector = await openLandmarkDetector(model, { adapter });
const faces = await readWildFaces(folder, split);

console.log(
  `| ${model}${adapter === undefined ? '' : ` behind ${adapter}`}, ${split} | places | taken for a face | still followed after ${frames} frames |`,
);
console.log('|---|---|---|---|');
for (const [name, boxes] of [
  ['labelled faces', faces.map(({ box }) => [box])],
  ['far from them', faces.map(placesWithoutFace)],
] as const) {
  let [places, taken, followed] = [0, 0, 0];
  for (const [i, { image }] of faces.entries())
    for (const box of boxes[i]!) {
      const tracker = createTracker({ detector, finder: { find: async () => [{ box }] } });
      const seen: boolean[] = [];
      for (let frame = 0; frame < frames; frame++) seen.push((await tracker.track(image)).length > 0);
      places++;
      if (seen[0]) taken++;
      if (seen.at(-1)) followed++;
    }
  const share = (count: number): string => `${((100 * count) / places).toFixed(1)} %`;
  console.log(`| ${name} | ${places} | ${share(taken)} | ${share(followed)} |`);
}

/** Up to two squares, half as large as the face to as large, that do not touch its head. */
function placesWithoutFace({ id, image, box }: WildFace): FaceBox[] {
  const random = new Random(3, id);
  const head = enlargeBox(box, 1.6);
  const places: FaceBox[] = [];
  for (let attempt = 0; attempt < 60 && places.length < 2; attempt++) {
    const side = Math.max(box.width, box.height) * random.uniform(0.5, 1);
    if (side >= Math.min(image.width, image.height)) continue;
    const x = random.uniform(0, image.width - side);
    const y = random.uniform(0, image.height - side);
    const isApart =
      x + side < head.x || x > head.x + head.width || y + side < head.y || y > head.y + head.height;
    if (isApart) places.push({ x, y, width: side, height: side });
  }
  return places;
}
