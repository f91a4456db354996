/**
 * How well a model says what can be seen of each point (docs/detection.md): on generated faces, whose truth is exact, the area
 * under the ROC of each kind against the others; on portraits without anything in front of the face, how many points it calls
 * hidden. Boxes are those of the labels.
 *
 *   npx tsx scripts/measure-visibility.ts dense1001.onnx --faces data/faces --portraits ../shared/faces/labelled.jsonl
 *   npx tsx scripts/measure-visibility.ts dense1001.onnx --landmarks ibug68 --portraits ../shared/faces/labelled.jsonl
 *
 * Beside each area stands that of the kind's share among the training faces at this point, which looks at no picture. A point that is
 * called hidden is one that the model thinks is less probably visible than hidden. Of contour points that have slid to the
 * outline nobody says whether they are seen; they are left out. Hair does hide points of portraits: ears, temples and the upper
 * part of the oval stand in rows of their own.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { areaUnderRoc } from '../src/core/numbers/area-under-roc.js';
import { shownVisibility } from '../src/dataset/load/shown-visibility.js';
import { describeLandmarks, haveSameLandmarks } from '../src/dataset/store/manifest.js';
import { openDataset } from '../src/dataset/store/store.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { ownSet } from '../src/detect/point-maps/wanted-landmarks.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import {
  type LandmarkDefinition,
  type VisibilityKind,
  visibility,
  visibilityKinds,
} from '../src/landmarks/landmark-set.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    faces: { type: 'string', multiple: true, default: [] },
    split: { type: 'string', default: 'test' },
    /** How many training faces of each dataset the shares are taken of. */
    prior: { type: 'string', default: '1000' },
    portraits: { type: 'string' },
    landmarks: { type: 'string' },
    /** Looks at the mirrored crop, too, as `detect` does. */
    mirror: { type: 'boolean', default: false },
  },
});
const [model = defaultModel] = positionals;
const detector = await openLandmarkDetector(model, {
  mirror: values.mirror,
  ...(values.landmarks !== undefined && { landmarks: values.landmarks }),
});
if (!detector.metadata.architecture.visibility)
  throw new Error(`${model} says nothing of visibility; give a model that was trained with loss.visibility`);
const { landmarks } = detector.metadata;
const set = ownSet(detector.metadata);
const kinds = Object.keys(visibility) as VisibilityKind[];
const count = landmarks.names.length;
console.log(`${model}: ${landmarks.set}, ${landmarks.convention}\n`);
if (values.faces.length > 0) await measureFaces(values.faces);
if (values.portraits !== undefined) await measurePortraits(values.portraits);

async function measureFaces(folders: readonly string[]): Promise<void> {
  const shares = new Float32Array(count * visibilityKinds);
  const said: number[][] = kinds.map(() => []);
  const usual: number[][] = kinds.map(() => []);
  const truth: number[] = [];
  let faces = 0;
  const datasets = await Promise.all(folders.map((folder) => openDataset(folder)));
  for (const dataset of datasets) {
    if (!haveSameLandmarks(dataset.manifest, describeLandmarks(set)))
      throw new Error(
        `${dataset.folder} has other points than ${model}: generate with --landmarks ${landmarks.set}`,
      );
    const training = (await dataset.indices({ split: 'train' })).slice(0, Number(values.prior));
    for (const sample of await dataset.read(training, { images: false }))
      shownVisibility(sample, landmarks.convention)?.forEach((kind, k) => {
        if (kind < visibilityKinds) shares[k * visibilityKinds + kind]!++;
      });
  }
  for (let k = 0; k < count; k++) {
    const own = shares.subarray(k * visibilityKinds, (k + 1) * visibilityKinds);
    const sum = own.reduce((a, b) => a + b, 0);
    own.forEach((value, kind) => {
      own[kind] = value / Math.max(1, sum);
    });
  }
  for (const dataset of datasets)
    for await (const samples of dataset.scan({ split: values.split }))
      for (const sample of samples) {
        const { visibility: stored } = sample;
        const seen = shownVisibility(sample, landmarks.convention);
        if (seen === null || stored === null) throw new Error(`${dataset.folder} does not say what is seen`);
        const image = await decodeImage(sample.image, sample.id);
        const { visibility: given } = await detector.detect(image, sample.box);
        faces++;
        seen.forEach((kind, k) => {
          if (kind >= visibilityKinds || kind !== stored[k]) return;
          truth.push(kind);
          for (let one = 0; one < visibilityKinds; one++) {
            said[one]!.push(given![k * visibilityKinds + one]!);
            usual[one]!.push(shares[k * visibilityKinds + one]!);
          }
        });
      }
  console.log(
    `| ${faces} generated faces, ${truth.length} points | share | AUC | by the point alone |\n|---|---|---|---|`,
  );
  for (const [kind, name] of kinds.entries()) {
    const isKind = Uint8Array.from(truth, (value) => Number(value === kind));
    const share = isKind.reduce((a, b) => a + b, 0) / isKind.length;
    row(name, share, areaUnderRoc(said[kind]!, isKind), areaUnderRoc(usual[kind]!, isKind));
  }
  console.log();
}

