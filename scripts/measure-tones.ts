/**
 * What the colour of light does: points, visibility, pose, gaze and lids of a generated dataset's test part by tone (`colour`,
 * `infrared`, `black and white`), as `detect` looks at still pictures. Boxes are those of the labels.
 *
 *   lineament generate --head ict-facekit --count 400 --size 160 --landmarks dense1001 --pose in-cabin --seed 6203 \
 *     --validation 0 --test 0.9 --out data/cabin
 *   npx tsx scripts/measure-tones.ts data/cabin
 */
import { cpus } from 'node:os';
import { areaUnderRoc } from '../src/core/numbers/area-under-roc.js';
import { mean } from '../src/core/numbers/statistics.js';
import { angleBetweenVectors } from '../src/core/vector.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { shownVisibility } from '../src/dataset/load/shown-visibility.js';
import { openDataset } from '../src/dataset/store/store.js';
import { describeFace } from '../src/detect/describe/describe-face.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { visibility, visibilityKinds } from '../src/landmarks/landmark-set.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { angleBetween } from '../src/studies/applications/pose-error.js';

const degrees = 180 / Math.PI;
const closed = { actions: ['eyesClosed.right', 'eyesClosed.left'], sides: ['right', 'left'] } as const;

interface Tone {
  /** Mean distance of the points, shares of the longer side of the face's box. */
  off: number[];
  said: number[];
  seen: number[];
  pose: number[];
  gaze: number[];
  shut: number;
  shutRight: number;
  open: number;
  openRight: number;
}

const [source, model = 'dense1001'] = process.argv.slice(2);
if (source === undefined) throw new Error('give a generated dataset');
const dataset = await openDataset(source);
const detector = await openLandmarkDetector(model, { mirror: true });
const { landmarks } = detector.metadata;
const tones = new Map<string, Tone>();
for (const index of await dataset.indices({ split: 'test' })) {
  const [sample] = await dataset.read([index]);
  const { attributes, image, id, box, points } = sample!;
  if (!isGenerated(attributes)) throw new Error(`${id}: no generated face`);
  const { scene, camera, gaze, head } = attributes;
  const kind = attributes.shows.tone;
  const tone: Tone = tones.get(kind) ?? {
    off: [],
    said: [],
    seen: [],
    pose: [],
    gaze: [],
    shut: 0,
    shutRight: 0,
    open: 0,
    openRight: 0,
  };
  tones.set(kind, tone);
  const found = await detector.detect(await decodeImage(image, id), box);
  const labels = points[landmarks.convention]!;
  tone.off.push(
    mean(
      landmarks.names.map((_, k) =>
        Math.hypot(found.points[2 * k]! - labels[2 * k]!, found.points[2 * k + 1]! - labels[2 * k + 1]!),
      ),
    ) / Math.max(box!.width, box!.height),
  );
  shownVisibility(sample!, landmarks.convention)?.forEach((what, k) => {
    if (what >= visibilityKinds || what !== sample!.visibility![k]) return;
    tone.said.push(found.visibility![k * visibilityKinds + visibility.visible]!);
    tone.seen.push(Number(what === visibility.visible));
  });
  const { focal, cx, cy } = camera;
  const described = describeFace(faceOf(found, landmarks, landmarks.names), {
    camera: { focal, cx, cy },
    topics: ['pose', 'gaze', 'eyes'],
  });
  tone.pose.push(angleBetween(described.pose!.rotation as never, head.rotation as never));
  if (scene.face.worn.glasses?.dark) continue;
  const { direction } = described.gaze!.joined;
  const [a, b, c, d, e, f] = gaze as unknown as number[];
  if (direction !== undefined)
    tone.gaze.push(angleBetweenVectors(direction, [a! + d!, b! + e!, c! + f!]) * degrees);
  closed.sides.forEach((side, i) => {
    const amount = scene.face.actions[closed.actions[i]!] ?? 0;
    const { state } = described.eyes![side];
    if (amount > 0.95) {
      tone.shut++;
      tone.shutRight += Number(state === 'closed');
    } else if (amount < 0.3) {
      tone.open++;
      tone.openRight += Number(state === 'open');
    }
  });
}
console.log(
  `${source}, ${model}; ${cpus()[0]?.model}, Node ${process.version}\n\n` +
    '| tone | faces | points off, % of the box | AUC visible | pose | gaze (faces) | closed lids | open lids |\n|---|---|---|---|---|---|---|---|',
);
for (const [kind, { off, said, seen, pose, gaze, ...lids }] of tones)
  console.log(
    `| ${kind} | ${off.length} | ${(100 * mean(off)).toFixed(2)} | ${areaUnderRoc(said, Uint8Array.from(seen)).toFixed(3)} | ` +
      `${mean(pose).toFixed(1)}° | ${mean(gaze).toFixed(1)}° (${gaze.length}) | ${lids.shutRight} of ${lids.shut} | ${lids.openRight} of ${lids.open} |`,
  );
