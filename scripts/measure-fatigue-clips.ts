/**
 * How well a driver's fatigue is told from pictures: generated clips, whose scenes say how far the lids are closed, looked at
 * frame by frame by a detector and described as `lineament describe clip.mp4` does. The box of every frame is that of its
 * labels. What is counted is counted as in `measure-fatigue.ts`, which draws no pictures.
 *
 *   lineament generate --head ict-facekit --count 3 --frames 1000 --drowsy 0.75 --pose in-cabin --size 192 --seed 88 \
 *     --validation 0 --test 0.9 --out data/drowsy
 *   npx tsx scripts/measure-fatigue-clips.ts data/drowsy [dense1001] [clips]
 */
import { cpus } from 'node:os';
import { mean } from '../src/core/numbers/statistics.js';
import { isGenerated } from '../src/dataset/attributes.js';
import { openDataset } from '../src/dataset/store/store.js';
import { createVideoDescriber, type DescribedFrame } from '../src/detect/describe/describe-video.js';
import { fatigueDefaults } from '../src/detect/describe/fatigue/fatigue-settings.js';
import { faceOf } from '../src/detect/face.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { f1, match, noPairs, quantile, spans } from './fatigue-truth.js';

interface Clip {
  index: number;
  rate: number;
  drowsy: boolean;
  wears: string;
  closures: number[];
  /** What was described; undefined where no head could be fitted. */
  seen: (DescribedFrame | undefined)[];
}

const [source, model = defaultModel, most = '1000'] = process.argv.slice(2);
if (source === undefined) throw new Error('give a dataset of clips');
const dataset = await openDataset(source);
const detector = await openLandmarkDetector(model);
const { landmarks } = detector.metadata;
const tally = {
  frames: 0,
  seconds: 0,
  blinks: noPairs(),
  perclosOff: [] as number[],
  delays: [] as number[],
  sleeps: 0,
  falseAlarms: 0,
  alertSeconds: 0,
  unknown: 0,
  closed: { all: 0, right: 0, unknown: 0 },
  open: { all: 0, right: 0, unknown: 0 },
};
console.log(
  `${source}: generated clips, ${landmarks.set} of ${model}; ${cpus()[0]?.model}, Node ${process.version}`,
);
for await (const clip of clips()) count(clip);
summarise();

async function* clips(): AsyncGenerator<Clip> {
  let clip: Clip | undefined;
  let describer = createVideoDescriber();
  let begun = 0;
  for (const index of await dataset.indices({})) {
    const [sample] = await dataset.read([index]);
    const { image, id, box, attributes } = sample!;
    if (!isGenerated(attributes) || attributes.clip === undefined)
      throw new Error(`${id}: not a frame of a generated clip`);
    const { clip: place, camera, scene } = attributes;
    if (clip?.index !== place.index) {
      if (clip !== undefined) yield clip;
      if (begun++ >= Number(most)) return;
      const { glasses } = scene.face.worn;
      clip = {
        index: place.index,
        rate: place.rate,
        drowsy: place.drowsy !== undefined,
        wears: glasses == null ? 'nothing' : glasses.dark ? 'dark glasses' : 'glasses',
        closures: [],
        seen: [],
      };
      const { focal, cx, cy } = camera;
      describer = createVideoDescriber({ camera: { focal, cx, cy }, topics: ['pose', 'gaze', 'eyes'] });
    }
    const { actions } = scene.face;
    clip.closures.push(((actions['eyesClosed.right'] ?? 0) + (actions['eyesClosed.left'] ?? 0)) / 2);
    const face = faceOf(await detector.detect(await decodeImage(image, id), box), landmarks, landmarks.names);
    clip.seen.push(describer.describe(face, place.frame / place.rate));
  }
  if (clip !== undefined) yield clip;
}

