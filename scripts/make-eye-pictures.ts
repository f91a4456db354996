/**
 * Pictures for the network that looks at eyes: close-ups that are drawn for it, and the eyes of faces that are there. Left eyes
 * are mirrored. The points are those of `eye151`.
 *
 *   npx tsx scripts/make-eye-pictures.ts OUT --head ict-facekit --count 6000 --size 160 --seed 301
 *   npx tsx scripts/make-eye-pictures.ts OUT --faces data/dense-1
 */
import { parseArgs } from 'node:util';
import { makeCloseUps, takeEyes } from '../src/dataset/eyes/eye-pictures.js';
import { wholeFlag } from './whole-flag.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faces: { type: 'string' },
    head: { type: 'string', default: 'ict-facekit' },
    count: { type: 'string', default: '6000' },
    size: { type: 'string', default: '160' },
    seed: { type: 'string', default: '301' },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('give the folder of the dataset to make');
const say = (done: number, total: number): void => console.log(`${done}/${total}`);
const eyes =
  values.faces === undefined
    ? await makeCloseUps(
        {
          head: values.head,
          count: wholeFlag('count', values.count, 1),
          size: wholeFlag('size', values.size, 1),
          seed: wholeFlag('seed', values.seed),
          out,
        },
        say,
      )
    : await takeEyes({ faces: values.faces, out }, say);
console.log(`${out}: ${eyes} eyes`);
