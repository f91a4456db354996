/**
 * The keys of a recipe that say how it learns beside rate, batch and steps: optimiser, schedule, parameter groups,
 * moving averages, accumulation, early stopping. All may be left out; a recipe without them is AdamW with a linear
 * warm-up and half a cosine.
 */
import { z } from 'zod';
import { choice, number, text, whole } from '../../../core/settings/value-kinds.js';
import {
  type OptimiserOptions,
  type OptimiserSettings,
  optimiserSchema,
} from '../../optimisers/optimiser.js';
import type { ParameterGroup } from '../../optimisers/parameter-groups.js';
import type { EarlyStopping } from './early-stopping.js';

/** A stage of the schedule after the warm-up, see src/nn/optimisers/schedule.ts. */
export interface StageSettings {
  kind: 'constant' | 'linear' | 'cosine' | 'step' | 'multiStep';
  steps?: number | undefined;
  from?: number | undefined;
  to?: number | undefined;
  every?: number | undefined;
  at?: number[] | undefined;
  factor?: number | undefined;
}

export interface OptimisationSettings {
  optimiser?: OptimiserSettings | undefined;
  schedule?: StageSettings[] | undefined;
  groups?: ParameterGroup[] | undefined;
  /** Decay of the moving averages that are validated and exported. */
  ema?: number | undefined;
  /** Batches whose gradients make one step. */
  accumulate?: number | undefined;
  earlyStopping?: EarlyStopping | undefined;
}

/** Batches of a step. */
export const batchesOf = ({ accumulate = 1 }: Pick<OptimisationSettings, 'accumulate'>): number => accumulate;

const share = number(0, 0.999999);

const stage = z.strictObject(
  {
    kind: choice(['constant', 'linear', 'cosine', 'step', 'multiStep']),
    steps: whole(1, 10_000_000).optional(),
    from: number(0, 1).optional(),
    to: number(0, 1).optional(),
    every: whole(1, 10_000_000).optional(),
    at: z.array(whole(0, 10_000_000), 'a list of steps').min(1, 'a list of steps').optional(),
    factor: number(1e-6, 1).optional(),
  },
  'a stage such as {kind: cosine}, or a list of stages',
);

/** Laid into the recipe's schema. */
export const optimisationSchema: {
  [Key in keyof OptimisationSettings]-?: z.ZodType<OptimisationSettings[Key]>;
} = {
  optimiser: optimiserSchema.optional(),
  schedule: z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(stage).min(1, 'at least one stage').optional(),
    )
    .optional(),
  groups: z
    .array(
      z.strictObject(
        {
          match: text("a pattern of names such as 'stack0/**'"),
          rate: number(0, 100).optional(),
          weightDecay: number(0, 1).optional(),
          frozen: z.boolean('true or false').optional(),
        },
        'the keys match, rate, weightDecay, frozen',
      ),
      "a list of groups such as {match: 'stem/**', rate: 0.1}",
    )
    .optional(),
  ema: share.optional(),
  accumulate: whole(1, 1024).optional(),
  earlyStopping: z
    .strictObject({
      patience: whole(1, 1_000_000).default(5),
      minimumChange: number(0, 100).default(0),
    })
    .optional(),
};

const stageKeys = {
  constant: [],
  linear: ['to'],
  cosine: ['to'],
  step: ['every', 'factor'],
  multiStep: ['at', 'factor'],
} as const;

interface Limits {
  steps: number;
  learningRate: { warmUp: number };
}

/** What no single key shows. @param refuse – throws, given what is wrong and the hint. */
export function checkOptimisation(
  { schedule, groups, steps, learningRate }: OptimisationSettings & Limits,
  refuse: (what: string, hint: string) => never,
): void {
  groups?.forEach(({ frozen, rate, weightDecay }, index) => {
    if (frozen && (rate !== undefined || weightDecay !== undefined))
      refuse(
        `groups.${index}.frozen: true; allowed: without rate and weightDecay`,
        'a frozen group does not move: leave those out',
      );
  });
  if (schedule === undefined) return;
  let end = learningRate.warmUp;
  schedule.forEach((own, index) => {
    const path = `schedule.${index}`;
    refuseStrangers(path, own, stageKeys, ['steps', 'from'], refuse);
    if (own.kind === 'step' && own.every === undefined)
      refuse(`${path}.every: missing; allowed: a whole number of steps`, 'say after how many steps');
    if (own.kind === 'multiStep' && own.at === undefined)
      refuse(`${path}.at: missing; allowed: a list of steps`, 'say at which steps');
    const late = own.at?.find((at) => at >= steps);
    if (late !== undefined)
      refuse(`${path}.at: ${late}; allowed: before the last step, ${steps}`, 'change either');
    const last = index === schedule.length - 1;
    if (own.steps === undefined && !last)
      refuse(
        `${path}.steps: missing; allowed: a whole number of steps`,
        'only the last stage takes the rest',
      );
    end += own.steps ?? 0;
  });
  if (end > steps)
    refuse(
      `schedule: the stages and the warm-up have ${end} steps; allowed: at most steps, ${steps}`,
      'shorten a stage or train longer',
    );
}

function refuseStrangers<Kind extends string>(
  path: string,
  settings: { readonly kind: Kind },
  keys: Readonly<Record<Kind, readonly string[]>>,
  always: readonly string[],
  refuse: (what: string, hint: string) => never,
): void {
  const allowed = ['kind', ...always, ...keys[settings.kind]];
  for (const [key, value] of Object.entries(settings))
    if (value !== undefined && !allowed.includes(key))
      refuse(
        `${path}.${key}: ${JSON.stringify(value)}; allowed with kind ${settings.kind}: ${allowed.slice(1).join(', ') || 'no other key'}`,
        'leave it out or change kind',
      );
}

/** As the trainer takes it. */
export function optimiserOf(
  settings: OptimiserSettings | undefined,
  { weightDecay, clipNorm }: { weightDecay: number; clipNorm: number },
): OptimiserOptions {
  return { ...settings, weightDecay, clipNorm };
}
