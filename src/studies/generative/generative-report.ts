/** What the generative study found, as sections of a report. Every figure is of synthetic faces, and says so. */
import { basename } from 'node:path';
import { mean } from '../../core/numbers/statistics.js';
import { lineamentVersion } from '../../core/version.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import { countCurveSvg } from '../../report/charts/count-curve.js';
import {
  chartOf,
  headingSection,
  type ReportPicture,
  type Section,
  tableSections,
  textSection,
  titledSections,
} from '../../report/section.js';
import type { Table } from '../../report/table.js';
import type { GenerativeRecipe } from './generative-recipe.js';
import type { JudgesOutcome } from './measurements/judges-job.js';
import type { MeasuredCode } from './measurements/measure-codes.js';
import type { MeasuredDrawing } from './measurements/measure-drawn.js';
import type { SampledDistance } from './measurements/measure-samples.js';
import type { TrainedOutcome, Validated } from './plan-models.js';
import { withUnit } from './score-unit.js';
import { type MeasuredWords, wordsSections } from './words-report.js';

export interface MeasuredStudy extends MeasuredWords {
  trainings: (TrainedOutcome & { row: string; seed: number; task: string; curve: Validated[] })[];
  baselines: MeasuredCode[];
  codes: { row: string; measured: MeasuredCode }[];
  samples: SampledDistance[];
  judges: JudgesOutcome['figures'];
  drawn: { name: string; seen: MeasuredDrawing; unseen: MeasuredDrawing | null }[];
}

export interface SeenStrip {
  caption: string;
  png: Uint8Array;
}

export interface SeenStrips {
  codes: SeenStrip[];
  samples: SeenStrip[];
  drawn: SeenStrip[];
}

const colours = ['#1b6ca8', '#c2571a', '#2f8f4e', '#8f3b76', '#7a7a7a', '#b89b00'];
/** Of intervals over faces. */
const resamples = 500;

export function generativeSections(
  recipe: GenerativeRecipe,
  study: MeasuredStudy,
  strips: SeenStrips,
  scale: string,
): Section[] {
  const { head, size, faces } = recipe;
  const said = Object.entries(faces).map(
    ([name, list]) =>
      `${name}: ${list.map((some) => ('data' in some ? basename(some.data) : `${some.count} ${some.pose}, seed ${some.seed}`)).join('; ')}`,
  );
  return [
    textSection(
      `Synthetic faces alone: heads of ${head}, ${size} px (${said.join(' – ')}). Measured on faces that no training saw; the judges learnt from other faces. Scale ${scale}. Lineament ${lineamentVersion}.`,
    ),
    headingSection('What codes keep'),
    textSection(
      `Means over ${study.baselines[0]?.psnr.length ?? 0} faces with 95 % intervals. Moved: how far the 68 points of a detector move from where it sees them in the picture itself, % of the outer eye corners' distance, the median face. A row of several seeds has their spread (largest − smallest).`,
    ),
    ...tableSections(codesTable(study)),
    ...tableSections(readingTable(study)),
    ...pictureSections('The first faces through each code', strips.codes),
    ...titledSections(
      'Samples of a prior',
      'Fréchet distance between features of the shipped CLIP, to faces that the models learnt from; the first row is the floor: others of these.',
      [...tableSections(samplesTable(study)), ...pictureSections('Samples', strips.samples)],
    ),
    ...wordsSections(study),
    headingSection('Judges'),
    textSection(
      'Attribute classifiers that count what drawn pictures show; always the commonest value beside them.',
    ),
    ...study.judges.flatMap(({ of, faces: count, facts }) =>
      tableSections({
        title: `On ${count} held-out faces of "${of}", %`,
        head: ['fact', 'right', 'commonest', 'balanced'],
        rows: facts.map(({ fact, accuracy, commonest, balanced }) => [
          fact,
          ...[accuracy, commonest, balanced].map(percent),
        ]),
      }),
    ),
    ...titledSections(
      'Faces drawn to sentences',
      'Share of the pictures that show what their sentence says, told by the judges; share: (drawn − commonest) / (rendered − commonest), where the judges tell more of rendered faces than the commonest value by two standard errors; in the last rows over all of these together (a family of expressions is not counted twice). Best of several: drawn so often, and the one that the shipped CLIP finds nearest to the sentence.',
      [
        ...study.drawn.flatMap(({ name, seen, unseen }) => [
          ...tableSections(drawnTable(`${name}: ${seen.sentences} sentences`, seen)),
          ...(unseen
            ? tableSections(
                drawnTable(
                  `${name}: ${unseen.sentences} sentences of combinations that no training saw`,
                  unseen,
                ),
              )
            : []),
        ]),
        ...pictureSections('Drawn', strips.drawn),
      ],
    ),
    headingSection('Trainings'),
    ...tableSections(trainingsTable(study)),
    ...curves(study),
  ];
}

function codesTable({ baselines, codes }: MeasuredStudy): Table {
  const rows = [...new Set(codes.map(({ row }) => row))].map((row) => ({
    name: row,
    seeds: codes.filter((one) => one.row === row).map(({ measured }) => measured),
  }));
  const all = [...rows, ...baselines.map((one) => ({ name: one.name, seeds: [one] }))];
  return {
    title: 'Codes',
    head: ['code', 'size', 'PSNR, dB', 'SSIM', 'moved, %', 'codes in use', 'never used', 'bits a number'],
    sortable: true,
    rows: all.map(({ name, seeds }) => {
      const [first] = seeds as [MeasuredCode];
      const { figures, codes: count } = first;
      return [
        name,
        'bytes' in first.size ? `${first.size.bytes} bytes` : `${first.size.numbers} numbers`,
        overSeeds(seeds.map(({ psnr }) => psnr)),
        mean(seeds.map(({ ssim }) => mean(ssim))).toFixed(3),
        mean(seeds.map(({ moved }) => moved)).toFixed(2),
        figures?.perplexity === undefined ? '–' : `${figures.perplexity.toFixed(0)} of ${count}`,
        figures?.dead === undefined ? '–' : String(figures.dead),
        figures?.bitsPerDimension === undefined
          ? '–'
          : `${figures.bitsPerDimension.toFixed(3)} (divergence ${figures.divergence!.toFixed(0)} nats)`,
      ];
    }),
  };
}

