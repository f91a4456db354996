/** The measurements of the generative study as jobs: each leaves figures, and pictures as PNG strips in its folder. */
import { join } from 'node:path';
import { messageOf, UsageError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { shippedClipFile, shippedModelFile } from '../../detect/node/shipped-model-file.js';
import { defineJob, type Job, type JobContext } from '../../jobs/job.js';
import { createInferenceSession } from '../../nn/runtime/inference-session.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { openClip } from '../../search/open-clip.js';
import { type Autoencoder, openAutoencoder } from '../../tasks/generative/autoencoders/open-autoencoder.js';
import { readDalleMetadata } from '../../tasks/generative/dalle/dalle-file.js';
import type { FaceSet } from '../../tasks/generative/data/face-set.js';
import { type FaceSplit, loadFaces } from '../../tasks/generative/data/load-faces.js';
import { pictureOf } from '../../tasks/generative/data/vary-picture.js';
import { type JudgedAccuracy, judgedAccuracy } from '../../tasks/generative/judges/accuracy.js';
import { type Judgement, judge, readJudgeMetadata } from '../../tasks/generative/judges/judge-file.js';
import { pictureSheet } from '../../tasks/generative/pictures/sheet.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import { fileDigest } from '../job-kinds/jsonl-job.js';
import type { GenerativeRecipe } from './generative-recipe.js';
import { type MeasuredClip, measureClip } from './measure-clip.js';
import {
  type CodedFaces,
  codedFaces,
  type MeasuredCode,
  measureAutoencoder,
  measureComponents,
  measureFiles,
  type SeenCode,
  stripLength,
  truthStrip,
} from './measure-codes.js';
import { type MeasuredDrawing, measureDrawn } from './measure-drawn.js';
import { measureSamples, type SampledDistance } from './measure-samples.js';
import type { FaceJobs, StudyModel } from './plan-models.js';

/** A strip of pictures that a job left in its folder. */
export interface Strip {
  caption: string;
  file: string;
}

export interface CodesOutcome {
  measured: MeasuredCode[];
  strips: Strip[];
}
export interface SamplesOutcome {
  distances: SampledDistance[];
  strips: Strip[];
}
export interface JudgesOutcome {
  /** On faces of the models' kind, and on held-out ones of the judges' own. */
  figures: { of: string; faces: number; facts: JudgedAccuracy[] }[];
}
export interface DrawnOutcome {
  seen: MeasuredDrawing;
  /** Null where there are no faces with a combination that is held out. */
  unseen: MeasuredDrawing | null;
  strips: Strip[];
}

interface Measuring<Outcome> {
  model: StudyModel;
  job: Job<Outcome>;
}

export interface StudyMeasurements {
  baselines: Job<CodesOutcome>;
  codes: Measuring<CodesOutcome>[];
  samples: Job<SamplesOutcome> | undefined;
  judges: Job<JudgesOutcome>;
  clips: Measuring<MeasuredClip>[];
  drawn: Measuring<DrawnOutcome>[];
}

/** Seconds that measuring takes for each face that is looked at, roughly. */
const secondsAFace = 0.05;

export async function planMeasurements(
  recipe: GenerativeRecipe,
  faces: FaceJobs,
  models: readonly StudyModel[],
): Promise<StudyMeasurements> {
  const { measured, size } = recipe;
  const own = faces.models!;
  const judges = models.find(({ row }) => row === recipe.judges)!;
  const detectorDigest = await fileDigest(shippedModelFile(detectorModel));
  const clipDigest = await fileDigest(shippedClipFile());
  const load = (context: JobContext, group: string, split: FaceSplit, limit?: number): Promise<FaceSet> =>
    loadFaces(
      {
        datasets: faces[group]!.map((job) => datasetFolder(context, job)),
        size,
        ...(limit !== undefined && { limit }),
      },
      split,
    );
  const needs = (...some: readonly StudyModel[]): Job[] => [
    ...own,
    ...some.flatMap(({ training }) => (training === undefined ? [] : [training])),
  ];
  /** Of shipped files the digest decides; of trained ones the job that they come from. */
  const digestsOf = async (...some: readonly StudyModel[]): Promise<(string | null)[]> =>
    Promise.all(
      some.map(async (model) =>
        model.training === undefined ? fileDigest(await model.fileIn(nowhere)) : null,
      ),
    );
  const coded = async (context: JobContext): Promise<CodedFaces> => {
    const test = await load(context, 'models', 'test');
    return codedFaces({
      test,
      training: await load(context, 'models', 'train', 6000),
      count: Math.min(measured.codes, test.count),
      detector: await openLandmarkDetector(detectorModel),
    });
  };
  const openTokens = async (context: JobContext, model: StudyModel): Promise<Autoencoder> => {
    const file = await model.fileIn(context);
    return openAutoencoder(await readFileOr(file, 'the model'), file);
  };
  const judging = async (
    context: JobContext,
  ): Promise<{ judge: (pictures: readonly Image[]) => Promise<Judgement[]>; release(): Promise<void> }> => {
    const file = await judges.fileIn(context);
    const bytes = await readFileOr(file, 'the judges');
    const metadata = readJudgeMetadata(bytes, file);
    const session = await createInferenceSession(bytes);
    return { judge: (pictures) => judge(metadata, session, pictures), release: () => session.release() };
  };
  const judgementsOf = async (context: JobContext, some: FaceSet, most: number): Promise<Judgement[]> => {
    const judged = await judging(context);
    try {
      const count = Math.min(most, some.count);
      return await judged.judge(Array.from({ length: count }, (_, n) => pictureOf(some, n)));
    } finally {
      await judged.release();
    }
  };
  const autoencoders = models.filter(({ task }) => task === 'autoencoder');

  const baselines = defineJob<CodesOutcome>({
    name: 'measure components, WebP and JPEG',
    kind: 'measuring',
    settings: { what: 'baselines', measured, size, detectorDigest },
    needs: needs(),
    seconds: 60 + secondsAFace * 14 * measured.codes,
    run: async (context) => {
      const set = await coded(context);
      const seen = [
        ...(await measureComponents(measured.components, set)),
        ...(await measureFiles('webp', set)),
        ...(await measureFiles('jpeg', set)),
      ];
      return codesOutcome(
        context,
        size,
        [
          { caption: 'rendered faces', strip: truthStrip(set) },
          ...seen.map(({ measured: { name }, strip }) => ({ caption: name, strip })),
        ],
        seen,
      );
    },
  });

  const codes: Measuring<CodesOutcome>[] = [];
  for (const model of autoencoders)
    codes.push({
      model,
      job: defineJob<CodesOutcome>({
        name: `measure ${nameOf(model)}`,
        kind: 'measuring',
        settings: { what: 'codes', measured, size, detectorDigest, model: await digestsOf(model) },
        needs: needs(model),
        seconds: 20 + secondsAFace * measured.codes,
        run: async (context) => {
          const autoencoder = await openTokens(context, model);
          try {
            const seen = await measureAutoencoder(nameOf(model), autoencoder, await coded(context));
            return await codesOutcome(context, size, [{ caption: nameOf(model), strip: seen.strip }], [seen]);
          } finally {
            await autoencoder.release();
          }
        },
      }),
    });

  const variational = autoencoders.filter(({ isVector }) => isVector);
  const samples =
    variational.length === 0
      ? undefined
      : defineJob<SamplesOutcome>({
          name: 'measure samples',
          kind: 'measuring',
          settings: { what: 'samples', measured, size, clipDigest },
          needs: needs(...variational),
          seconds: 30 + secondsAFace * measured.samples * (variational.length + 2),
          run: async (context) => {
            const clip = await openClip();
            const opened = [];
            for (const model of variational)
              opened.push({ name: nameOf(model), autoencoder: await openTokens(context, model) });
            try {
              const { distances, strips } = await measureSamples(
                opened,
                await load(context, 'models', 'train'),
                clip,
                { count: measured.samples, rank: Math.max(...measured.components) },
              );
              return {
                distances,
                strips: await writeStrips(
                  context,
                  size,
                  strips.map(({ name, strip }) => ({ caption: name, strip })),
                ),
              };
            } finally {
              await clip.close();
              for (const { autoencoder } of opened) await autoencoder.release();
            }
          },
        });

  const judged = defineJob<JudgesOutcome>({
    name: 'measure judges',
    kind: 'measuring',
    settings: { what: 'judges', measured, size },
    needs: [...needs(judges), ...(judges.training?.needs ?? [])],
    seconds: 20 + 0.01 * measured.faces,
    run: async (context) => {
      const groups = new Set(['models', facesOf(recipe, recipe.judges)]);
      const figures = [];
      for (const of of groups) {
        const set = await load(context, of, 'test', measured.faces);
        const judgements = await judgementsOf(context, set, measured.faces);
        const facts = set.faces.map((face) => face.facts);
        figures.push({ of, faces: facts.length, facts: judgedAccuracy(judgements, facts) });
      }
      return { figures };
    },
  });

  const clips: Measuring<MeasuredClip>[] = [];
  for (const model of models.filter(({ task }) => task === 'clip'))
    clips.push({
      model,
      job: defineJob<MeasuredClip>({
        name: `measure ${nameOf(model)}`,
        kind: 'measuring',
        settings: { what: 'clip', measured, size, model: await digestsOf(model) },
        needs: needs(model, judges),
        seconds: 20 + 0.02 * measured.faces,
        run: async (context) => {
          const clip = await openClip(await model.fileIn(context));
          try {
            const set = await load(context, 'models', 'test', measured.faces);
            const judgements = await judgementsOf(context, set, measured.faces);
            return await measureClip(clip, set, judgements, measured.faces);
          } finally {
            await clip.close();
          }
        },
      }),
    });

  const drawn: Measuring<DrawnOutcome>[] = [];
  for (const model of models.filter(({ task }) => task === 'dalle')) {
    const tokens = tokensOf(recipe, models, model);
    drawn.push({
      model,
      job: defineJob<DrawnOutcome>({
        name: `measure ${nameOf(model)}`,
        kind: 'measuring',
        settings: { what: 'drawn', measured, size, model: await digestsOf(model, tokens) },
        needs: needs(model, tokens, judges),
        seconds: 30 + 0.4 * measured.drawn,
        run: async (context) => {
          const file = await model.fileIn(context);
          const bytes = await readFileOr(file, 'the model');
          const session = await createInferenceSession(bytes);
          const autoencoder = await openTokens(context, tokens);
          const judgesOpen = await judging(context);
          try {
            const drawer = {
              session,
              metadata: readDalleMetadata(bytes, file),
              autoencoder,
              judge: judgesOpen.judge,
            };
            const seen = await measureDrawn(
              drawer,
              await load(context, 'models', 'test', measured.drawn),
              measured.drawn,
              'seen',
            );
            const rare = await load(context, 'models', 'unseen', measured.drawn).catch(noneUnseen);
            const unseen = rare && (await measureDrawn(drawer, rare, measured.drawn, 'unseen'));
            const strips = [
              { caption: 'rendered faces', strip: seen.strips.rendered },
              {
                caption: `drawn to their sentences: ${seen.strips.sentences.join('; ')}`,
                strip: seen.strips.drawn,
              },
              ...(unseen
                ? [
                    {
                      caption: 'rendered faces of combinations that no training saw',
                      strip: unseen.strips.rendered,
                    },
                    {
                      caption: `drawn to theirs: ${unseen.strips.sentences.join('; ')}`,
                      strip: unseen.strips.drawn,
                    },
                  ]
                : []),
            ];
            return {
              seen: seen.measured,
              unseen: unseen?.measured ?? null,
              strips: await writeStrips(context, size, strips),
            };
          } finally {
            await Promise.all([session.release(), autoencoder.release(), judgesOpen.release()]);
          }
        },
      }),
    });
  }
  return { baselines, codes, samples, judges: judged, clips, drawn };
}

/** Few faces may hold none of the combinations; whatever else goes wrong is told. */
function noneUnseen(error: unknown): undefined {
  if (!messageOf(error).includes("no face is in split 'unseen'")) throw error;
}

/** Of the 68 points, on pictures of 64 pixels. */
const detectorModel = 'ibug68-ict';

const nowhere = {
  folderOf(): string {
    throw new Error('a shipped model lies in no folder of a job');
  },
};

export function nameOf({ row, seed, training }: StudyModel): string {
  return training === undefined || seed === 1 ? row : `${row}, seed ${seed}`;
}

function facesOf({ models }: GenerativeRecipe, row: string): string {
  const one = models[row]!;
  return 'shipped' in one ? 'models' : one.faces;
}

/** A DALL·E draws tokens of the row that its own names, or of the shipped one. */
function tokensOf(recipe: GenerativeRecipe, models: readonly StudyModel[], { row }: StudyModel): StudyModel {
  const one = recipe.models[row]!;
  const found =
    'shipped' in one
      ? models.find((model) => {
          const other = recipe.models[model.row]!;
          return 'shipped' in other && other.shipped === 'tokens';
        })
      : models.find((model) => model.row === one.tokens);
  if (found === undefined)
    throw new UsageError(`models.${row}: its tokens are those of no row`, {
      hint: 'add a row with `shipped: tokens`, or name a row under `tokens`',
    });
  return found;
}

interface Drawable {
  caption: string;
  strip: Float32Array;
}

async function codesOutcome(
  context: JobContext,
  size: number,
  strips: readonly Drawable[],
  seen: readonly SeenCode[],
): Promise<CodesOutcome> {
  return { measured: seen.map(({ measured }) => measured), strips: await writeStrips(context, size, strips) };
}

async function writeStrips(
  { folder }: JobContext,
  size: number,
  strips: readonly Drawable[],
): Promise<Strip[]> {
  const result: Strip[] = [];
  for (const [i, { caption, strip }] of strips.entries()) {
    const file = `strip-${i}.png`;
    await writeFileWhole(join(folder, file), pictureSheet(strip, { size, columns: stripLength, zoom: 1 }));
    result.push({ caption, file });
  }
  return result;
}
