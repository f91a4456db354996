/**
 * How well a driver's fatigue is told from described faces, on synthetic drives with exact truth: hours of lids, mouth, head
 * and gaze that move as `render/sampling/drowsiness.ts` has them, described with the errors that detected points have. No
 * picture is rendered, so what detection itself does wrong beyond such errors is not in these figures.
 *
 *   npx tsx scripts/measure-fatigue.ts [hours] [seed]
 */
import { cpus } from 'node:os';
import { Random } from '../src/core/random.js';
import type { DescribedFace } from '../src/detect/describe/described-face.js';
import { createFatigueMonitor } from '../src/detect/describe/fatigue/fatigue-monitor.js';
import { fatigueDefaults } from '../src/detect/describe/fatigue/fatigue-settings.js';
import { gazeDirection } from '../src/detect/describe/gaze/eyeball-fit.js';
import { poseRotation } from '../src/face/person/pose-distribution.js';
import { motionAt, sampleAlertness } from '../src/render/sampling/drowsiness.js';
import { f1, match, noPairs, type Pairs, quantile, spans } from './fatigue-truth.js';

const [hours = 4, seed = 1] = process.argv.slice(2).map(Number);
const rate = 25;
const minutes = 10;
const degrees = Math.PI / 180;

type Wear = 'nothing' | 'glasses' | 'dark glasses';

/** Errors of one frame and of what stays over seconds: millimetres, radians. Clear glasses add a quarter. */
const errors = {
  lids: 0.6,
  lidsSlow: 0.35,
  mouth: 1,
  gaze: 3 * degrees,
  gazeSlow: 2 * degrees,
  head: 1.5 * degrees,
};

interface Tally {
  seconds: number;
  blinks: Pairs;
  perclos: number[];
  delays: number[];
  sleepsMissed: number;
  falseAlarms: number;
  yawns: Pairs;
  nods: Pairs;
  unknown: number;
  frames: number;
}

function drive(random: Random, drowsy: boolean, wear: Wear, tally: Tally): void {
  const seconds = minutes * 60;
  const motion = sampleAlertness(random.child('motion'), seconds, drowsy);
  const person = random.child('person');
  const open = person.uniform(6.5, 11);
  const camera = { yaw: person.uniform(-25, 25) * degrees, pitch: person.uniform(-5, 15) * degrees };
  const noise = random.child('noise');
  const more = wear === 'nothing' ? 1 : 1.25;
  const glances = glancesOf(random.child('glances'), seconds);
  const monitor = createFatigueMonitor();
  let [slowLids, slowYaw, slowPitch] = [0, 0, 0];
  const keep = Math.exp(-1 / (3 * rate));
  const renew = Math.sqrt(1 - keep * keep);
  const closures: number[] = [];
  const found = { blinks: [] as number[], yawns: [] as number[], nods: [] as number[] };
  const raised = new Map<string, number[]>();
  let active = new Set<string>();
  for (let frame = 0; frame < seconds * rate; frame++) {
    const time = frame / rate;
    const { closed, jaw, drop } = motionAt(motion, time);
    closures.push(closed);
    slowLids = keep * slowLids + renew * noise.normal() * errors.lidsSlow;
    slowYaw = keep * slowYaw + renew * noise.normal() * errors.gazeSlow;
    slowPitch = keep * slowPitch + renew * noise.normal() * errors.gazeSlow;
    const dark = wear === 'dark glasses' && noise.chance(0.98);
    const glance = glances(time);
    const lid = () => ({
      state: dark ? ('unknown' as const) : ('open' as const),
      aperture: Math.max(0, open * (1 - closed) + more * (slowLids + noise.normal() * errors.lids)),
      deviation: errors.lids,
      seen: dark ? 0.1 : 1,
    });
    const pose = {
      yaw: camera.yaw + 0.5 * glance.yaw + noise.normal() * errors.head,
      pitch: camera.pitch + 0.5 * glance.pitch - drop + noise.normal() * errors.head,
      roll: 0,
    };
    const looks = {
      yaw: camera.yaw + glance.yaw + more * (slowYaw + noise.normal() * errors.gaze),
      pitch: camera.pitch + glance.pitch - drop + more * (slowPitch + noise.normal() * errors.gaze),
    };
    const hidden = dark || closed > 0.7;
    const joined = hidden
      ? ({ state: 'hidden', origin: [0, 0, -70] } as const)
      : ({
          state: 'seen',
          direction: gazeDirection(looks.yaw, looks.pitch),
          deviation: errors.gaze,
          origin: [0, 0, -70],
        } as const);
    const face: Pick<DescribedFace, 'eyes' | 'gaze' | 'pose'> = {
      eyes: {
        right: lid(),
        left: lid(),
        mouth: {
          state: 'open',
          opening: Math.max(0, 45 * jaw + noise.normal() * errors.mouth + talk(time)),
          deviation: errors.mouth,
        },
      },
      gaze: { right: joined, left: joined, joined },
      pose: {
        ...pose,
        position: [0, 0, -70],
        rotation: [...poseRotation(pose)],
        covariance: [],
        deviation: errors.head,
      },
    };
    const state = monitor.update(face, time);
    tally.frames++;
    if (state.lids === 'unknown') tally.unknown++;
    if (state.blink !== undefined) found.blinks.push(state.blink.start + state.blink.duration / 2);
    if (state.yawn) found.yawns.push(time);
    if (state.nod) found.nods.push(time);
    if (state.perclos !== undefined && time >= 60 && frame % (10 * rate) === 0) {
      const window = closures.slice(-60 * rate);
      tally.perclos.push(state.perclos - window.filter((value) => value >= 0.8).length / window.length);
    }
    for (const alarm of state.alarms)
      if (!active.has(alarm)) raised.set(alarm, [...(raised.get(alarm) ?? []), time]);
    active = new Set(state.alarms);
  }
  tally.seconds += seconds;
  const settled = (time: number): boolean => time > 5;
  match(
    found.blinks,
    spans(closures, 0.5)
      .filter(([a, b]) => (b - a) / rate <= fatigueDefaults.longestBlink && settled(a / rate))
      .map(([a, b]) => (a + b) / 2 / rate),
    0.3,
    tally.blinks,
  );
  match(
    found.yawns,
    motion.yawns.map(({ from, lasts }) => from + lasts / 2).filter((at) => settled(at) && at < seconds - 4),
    4,
    tally.yawns,
  );
  match(
    found.nods,
    motion.nods
      .map(({ from, sinking, rising }) => from + sinking + rising)
      .filter((at) => settled(at) && at < seconds - 2),
    2.5,
    tally.nods,
  );
  // The alarm of closed eyes is due two seconds after the lids have met three quarters of their way.
  const due = spans(closures, 0.75)
    .filter(([a, b]) => (b - a) / rate >= 2.2 && settled(a / rate))
    .map(([a]) => a / rate + 2);
  const eyes = raised.get('eyes closed') ?? [];
  for (const at of due) {
    const alarm = eyes.find((time) => time >= at - 0.5 && time < at + 2);
    if (alarm === undefined) tally.sleepsMissed++;
    else tally.delays.push(alarm - at);
  }
  if (!drowsy) for (const times of raised.values()) tally.falseAlarms += times.length;
}

