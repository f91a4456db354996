/**
 * How exactly a head's pose is told from detected points (docs/describing.md): the test part of a generated dataset, whose truth is
 * exact, looked at as still pictures are, through the boxes of the labels and with the cameras known.
 *
 *   npx tsx scripts/measure-pose.ts data/gaze dense1001
 */
import { cpus } from 'node:os';
import { mean, median } from '../src/core/numbers/statistics.js';
import type { Matrix3 } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { describeFace } from '../src/detect/describe/describe-face.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { type PoseError, poseError } from '../src/studies/applications/pose-error.js';

const [source, model = defaultModel] = process.argv.slice(2);
if (source === undefined) throw new Error('give a generated dataset');
/** Degrees of yaw. */
const bands = [0, 15, 30, 60, 90];

const dataset = await openDataset(source);
const detector = await openLandmarkDetector(model, { mirror: true });
const { landmarks } = detector.metadata;
const rows: (PoseError & { yaw: number })[] = [];
for (const index of await dataset.indices({ split: 'test' })) {
  const [sample] = await dataset.read([index]);
  const { attributes, image, id, box } = sample!;
  if (!isGenerated(attributes)) throw new Error(`${id}: no generated face`);
  const { scene, camera, head } = attributes;
  const found = await detector.detect(await decodeImage(image, id), box);
  const { focal, cx, cy } = camera;
  const { pose } = describeFace(faceOf(found, landmarks, landmarks.names), {
    camera: { focal, cx, cy },
    topics: ['pose'],
  });
  const { rotation, covariance } = pose!;
  const variances = [covariance[0]![0]!, covariance[1]![1]!, covariance[2]![2]!] as const;
  rows.push({
    yaw: Math.abs((scene.pose.yaw * 180) / Math.PI),
    ...poseError(rotation as unknown as Matrix3, variances, head.rotation as unknown as Matrix3),
  });
}
dataset.close();
const errors = rows.map(({ error }) => error);
const within = rows.flatMap(({ shares }) => shares.map((share) => Number(Math.abs(share) < 1)));
console.log(
  `${source}, ${model}, ${rows.length} faces; ${cpus()[0]?.model}, Node ${process.version}\n` +
    `head pose off by ${mean(errors).toFixed(2)}° in the mean, ${median(errors).toFixed(2)}° median; ${(100 * mean(within)).toFixed(0)} % of the axes within one deviation`,
);
for (const [i, low] of bands.slice(0, -1).entries()) {
  const high = bands[i + 1]!;
  const of = rows.filter(({ yaw }) => yaw >= low && yaw < high);
  if (of.length > 0)
    console.log(
      `yaw ${low} to ${high}°: ${mean(of.map(({ error }) => error)).toFixed(1)}° (${of.length} faces)`,
    );
}
