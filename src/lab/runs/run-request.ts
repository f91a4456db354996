/**
 * What may be asked of a run. Datasets are named by ids of this server (`order:ID`, `upload:ID`), models by the names of shipped
 * ones or `run:ID`: nothing that is asked is ever opened as a path.
 */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice, number } from '../../core/settings/value-kinds.js';
import { shippedModels } from '../../detect/shipped-models.js';
import { type EvaluationSettings, evaluationFields } from '../../evaluation/settings.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { type ScaleName, scaleNames } from '../../studies/case-study/study-recipe.js';
import { parseRecipe, type Recipe } from '../../tasks/landmarks/recipe.js';

const { where: _, ...measuring } = evaluationFields;

export const studyNames: readonly ['case-study', 'case-study-wild'] = ['case-study', 'case-study-wild'];

export interface EvaluateRequest {
  kind: 'evaluate';
  title: string;
  model: string;
  data: string;
  find: boolean;
  settings: Omit<EvaluationSettings, 'where'>;
}

export interface TrainRequest {
  kind: 'train';
  title: string;
  /** A training recipe with datasets by id. */
  recipe: Record<string, unknown>;
  minutes: number | null;
}

export interface StudyRequest {
  kind: 'study';
  title: string;
  recipe: (typeof studyNames)[number];
  scale: ScaleName;
  /** Labelled photographs; the simulated domain without. */
  real: string | null;
}

export type RunRequest = EvaluateRequest | TrainRequest | StudyRequest;

const placeForm = /^(?:order:(o[0-9a-z]{20})(?:\/([\w-]{1,100}))?|upload:(u[0-9a-z]{20}))$/;
const placeRule = 'a dataset of this server: order:ID, order:ID/PART or upload:ID';
const modelForm = /^run:(r[0-9a-z]{20})$/;
const modelRule = `${Object.keys(shippedModels).join(', ')} or run:ID of a training of this server`;

const isModel = (text: string): boolean => Object.hasOwn(shippedModels, text) || modelForm.test(text);
const place = z.string(placeRule).regex(placeForm, placeRule);
const model = z.string(modelRule).refine(isModel, modelRule);
const title = z.string().max(200).default('');

type Fields<Request> = { [Key in keyof Request]: z.ZodType<Request[Key]> };

export const evaluateFields: Fields<EvaluateRequest> = {
  kind: z.literal('evaluate'),
  title,
  model,
  data: place,
  find: z.boolean('true or false').default(false),
  settings: z.strictObject(measuring),
};
export const trainFields: Fields<TrainRequest> = {
  kind: z.literal('train'),
  title,
  recipe: z.record(z.string(), z.unknown(), 'a training recipe as JSON'),
  minutes: number(0.01, 100_000).nullable().default(null),
};
export const studyFields: Fields<StudyRequest> = {
  kind: z.literal('study'),
  title,
  recipe: choice(studyNames),
  scale: choice(scaleNames).default('tiny'),
  real: place.nullable().default(null),
};

const schemas: Record<RunRequest['kind'], z.ZodType<RunRequest>> = {
  evaluate: z.strictObject(evaluateFields),
  train: z.strictObject(trainFields),
  study: z.strictObject(studyFields),
};
const kinds = Object.keys(schemas) as RunRequest['kind'][];
const kindSchema = z.looseObject({ kind: choice(kinds) }, 'an object with the key kind');

export interface RunLimits {
  /** Of one run. */
  minutes: number;
}
export const runLimits: RunLimits = { minutes: 24 * 60 };

/** @param content – parsed JSON, from outside. */
export function parseRunRequest(content: unknown): RunRequest {
  const { kind } = parseSettings('run', kindSchema, content);
  const request = parseSettings('run', schemas[kind], content);
  if (request.kind === 'train') checkRecipe(request.recipe);
  return request;
}

