/**
 * How well a driver's fatigue is told from pictures: generated clips, whose scenes say how far the lids are closed, looked at
 * frame by frame by a detector and described as `lineament describe clip.mp4` does. The box of every frame is that of its
 * labels. What is counted is counted as in `measure-fatigue.ts`, which draws no pictures; in colour and infrared apart (half
 * of the clips in a car are each), and by what is worn.
 *
 *   lineament generate --head ict-facekit --count 3 --frames 1000 --drowsy 0.75 --pose in-cabin --size 192 --seed 88 \
 *     --validation 0 --test 0.9 --out data/drowsy
 *   npx tsx scripts/measure-fatigue-clips.ts data/drowsy [more] [--model dense1001] [--clips n] [--window 60] [--kept clips.jsonl]
 *
 * PERCLOS is compared over the frames of which the monitor knows the lids; `--window 10` (seconds) measures it on clips that are shorter
 * than a minute. `--kept` keeps what was described in a file and reads it from there the next time (of the same dataset and model), to compare ways of watching it.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { mean } from '../src/core/numbers/statistics.js';
import { createFatigueMonitor } from '../src/detect/describe/fatigue/fatigue-monitor.js';
import { fatigueDefaults } from '../src/detect/describe/fatigue/fatigue-settings.js';
import { openLandmarkDetector } from '../src/detect/node/open-landmark-detector.js';
import { defaultModel } from '../src/detect/shipped-models.js';
import { type Clip, fatigueClips } from './fatigue-clips.js';
import { f1, match, noPairs, quantile, spans } from './fatigue-truth.js';

const noTally = () => ({
  clips: 0,
  frames: 0,
  /** Seconds of all clips, and of those with alert drivers. */
  seconds: 0,
  alertSeconds: 0,
  blinks: noPairs(),
  perclosOff: [] as number[],
  delays: [] as number[],
  sleeps: 0,
  falseAlarms: 0,
  unknown: 0,
  closed: { all: 0, right: 0, unknown: 0 },
  open: { all: 0, right: 0, unknown: 0 },
});
type Tally = ReturnType<typeof noTally>;

const { positionals: sources, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: defaultModel },
    clips: { type: 'string', default: '1000' },
    kept: { type: 'string' },
    window: { type: 'string', default: String(fatigueDefaults.window) },
  },
});
if (sources.length === 0) throw new Error('give datasets of clips');
console.log(
  `${sources.join(', ')}: generated clips, ${values.model}; ${cpus()[0]?.model}, Node ${process.version}`,
);
/** Of PERCLOS. */
const seconds = Number(values.window);
const tallies = new Map<string, Tally>();
for (const source of sources)
  for await (const clip of fatigueClips(source, () => openLandmarkDetector(values.model), {
    model: values.model,
    most: Number(values.clips),
    kept: values.kept,
  })) {
    // Behind dark glasses lids are to be unknown: these clips are no part of the others' figures.
    const groups =
      clip.wears === 'dark glasses'
        ? ['dark glasses']
        : ['all', clip.tone, clip.wears, clip.drowsy ? 'drowsy' : 'alert'];
    count(clip, groups.map(tallyOf));
  }
summarise();

function tallyOf(group: string): Tally {
  const tally = tallies.get(group) ?? noTally();
  tallies.set(group, tally);
  return tally;
}

