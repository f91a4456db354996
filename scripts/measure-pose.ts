/**
 * How exactly a head's pose is told from detected points (docs/describing.md): the test part of a generated dataset, whose truth is
 * exact, looked at as still pictures are, through the boxes of the labels. Twice: with the cameras known, and with nothing known but the
 * middle and the size of the picture that each is a part of; focal lengths then spread about the usual one by a factor of e^0.35 (drawn
 * by a seed). Beside what is told stands the fit alone.
 *
 *   npx tsx scripts/measure-pose.ts data/gaze dense1001
 */
import { cpus } from 'node:os';
import { mean, median } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import type { Matrix3 } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { viewFace } from '../src/detect/describe/describe-face.js';
import { usualFocal } from '../src/detect/describe/fit/fit-priors.js';
import { correctedPose } from '../src/detect/describe/pose/pose-correction.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { type PoseError, poseError } from '../src/studies/applications/pose-error.js';

const [source, model = defaultModel] = process.argv.slice(2);
if (source === undefined) throw new Error('give a generated dataset');
/** Degrees of yaw. */
const bands = [0, 15, 30, 60, 90];

/** Of the logarithm. */
const focalSpread = 0.35;

const dataset = await openDataset(source);
const detector = await openLandmarkDetector(model, { mirror: true });
const { landmarks } = detector.metadata;
type Row = PoseError & { yaw: number };
const rows: Record<string, Row[]> = {
  known: [],
  'known, the fit alone': [],
  unknown: [],
  'unknown, the fit alone': [],
};
for (const index of await dataset.indices({ split: 'test' })) {
  const [sample] = await dataset.read([index]);
  const { attributes, image, id, box } = sample!;
  if (!isGenerated(attributes)) throw new Error(`${id}: no generated face`);
  const { scene, camera, head } = attributes;
  const found = await detector.detect(await decodeImage(image, id), box);
  const face = faceOf(found, landmarks, landmarks.names);
  const { focal, cx, cy } = camera;
  const spread = new Random(1, 'focal length', index).normal(0, focalSpread);
  const longer = focal / (usualFocal.middle * Math.exp(spread));
  for (const [name, given] of [
    ['known', { focal, cx, cy }],
    ['unknown', { cx, cy, width: longer, height: longer }],
  ] as const) {
    const view = viewFace(face, { camera: given });
    for (const [kind, { rotation, covariance }] of [
      [name, correctedPose(view)],
      [`${name}, the fit alone`, view.fit],
    ] as const)
      rows[kind]!.push({
        yaw: Math.abs((scene.pose.yaw * 180) / Math.PI),
        ...poseError(
          rotation,
          [covariance[0]!, covariance[7]!, covariance[14]!],
          head.rotation as unknown as Matrix3,
        ),
      });
  }
}
dataset.close();
console.log(`${source}, ${model}; ${cpus()[0]?.model}, Node ${process.version}`);
for (const [name, of] of Object.entries(rows)) report(name, of);

function report(name: string, of: readonly Row[]): void {
  const errors = of.map(({ error }) => error);
  const within = of.flatMap(({ shares }) => shares.map((share) => Number(Math.abs(share) < 1)));
  console.log(
    `${name}: ${mean(errors).toFixed(2)}° in the mean, ${median(errors).toFixed(2)}° median (${of.length} faces); ${(100 * mean(within)).toFixed(0)} % of the axes within one deviation`,
  );
  for (const [i, low] of bands.slice(0, -1).entries()) {
    const high = bands[i + 1]!;
    const band = of.filter(({ yaw }) => yaw >= low && yaw < high);
    if (band.length > 0)
      console.log(
        `  yaw ${low} to ${high}°: ${mean(band.map(({ error }) => error)).toFixed(1)}° (${band.length} faces)`,
      );
  }
}