/** All datasets and models that a request names. */
export function namedIn(request: RunRequest): { places: string[]; models: string[] } {
  if (request.kind === 'evaluate') return { places: [request.data], models: [request.model] };
  if (request.kind === 'study') return { places: request.real === null ? [] : [request.real], models: [] };
  const places = new Set<string>();
  const models = new Set<string>();
  withPlaces(
    request.recipe,
    (one) => {
      places.add(one);
      return one;
    },
    (one) => {
      models.add(one);
      return one;
    },
  );
  return { places: [...places], models: [...models] };
}

export type Place =
  | { kind: 'order'; order: string; part: string | undefined }
  | { kind: 'upload'; upload: string };

export function placeOf(text: string): Place {
  const [, order, part, upload] = placeForm.exec(text)!;
  return order === undefined ? { kind: 'upload', upload: upload! } : { kind: 'order', order, part };
}

/** Id of the run that a model is of; undefined for a shipped one. */
export function runOfModel(text: string): string | undefined {
  return modelForm.exec(text)?.[1];
}

type Rename = (named: string) => string;

/** The recipe with other words for its datasets and models. @throws UsageError where it names anything else. */
export function withPlaces(
  recipe: Record<string, unknown>,
  data: Rename,
  from: Rename,
): Record<string, unknown> {
  const refuse = (path: string, value: unknown, rule: string): never => {
    throw new UsageError(`run: recipe.${path}: ${JSON.stringify(value)?.slice(0, 200)}; allowed: ${rule}`);
  };
  const rename = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((one, i) => rename(one, `${path}.${i}`));
    return typeof value === 'string' && placeForm.test(value) ? data(value) : refuse(path, value, placeRule);
  };
  /** Every key `data`, however deep; sets are named, never files. */
  const walk = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((one, i) => walk(one, `${path}.${i}`));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const here = `${path}.${key}`;
        if (key === 'data') return [key, rename(inner, here)];
        if (key === 'to' && !landmarkSetNames.includes(String(inner)))
          refuse(here, inner, `one of ${landmarkSetNames.join(', ')}`);
        return [key, walk(inner, here)];
      }),
    );
  };
  const { data: faces, adaptation, from: begins, ...rest } = recipe;
  const named: Record<string, unknown> = { ...rest };
  if (isRecord(faces)) {
    if (!landmarkSetNames.includes(String(faces.landmarks)))
      refuse('data.landmarks', faces.landmarks, `one of ${landmarkSetNames.join(', ')}`);
    named.data = Object.fromEntries(
      Object.entries(faces).map(([key, value]) => [
        key,
        key === 'train' || key === 'validation' ? rename(value, `data.${key}`) : value,
      ]),
    );
  } else if (faces !== undefined) named.data = faces;
  if (adaptation !== undefined) named.adaptation = walk(adaptation, 'adaptation');
  if (begins !== undefined)
    named.from =
      typeof begins === 'string' && isModel(begins) ? from(begins) : refuse('from', begins, modelRule);
  return named;
}

/** Pixels of a batch: what a training holds in memory grows with them. */
const mostBatchPixels = 64 * 256 * 256;

/** @throws UsageError where it is no recipe, names what is not of this server, or wants more than the machine has. */
function checkRecipe(raw: Record<string, unknown>): void {
  const recipe = recipeOf(withPlaces(raw, same, same));
  const cores = availableParallelism();
  const refuse = (what: string, value: number, most: number): void => {
    if (value > most)
      throw new UsageError(`run: recipe.${what}: ${value}; allowed: at most ${most} on this server`);
  };
  refuse('replicas × threads', recipe.replicas * recipe.threads, cores);
  refuse('loaderWorkers', recipe.loaderWorkers, cores);
  refuse('batch × inputSize²', recipe.batch * recipe.model.inputSize ** 2, mostBatchPixels);
}

const same: Rename = (named) => named;

/** JSON is YAML. */
export const recipeOf = (content: Record<string, unknown>): Recipe =>
  parseRecipe(JSON.stringify(content), 'recipe');
