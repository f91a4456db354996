/**
 * The table of the shipped dense models in models/README.md: errors on photographs of persons that no training saw, in
 * every way of comparing, with intervals.
 *
 *   npx tsx scripts/measure-models.ts data/photos-study data/dense-wild data/dense-frontal
 */
import { readFile } from 'node:fs/promises';
import { modelFile } from '../src/detect/node/shipped-model-file.js';
import { shippedModels } from '../src/detect/shipped-models.js';
import { measureRow } from '../src/evaluation/rows/measure-row.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { readModelMetadata } from '../src/networks/model-file/read-model-metadata.js';

const [photographs = 'data/photos-study', synthetic = 'data/dense-wild', pairs = 'data/dense-frontal'] =
  process.argv.slice(2);

const fitted = {
  fit: [{ name: 'train', data: photographs, split: 'train' }],
  synthetic: { name: 'pairs', data: pairs, split: 'train', limit: 1500 },
};

console.log(
  '| model | faces | compared by | points | NME ioc | 95 % | NME pupils | median ioc | failures over 8 | AUC@8 |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const name of Object.keys(shippedModels)) {
  const model = modelFile(name);
  const { landmarks, transfer } = readModelMetadata(await readFile(model), model);
  if (landmarks.set === ibug68.name) continue;
  const { cells } = await measureRow({
    model,
    measure: [
      { name: 'synthetic, in the wild', data: synthetic, split: 'test' },
      { name: 'validation', data: photographs, split: 'validation' },
      { name: 'test', data: photographs, split: 'test' },
    ],
    // One that has learnt a transfer has seen the labels of the train split.
    ...(transfer === undefined && fitted),
    seed: 1,
    resamples: 2000,
  });
  for (const { part, comparison, points, figures } of cells) {
    const eyes = figures['outer-eye-corners'];
    if (eyes == null) continue;
    const { nme, interval, median, failureRate, areaUnderCurve } = eyes;
    const columns = [
      name,
      part,
      comparison,
      points,
      nme.toFixed(2),
      `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}`,
      figures.pupils?.nme.toFixed(2) ?? '–',
      median.toFixed(2),
      `${(100 * failureRate['8']).toFixed(1)} %`,
      areaUnderCurve['8'].toFixed(3),
    ];
    console.log(`| ${columns.join(' | ')} |`);
  }
}