function row(name: string, share: number, area: number, usual: number): void {
  console.log(`| ${name} | ${(100 * share).toFixed(2)} % | ${area.toFixed(4)} | ${usual.toFixed(4)} |`);
}

/** Of the contour the upper half lies below hair, and the lower does not. */
function partsOf({ name, region }: LandmarkDefinition): string[] {
  if (region === 'contour')
    return /^jaw\.(0|16)$/.test(name) ? ['jaw', 'ends of the jaw of ibug68'] : [name.split('.')[0]!];
  return ['skin', 'ears'].includes(region) ? [region] : ['brows, eyes, nose, mouth', region];
}

interface Hidden {
  points: number;
  called: number;
  bySelf: number;
  byOther: number;
}

/** @param file – JSON lines with `image` and `bbox`. */
async function measurePortraits(file: string): Promise<void> {
  const regions = new Map<string, Hidden>();
  const worst: { image: string; share: number }[] = [];
  for (const line of (await readFile(file, 'utf8')).trim().split('\n')) {
    const { image: name, bbox } = JSON.parse(line) as {
      image: string;
      bbox: [number, number, number, number];
    };
    const path = join(dirname(file), name);
    const [x, y, width, height] = bbox;
    const image = await decodeImage(await readFile(path), path);
    const { visibility: given } = await detector.detect(image, { x, y, width, height });
    let calledHere = 0;
    for (let k = 0; k < count; k++) {
      const at = (kind: VisibilityKind): number => given![k * visibilityKinds + visibility[kind]]!;
      const [bySelf, byOther] = [at('hiddenBySelf'), at('hiddenByOther')];
      const isCalled = bySelf + byOther > at('visible');
      calledHere += Number(isCalled);
      for (const region of ['all', ...partsOf(set.points[k]!)]) {
        const sum = regions.get(region) ?? { points: 0, called: 0, bySelf: 0, byOther: 0 };
        regions.set(region, sum);
        sum.points++;
        if (!isCalled) continue;
        sum.called++;
        sum[bySelf > byOther ? 'bySelf' : 'byOther']++;
      }
    }
    worst.push({ image: name, share: calledHere / count });
  }
  console.log(
    `| ${worst.length} portraits | points of a face | called hidden | by the face | by something else |\n|---|---|---|---|---|`,
  );
  for (const [region, { points, called, bySelf, byOther }] of regions) {
    const share = (part: number): string => `${((100 * part) / points).toFixed(2)} %`;
    console.log(
      `| ${region} | ${points / worst.length} | ${share(called)} | ${share(bySelf)} | ${share(byOther)} |`,
    );
  }
  worst.sort((a, b) => b.share - a.share);
  console.log(
    `\nmost: ${worst
      .slice(0, 5)
      .map(({ image, share }) => `${image} ${(100 * share).toFixed(0)} %`)
      .join(', ')}`,
  );
}
