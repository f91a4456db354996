/**
 * A dataset of faces in twos that differ in the gaze alone, for `adaptation: [{method: twins, …}]` of a recipe. The same
 * arguments continue a stopped run.
 *
 *   npx tsx scripts/make-gaze-twins.ts OUT --head ict-facekit --count 1400 --size 224 --landmarks dense1001 --seed 6701
 *   npx tsx scripts/make-gaze-twins.ts OUT --turns wide --count 1400 --seed 6702      # as far as eyes turn, and into the camera
 */
import { parseArgs } from 'node:util';
import { silentWork } from '../src/core/work.js';
import { gazeTwins } from '../src/dataset/generate/gaze-twins.js';
import { generateDataset } from '../src/dataset/generate/generate-dataset.js';
import { loadHead } from '../src/face/heads/registry.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { wholeFlag } from './whole-flag.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    head: { type: 'string', default: 'ict-facekit' },
    count: { type: 'string', default: '1400' },
    size: { type: 'string', default: '224' },
    landmarks: { type: 'string', default: 'dense1001' },
    seed: { type: 'string', default: '6701' },
    turns: { type: 'string', default: 'moderate' },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('give the folder of the dataset to make');
const { head, landmarks, turns } = values;
if (turns !== 'moderate' && turns !== 'wide') throw new Error('--turns is moderate or wide');
const seed = wholeFlag('seed', values.seed);
const [pairs, size] = [wholeFlag('count', values.count, 1), wholeFlag('size', values.size, 1)];
const scenes = gazeTwins(await loadHead(head), {
  ...{ count: pairs, size, seed, turns, pose: 'in-the-wild' },
  set: landmarkSet(landmarks),
});
const { count } = await generateDataset(
  { head, landmarks, scenes, count: scenes.scenes.length, size, validation: 0, test: 0, out },
  { ...silentWork, report: (done, total) => console.log(`${done}/${total}`) },
);
console.log(`${out}: ${count} faces`);
