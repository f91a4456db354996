/** The schema of a specification, for settings that come out of files and requests: strict, with bounds on every list. */
import { z } from 'zod';
import { isRecord } from '../../../core/settings/is-record.js';
import { choice, number, text, whole } from '../../../core/settings/value-kinds.js';
import { facialActionNames } from '../../../face/heads/facial-actions.js';
import { expressionNames } from '../../../face/person/expression-library.js';
import { lookSchemas, rgbSchema } from '../../../face/person/face-schema.js';
import { lightKinds, paintedBackgrounds } from '../../scene/scene-description.js';
import { picturesOf } from './place-in-specification.js';
import {
  type Look,
  mounts,
  type Numbers,
  type Specification,
  type SpecifiedGroup,
  sexes,
  spectra,
} from './specification.js';

const most = { listed: 1000, persons: 100_000, groups: 10_000 } as const;

const allowedNumbers = 'a list of numbers, or {"min": …, "max": …}';
const numbers: z.ZodType<Numbers, Numbers> = z
  .union(
    [z.array(z.number()).min(1).max(most.listed), z.strictObject({ min: z.number(), max: z.number() })],
    allowedNumbers,
  )
  .refine((value) => !('min' in value) || value.min <= value.max, 'a range whose min is not above its max');

const lookOf = <Value>(value: z.ZodType<Value, Value>): z.ZodType<Look<Value>[], Look<Value>[]> =>
  z
    .array(
      z.strictObject({
        name: text('a name').max(100).exactOptional(),
        for: choice(sexes).exactOptional(),
        value,
      }),
    )
    .min(1)
    .max(most.listed);

const percent = number(0, 100);
const tints = lookOf(
  z.strictObject({
    colour: rgbSchema,
    white: number(0, 1).exactOptional(),
    whiteTemples: number(0, 1).exactOptional(),
  }),
).exactOptional();
const tinted = {
  tints,
  likeHair: z.boolean().exactOptional(),
  length: numbers.exactOptional(),
  density: numbers.exactOptional(),
};

const percentOf = (share: unknown): number => (isRecord(share) ? Number(share.percent) : 0);

/** @param fields – of one share. */
const shares = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z
    .array(z.strictObject({ percent, ...fields }))
    .min(1)
    .max(most.listed)
    .refine(
      (list: readonly unknown[]) =>
        Math.abs(list.reduce<number>((sum, share) => sum + percentOf(share), 0) - 100) < 1e-6,
      'a list whose percentages add up to 100',
    );

const mixture = z.record(
  z.string().refine((name) => knownActions.has(name), 'the name of a facial action'),
  number(0, 1),
);
const knownActions = new Set<string>([
  ...facialActionNames,
  ...facialActionNames.map((name) => name.split('.')[0]!),
]);

const angles = {
  yaw: numbers.exactOptional(),
  pitch: numbers.exactOptional(),
  roll: numbers.exactOptional(),
};
const place = z
  .strictObject({
    x: numbers.exactOptional(),
    y: numbers.exactOptional(),
    z: numbers.exactOptional(),
    ...angles,
  })
  .exactOptional();

const camera = z.strictObject({
  name: text('a name').max(100),
  spectrum: choice(spectra),
  focal: numbers,
  sensor: numbers,
  shiftX: numbers.exactOptional(),
  shiftY: numbers.exactOptional(),
  at: place,
});
const lamp = z.strictObject({
  spectrum: choice(spectra),
  strength: numbers,
  size: numbers,
  red: numbers.exactOptional(),
  green: numbers.exactOptional(),
  blue: numbers.exactOptional(),
  panel: z.boolean(),
  at: place,
});
const rig = z.strictObject({
  mount: choice(mounts),
  at: place,
  // None: the rig stands for its number, which names its stream.
  cameras: z.array(camera).max(100),
  lamps: z.array(lamp).max(100).exactOptional(),
});

const looks = {
  hair: lookOf(lookSchemas.hair).exactOptional(),
  beard: lookOf(lookSchemas.beard).exactOptional(),
  brows: lookOf(lookSchemas.brows).exactOptional(),
  eyes: lookOf(lookSchemas.eyes).exactOptional(),
  clothing: lookOf(lookSchemas.clothing).exactOptional(),
  glasses: lookOf(lookSchemas.glasses.nullable()).exactOptional(),
  headwear: lookOf(lookSchemas.headwear.nullable()).exactOptional(),
  mask: lookOf(lookSchemas.mask.nullable()).exactOptional(),
  expression: lookOf(z.strictObject({ name: choice(expressionNames), actions: mixture })).exactOptional(),
  light: lookOf(
    z.strictObject({ kind: choice(lightKinds), background: choice(paintedBackgrounds) }),
  ).exactOptional(),
};

const optionalNumbers = numbers.exactOptional();

const group: z.ZodType<SpecifiedGroup, SpecifiedGroup> = z.strictObject({
  persons: z
    .array(whole(0, 2 ** 31 - 1))
    .min(1)
    .max(most.persons),
  renders: whole(1, 1_000_000),
  rigs: z.array(rig).min(1).max(100),
  stream: whole(0, 2 ** 31 - 1).exactOptional(),
  hair: shares({ looks: looks.hair, ...tinted }).exactOptional(),
  beard: shares({ looks: looks.beard, ...tinted }).exactOptional(),
  brows: shares({ looks: looks.brows, ...tinted }).exactOptional(),
  eyes: shares({ looks: looks.eyes, pupil: optionalNumbers, redness: optionalNumbers }).exactOptional(),
  expression: shares({ looks: looks.expression, intensity: optionalNumbers }).exactOptional(),
  gaze: shares({ yaw: optionalNumbers, pitch: optionalNumbers }).exactOptional(),
  turn: shares(angles).exactOptional(),
  glasses: shares({
    looks: looks.glasses,
    tints: lookOf(rgbSchema).exactOptional(),
    metal: optionalNumbers,
    clear: optionalNumbers,
  }).exactOptional(),
  headwear: shares({ looks: looks.headwear }).exactOptional(),
  mask: shares({ looks: looks.mask, slip: optionalNumbers }).exactOptional(),
  clothing: shares({ looks: looks.clothing }).exactOptional(),
  light: shares({
    looks: looks.light,
    turn: optionalNumbers,
    strength: optionalNumbers,
    behind: choice(paintedBackgrounds).exactOptional(),
  }).exactOptional(),
});

export const specificationSchema: z.ZodType<Specification, Specification> = z
  .strictObject({ groups: z.array(group).min(1).max(most.groups) })
  .refine((value) => picturesOf(value) > 0, 'groups with a camera')
  .refine((value) => picturesOf(value) < 2 ** 31, 'groups of fewer than 2,147,483,648 pictures');