function count({ index, rate, drowsy, wears, closures, seen }: Clip): void {
  const found: number[] = [];
  const alarms: { reason: string; time: number }[] = [];
  let active: readonly string[] = [];
  let unknown = 0;
  seen.forEach((frame, i) => {
    const truth = closures[i]!;
    const { fatigue: now, eyes } = frame!;
    if (now.lids === 'unknown') unknown++;
    if (now.blink !== undefined) found.push(now.blink.start + now.blink.duration / 2);
    for (const reason of now.alarms) if (!active.includes(reason)) alarms.push({ reason, time: now.time });
    active = now.alarms;
    if (now.perclos !== undefined && i % (5 * rate) === 0) {
      const window = closures.slice(Math.max(0, i + 1 - fatigueDefaults.window * rate), i + 1);
      tally.perclosOff.push(
        now.perclos - window.filter((value) => value >= fatigueDefaults.perclosAt).length / window.length,
      );
    }
    const kind = truth > 0.95 ? 'closed' : truth < 0.3 ? 'open' : undefined;
    if (kind === undefined || wears === 'dark glasses') return;
    for (const side of ['right', 'left'] as const) {
      const state = eyes?.[side].state;
      tally[kind].all++;
      if (state === kind) tally[kind].right++;
      if (state === 'unknown') tally[kind].unknown++;
    }
  });
  const seconds = closures.length / rate;
  const settled = (time: number): boolean => time > 5;
  const own = noPairs();
  match(
    found,
    spans(closures, fatigueDefaults.blinkAt)
      .filter(([a, b]) => (b - a) / rate <= fatigueDefaults.longestBlink)
      .map(([a, b]) => (a + b) / 2 / rate)
      .filter(settled),
    0.3,
    own,
  );
  const due = spans(closures, fatigueDefaults.closed)
    .filter(([a, b]) => (b - a) / rate >= fatigueDefaults.closedAlarm + 0.2 && settled(a / rate))
    .map(([a]) => a / rate + fatigueDefaults.closedAlarm);
  const raised = due.map((at) =>
    alarms.find(({ reason, time }) => reason === 'eyes closed' && time >= at - 0.5 && time < at + 2),
  );
  const late = raised.flatMap((alarm, i) => (alarm ? [alarm.time - due[i]!] : []));
  console.log(
    `clip ${index}, ${drowsy ? 'drowsy' : 'alert'}, wears ${wears}: lids unknown ${((100 * unknown) / closures.length).toFixed(1)} %, ` +
      `blinks ${own.right} of ${own.right + own.missed} (${own.found - own.right} too many), closures of 2 s ${late.length} of ${due.length}, ` +
      `alarms: ${alarms.map(({ reason, time }) => `${reason} at ${time.toFixed(1)} s`).join(', ') || 'none'}`,
  );
  if (wears === 'dark glasses') return;
  tally.frames += closures.length;
  tally.unknown += unknown;
  tally.seconds += seconds;
  tally.sleeps += due.length;
  tally.delays.push(...late);
  for (const key of ['found', 'right', 'missed'] as const) tally.blinks[key] += own[key];
  if (drowsy) return;
  tally.alertSeconds += seconds;
  tally.falseAlarms += alarms.length;
}

function summarise(): void {
  const off = tally.perclosOff.map(Math.abs);
  const states = ({ all, right, unknown }: typeof tally.closed): string =>
    `${right} of ${all} (${unknown} unknown)`;
  console.log(
    [
      `${tally.frames} frames, ${(tally.seconds / 60).toFixed(1)} minutes without dark glasses`,
      `lids unknown ${((100 * tally.unknown) / Math.max(1, tally.frames)).toFixed(1)} %`,
      `closed eyes called closed: ${states(tally.closed)}; open ones open: ${states(tally.open)}`,
      `blink F1 ${f1(tally.blinks)}`,
      `PERCLOS off by ${mean(off).toFixed(4)} in the mean, ${quantile(off, 0.95).toFixed(4)} at 95 % (${off.length} times)`,
      `closures of 2 s: ${tally.delays.length} alarms of ${tally.sleeps}, delay ${quantile(tally.delays, 0.5).toFixed(2)} s (95 %: ${quantile(tally.delays, 0.95).toFixed(2)} s)`,
      `${tally.falseAlarms} false alarms in ${(tally.alertSeconds / 60).toFixed(1)} alert minutes`,
    ].join('\n'),
  );
}
