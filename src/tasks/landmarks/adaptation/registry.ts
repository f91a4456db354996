/** All adaptation methods by their names in recipes. A new one is a file beside this one and an entry here. */
import { z } from 'zod';
import type { AdaptationMethod, AdaptationSettings, CheckedRecipe } from './adaptation-method.js';
import { biClassifier } from './methods/bi-classifier.js';
import { daln } from './methods/daln.js';
import { dann } from './methods/dann.js';
import { featureAlignment } from './methods/feature-alignment.js';
import { labelTransfer } from './methods/label-transfer.js';
import { meanTeacher } from './methods/mean-teacher.js';
import { selfTraining } from './methods/self-training.js';
import { targetStatistics } from './methods/target-statistics.js';
import { targetStyle } from './methods/target-style.js';
import { twins } from './methods/twins.js';

const methods: readonly [AdaptationMethod, ...AdaptationMethod[]] = [
  dann,
  daln,
  biClassifier,
  meanTeacher,
  selfTraining,
  featureAlignment,
  targetStyle,
  targetStatistics,
  labelTransfer,
  twins,
];

const names = methods.map(({ name }) => name).join(', ');

/** Every entry has these, whatever its method. */
const entry = z.looseObject({ method: z.string(), weight: z.number(), start: z.int() });

const [first, ...others] = methods.map(({ schema }) => schema);

/** Of the recipe's key `adaptation`. */
export const adaptationSchema: z.ZodType<AdaptationSettings[]> = z
  .array(
    z
      .discriminatedUnion('method', [first!, ...others], {
        error: ({ code }) =>
          code === 'invalid_union' ? `one of ${names}` : 'an entry such as {method: daln, …}',
      })
      .pipe(entry),
    'a list of methods such as {method: daln, target: {data: data/photographs, split: unlabelled}}',
  )
  .min(1, `at least one method, of ${names}`);

/**
 * What a method adds to a training step, in steps of the source alone; of an unknown one as much again.
 * @param entry – of the recipe's `adaptation`. @param batch – source faces.
 */
export function methodStepCost(entry: Readonly<Record<string, unknown>>, batch: number): number {
  const method = methods.find(({ name }) => name === entry.method);
  if (method === undefined) return 1;
  const parsed = method.schema.safeParse(entry);
  const settings: Record<string, unknown> = parsed.success ? parsed.data : { ...entry };
  const own = typeof settings.batch === 'number' ? settings.batch : batch;
  const every = typeof settings.every === 'number' ? settings.every : 1;
  return (method.stepCost * own) / batch / every;
}

export function methodNamed(name: string): AdaptationMethod {
  return methods.find((method) => method.name === name)!;
}

/** What no single key shows. @param refuse – throws, given what is wrong and the hint. */
export function checkAdaptation(
  recipe: CheckedRecipe & { steps: number; adaptation?: AdaptationSettings[] | undefined },
  refuse: (what: string, hint: string) => never,
): void {
  recipe.adaptation?.forEach((settings, index, all) => {
    const path = `adaptation.${index}`;
    const { method, start } = settings;
    if (all.findIndex((other) => other.method === method) < index)
      refuse(`${path}.method: ${method} is there twice; allowed: once`, 'leave one of them out');
    if (start >= recipe.steps)
      refuse(`${path}.start: ${start}; allowed: fewer than steps, ${recipe.steps}`, 'change either');
    const fault = methodNamed(method).check?.(settings, recipe);
    if (fault !== undefined) refuse(`${path}.${fault.what}`, fault.hint);
  });
}