/** Of one seed an interval over faces; of several the spread of their means. */
function overSeeds(seeds: readonly (readonly number[])[]): string {
  const means = seeds.map((values) => mean(values));
  if (seeds.length > 1)
    return `${mean(means).toFixed(2)} (${seeds.length} seeds, ${(Math.max(...means) - Math.min(...means)).toFixed(2)})`;
  const [values] = seeds as [number[]];
  const { low, high } = createBootstrap(
    values.map((_, i) => String(i)),
    { resamples, seed: 0 },
  ).interval([...values]);
  return `${means[0]!.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function readingTable({ codes }: MeasuredStudy): Table {
  const read = codes.filter(({ measured }) => measured.reading !== undefined);
  return {
    title: 'Read linearly from the vector, R²',
    head: ['code', ...(read[0]?.measured.reading ?? []).map(({ attribute }) => attribute)],
    rows: read.map(({ measured }) => [
      measured.name,
      ...measured.reading!.map(({ share }) => share.toFixed(2)),
    ]),
  };
}

function samplesTable({ samples }: MeasuredStudy): Table {
  const linear = samples.at(-1)?.distance ?? Number.NaN;
  return {
    title: 'Fréchet distance of samples',
    head: ['samples', 'distance × 1000', "of the components' Gaussian"],
    rows: samples.map(({ name, distance }) => [
      name,
      (1000 * distance).toFixed(1),
      `${((100 * distance) / linear).toFixed(0)} %`,
    ]),
  };
}

function drawnTable(title: string, { facts, share, bestShare, bestOf }: MeasuredDrawing): Table {
  const known = (value: number | null, words: (value: number) => string): string =>
    value === null ? '–' : words(value);
  const twoDigits = (value: number): string => value.toFixed(2);
  const best = bestOf > 1;
  const cells = (values: readonly (number | null)[]): string[] =>
    values.map((value) => known(value, percent));
  const together = (name: string, value: number | null): string[] => [
    name,
    ...new Array<string>(best ? 5 : 4).fill(''),
    known(value, twoDigits),
  ];
  return {
    title,
    head: [
      'fact',
      'drawn',
      ...(best ? [`best of ${bestOf}`] : []),
      'as tokens',
      'rendered',
      'commonest',
      'share',
    ],
    rows: [
      ...facts.map((one) => [
        one.fact,
        ...cells([one.drawn, ...(best ? [one.best] : []), one.tokens, one.rendered, one.commonest]),
        known(one.share, twoDigits),
      ]),
      together('together', share),
      ...(best ? [together(`together, best of ${bestOf}`, bestShare)] : []),
    ],
  };
}

function trainingsTable({ trainings }: MeasuredStudy): Table {
  return {
    title: 'Trainings',
    head: ['model', 'seed', 'parameters', 'steps', 'minutes', 'last validation'],
    rows: trainings.map(({ row, seed, parameters, steps, seconds, curve }) => {
      const last = curve.at(-1);
      return [
        row,
        String(seed),
        parameters.toLocaleString('en'),
        String(steps),
        (seconds / 60).toFixed(1),
        last === undefined ? '–' : `${last.name} ${Number(last.value.toPrecision(4))}`,
      ];
    }),
  };
}

/** What is normal for so small a run: each task's validation over its steps. */
function curves({ trainings }: MeasuredStudy): Section[] {
  const tasks = [...new Set(trainings.map(({ task, curve }) => `${task} ${curve[0]?.name ?? ''}`))];
  return tasks.flatMap((key): Section[] => {
    const own = trainings.filter(({ task, curve }) => `${task} ${curve[0]?.name ?? ''}` === key);
    const series = [...new Set(own.map(({ row }) => row))].map((row, i) => {
      const seeds = own.filter((one) => one.row === row);
      const steps = [...new Set(seeds.flatMap(({ curve }) => curve.map(({ step }) => step)))];
      return {
        name: row,
        colour: colours[i % colours.length]!,
        points: steps.map((step) => {
          const values = seeds.flatMap(({ curve }) =>
            curve.filter((at) => at.step === step).map(({ value }) => value),
          );
          return { count: step, value: mean(values), seeds: values.length > 1 ? values : [] };
        }),
      };
    });
    const drawable = series.filter(({ points }) => points.length > 0);
    const name = own[0]?.curve[0]?.name;
    if (drawable.length === 0 || name === undefined) return [];
    const chart = chartOf(key.replaceAll(/\W+/g, '-'), `Validation over steps: ${key}`, (shape) =>
      countCurveSvg(drawable, { counts: 'steps', values: withUnit(name) }, shape),
    );
    return [{ kind: 'chart', chart }];
  });
}

function pictureSections(title: string, strips: readonly SeenStrip[]): Section[] {
  if (strips.length === 0) return [];
  const pictures = strips.map(
    ({ caption, png }): ReportPicture => ({ bytes: png, type: 'image/png', caption }),
  );
  return [{ kind: 'pictures', title, pictures }];
}

const percent = (share: number): string => (100 * share).toFixed(1);