function count({ name, rate, drowsy, wears, tone, frames }: Clip, into: readonly Tally[]): void {
  const found: number[] = [];
  const alarms: { reason: string; time: number }[] = [];
  const perclosOff: number[] = [];
  const closures = frames.map(({ closed }) => closed);
  const monitor = createFatigueMonitor({ window: seconds });
  const known: boolean[] = [];
  let active: readonly string[] = [];
  let unknown = 0;
  frames.forEach(({ described }, i) => {
    const now = monitor.update(described, i / rate);
    known.push(now.lids !== 'unknown');
    if (now.lids === 'unknown') unknown++;
    if (now.blink !== undefined) found.push(now.blink.start + now.blink.duration / 2);
    for (const reason of now.alarms) if (!active.includes(reason)) alarms.push({ reason, time: now.time });
    active = now.alarms;
    if (now.perclos !== undefined && i % (5 * rate) === 0) {
      const first = Math.max(0, i + 1 - seconds * rate);
      const window = closures.slice(first, i + 1).filter((_, w) => known[first + w]);
      perclosOff.push(
        now.perclos - window.filter((value) => value >= fatigueDefaults.perclosAt).length / window.length,
      );
    }
    const kind = closures[i]! > 0.95 ? 'closed' : closures[i]! < 0.3 ? 'open' : undefined;
    if (kind === undefined) return;
    for (const side of ['right', 'left'] as const) {
      const state = described.eyes?.[side].state;
      for (const tally of into) {
        tally[kind].all++;
        if (state === kind) tally[kind].right++;
        if (state === 'unknown') tally[kind].unknown++;
      }
    }
  });
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
  const due = spans([...closures, 0], fatigueDefaults.closed)
    .filter(([a, b]) => (b - a) / rate >= fatigueDefaults.closedAlarm + 0.2 && settled(a / rate))
    .map(([a]) => a / rate + fatigueDefaults.closedAlarm);
  const late = due.flatMap((at) => {
    const raised = alarms.find(
      ({ reason, time }) => reason === 'eyes closed' && time >= at - 0.5 && time < at + 2,
    );
    return raised === undefined ? [] : [raised.time - at];
  });
  console.log(
    `${name}, ${tone}, ${drowsy ? 'drowsy' : 'alert'}, wears ${wears}: lids unknown ${((100 * unknown) / frames.length).toFixed(1)} %, ` +
      `blinks ${own.right} of ${own.right + own.missed} (${own.found - own.right} too many), closures of 2 s ${late.length} of ${due.length}, ` +
      `alarms: ${alarms.map(({ reason, time }) => `${reason} at ${time.toFixed(1)} s`).join(', ') || 'none'}`,
  );
  for (const tally of into) {
    tally.clips++;
    tally.frames += frames.length;
    tally.seconds += frames.length / rate;
    tally.unknown += unknown;
    tally.sleeps += due.length;
    tally.delays.push(...late);
    tally.perclosOff.push(...perclosOff);
    for (const key of ['found', 'right', 'missed'] as const) tally.blinks[key] += own[key];
    if (drowsy) continue;
    tally.alertSeconds += frames.length / rate;
    tally.falseAlarms += alarms.length;
  }
}

function summarise(): void {
  console.log(
    '\n| | clips, minutes | blinks found, too many, F1 | PERCLOS off by, mean (95 %) | alarms after 2 s of closure, late by (95 %) | false alarms in alert minutes | closed lids called closed | open ones open | lids unknown |\n' +
      '|---|---|---|---|---|---|---|---|---|',
  );
  const share = ({ all, right, unknown }: Tally['closed']): string =>
    all === 0 ? '–' : `${((100 * right) / all).toFixed(0)} % of ${all} (${unknown} unknown)`;
  for (const [group, tally] of tallies) {
    const { clips, frames, seconds, alertSeconds, blinks, delays, sleeps, falseAlarms, unknown } = tally;
    const off = tally.perclosOff.map(Math.abs);
    const minutes = (time: number): string => (time / 60).toFixed(1);
    console.log(
      `| ${group} | ${clips}, ${minutes(seconds)} | ${blinks.right} of ${blinks.right + blinks.missed}, ${blinks.found - blinks.right}, ${f1(blinks)} | ` +
        `${off.length === 0 ? '–' : `${mean(off).toFixed(3)} (${quantile(off, 0.95).toFixed(3)}), ${off.length} times`} | ` +
        `${delays.length} of ${sleeps}${delays.length === 0 ? '' : `, ${quantile(delays, 0.5).toFixed(2)} s (${quantile(delays, 0.95).toFixed(2)} s)`} | ` +
        `${falseAlarms} in ${minutes(alertSeconds)} | ${share(tally.closed)} | ${share(tally.open)} | ${((100 * unknown) / frames).toFixed(1)} % |`,
    );
  }
}