/** Mirrors, side windows and instruments: 0.6 to 1.6 s, so none lasts long enough for an alarm. */
function glancesOf(random: Random, seconds: number): (time: number) => { yaw: number; pitch: number } {
  const all: { from: number; to: number; yaw: number; pitch: number }[] = [];
  for (let at = 8; at < seconds; at += 4 + 8 * random.next())
    all.push({
      from: at,
      to: at + random.uniform(0.6, 1.6),
      yaw: random.uniform(-55, 55) * degrees,
      pitch: random.uniform(-22, 8) * degrees,
    });
  return (time) => all.find(({ from, to }) => time >= from && time < to) ?? { yaw: 0, pitch: 0 };
}

/** Speech, four syllables a second for 20 s of each minute; millimetres. */
function talk(time: number): number {
  return time % 60 < 20 ? 12 * Math.sin(Math.PI * 4 * time) ** 2 : 0;
}

console.log(
  `synthetic drives: ${hours} h a row, ${rate} frames a second, seed ${seed}; ${cpus()[0]?.model}, Node ${process.version}`,
);
console.log(
  `errors: lids ${errors.lids} mm a frame and ${errors.lidsSlow} mm slow, gaze 3° and 2°, head 1.5°`,
);
for (const wear of ['nothing', 'glasses', 'dark glasses'] as const)
  for (const drowsy of [false, true]) {
    const tally: Tally = {
      seconds: 0,
      blinks: noPairs(),
      perclos: [],
      delays: [],
      sleepsMissed: 0,
      falseAlarms: 0,
      yawns: noPairs(),
      nods: noPairs(),
      unknown: 0,
      frames: 0,
    };
    for (let i = 0; i < (hours * 60) / minutes; i++)
      drive(new Random(seed).child(drowsy ? 'drowsy' : 'alert', i), drowsy, wear, tally);
    const off = tally.perclos.map(Math.abs);
    console.log(
      [
        `${drowsy ? 'drowsy' : 'alert'}, ${wear}: lids unknown ${((100 * tally.unknown) / tally.frames).toFixed(1)} %`,
        ...(wear === 'dark glasses'
          ? []
          : [
              `blink F1 ${f1(tally.blinks)}`,
              `PERCLOS off by ${(off.reduce((a, b) => a + b, 0) / off.length).toFixed(4)} in the mean, ${quantile(off, 0.95).toFixed(4)} at 95 %`,
            ]),
        ...(drowsy
          ? [
              `yawn F1 ${f1(tally.yawns)}`,
              `nod F1 ${f1(tally.nods)} (${tally.nods.found - tally.nods.right} too many, ${tally.nods.missed} missed)`,
            ]
          : [`${(tally.falseAlarms / (tally.seconds / 3600)).toFixed(2)} false alarms an hour`]),
        ...(drowsy && wear !== 'dark glasses'
          ? [
              `closures of 2 s: ${tally.delays.length} alarms, ${tally.sleepsMissed} missed, delay ${quantile(tally.delays, 0.5).toFixed(2)} s (95 %: ${quantile(tally.delays, 0.95).toFixed(2)} s)`,
            ]
          : []),
      ].join('; '),
    );
  }
