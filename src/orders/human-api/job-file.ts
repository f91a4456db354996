/**
 * The shape of a job file of the Human API, as its documentation and the job files of its users have it: what is known is
 * checked, what is unknown is let through to be refused by name (`ledger.ts`).
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { schemaFaults } from '../../core/settings/schema-faults.js';
import { inOurWords } from '../../core/settings/schema-words.js';
import { number, whole } from '../../core/settings/value-kinds.js';

const range = z
  .looseObject({ type: z.literal('range'), values: z.looseObject({ min: z.number(), max: z.number() }) })
  .refine(({ values }) => values.min <= values.max, 'a range whose min is not above its max');
const list = z.looseObject({ type: z.literal('list'), values: z.array(z.number()).min(1).max(1000) });
const distribution = z
  .union(
    [list, range],
    '{"type": "list", "values": […]} or {"type": "range", "values": {"min": …, "max": …}}',
  )
  .optional();
export type Distribution =
  | { type: 'list'; values: number[] }
  | { type: 'range'; values: { min: number; max: number } };

type Maybe<T> = { [Key in keyof T]?: T[Key] | undefined };
/** What is not known stays where it is. */
interface Loose {
  [other: string]: unknown;
}
type Names = string[];

interface Grown
  extends Loose,
    Maybe<{ style: Names; color: Names; color_seed: Distribution; sex_matched_only: boolean }> {
  percent: number;
  relative_length?: Distribution | undefined;
  relative_density?: Distribution | undefined;
}

export interface JobPlace
  extends Loose,
    Maybe<Record<'x' | 'y' | 'z' | 'yaw' | 'pitch' | 'roll', Distribution>> {}

type Shared<T> = (Loose & Maybe<T> & { percent: number })[];
type GrownMatching = Grown & { match_hair_color?: boolean | undefined };

export interface FacialAttributes
  extends Loose,
    Maybe<{
      expression: Shared<{ name: Names; intensity: Distribution }>;
      gaze: Shared<{ horizontal_angle: Distribution; vertical_angle: Distribution }>;
      head_turn: Shared<{ yaw: Distribution; pitch: Distribution; roll: Distribution }>;
      hair: (Grown & { ethnicity_matched_only?: boolean | undefined })[];
      facial_hair: GrownMatching[];
      eyebrows: GrownMatching[];
      eyes: Shared<{ iris_color: Names; pupil_dilation: Distribution; redness: Distribution }>;
    }> {}

export interface Accessories
  extends Loose,
    Maybe<{
      glasses: Shared<{
        style: Names;
        lens_color: Names;
        transparency: Distribution;
        metalness: Distribution;
        sex_matched_only: boolean;
      }>;
      headwear: Shared<{ style: Names; sex_matched_only: boolean }>;
      masks: Shared<{ style: Names; position: Names; variant: Names }>;
      headphones: Shared<{ style: Names }>;
    }> {}

export interface JobCamera
  extends Loose,
    Maybe<{
      name: string;
      specifications: Loose &
        Maybe<{
          resolution_w: number;
          resolution_h: number;
          focal_length: Distribution;
          sensor_width: Distribution;
          wavelength: 'visible' | 'nir';
        }>;
      advanced: Loose &
        Maybe<
          Record<
            | 'lens_shift_horizontal'
            | 'lens_shift_vertical'
            | 'window_offset_horizontal'
            | 'window_offset_vertical',
            Distribution
          >
        >;
      relative_location: JobPlace;
    }> {}

export interface JobLamp
  extends Loose,
    Maybe<{
      type: 'omni' | 'rect';
      wavelength: 'visible' | 'nir';
      intensity: Distribution;
      size_meters: Distribution;
      color: Loose & Maybe<Record<'red' | 'green' | 'blue', Distribution>>;
      relative_location: JobPlace;
    }> {}

export interface JobRig
  extends Loose,
    Maybe<{
      type: string;
      preset_name: string;
      cameras: JobCamera[];
      lights: JobLamp[];
      location: JobPlace;
    }> {}

export interface Human
  extends Loose,
    Maybe<{
      facial_attributes: FacialAttributes;
      accessories: Accessories;
      clothing: Shared<{ outfit: Names; sex_matched_only: boolean }>;
      environment: Loose &
        Maybe<{ hdri: Loose & Maybe<{ name: Names; intensity: Distribution; rotation: Distribution }> }>;
      camera_and_light_rigs: JobRig[];
    }> {
  identities: Loose & { ids: number[]; renders_per_identity?: number | undefined };
}

export interface Job extends Loose {
  version?: 1 | undefined;
  humans: Human[];
}

const names = z.array(z.string().max(200)).min(1).max(1000).optional();
const flag = z.boolean().optional();
const percent = number(0, 100);

const shares = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.looseObject({ ...shape, percent }))
    .min(1)
    .max(1000)
    .refine(
      (entries: readonly { percent?: unknown }[]) =>
        Math.abs(entries.reduce((sum, entry) => sum + Number(entry.percent), 0) - 100) < 1e-6,
      'a list whose percentages add up to 100',
    )
    .optional();

const grown = {
  style: names,
  color: names,
  color_seed: distribution,
  sex_matched_only: flag,
  relative_length: distribution,
  relative_density: distribution,
};

const place = z
  .looseObject({
    x: distribution,
    y: distribution,
    z: distribution,
    yaw: distribution,
    pitch: distribution,
    roll: distribution,
  })
  .optional();

const wavelength = z.enum(['visible', 'nir'], 'visible or nir').optional();
const pixels = whole(16, 8192).optional();

const camera = z.looseObject({
  name: z.string().max(100).optional(),
  specifications: z
    .looseObject({
      resolution_w: pixels,
      resolution_h: pixels,
      focal_length: distribution,
      sensor_width: distribution,
      wavelength,
    })
    .optional(),
  advanced: z
    .looseObject({
      lens_shift_horizontal: distribution,
      lens_shift_vertical: distribution,
      window_offset_horizontal: distribution,
      window_offset_vertical: distribution,
    })
    .optional(),
  relative_location: place,
});

const lamp = z.looseObject({
  type: z.enum(['omni', 'rect'], 'omni or rect').optional(),
  wavelength,
  intensity: distribution,
  size_meters: distribution,
  color: z.looseObject({ red: distribution, green: distribution, blue: distribution }).optional(),
  relative_location: place,
});

const rig = z.looseObject({
  type: z.string().max(100).optional(),
  preset_name: z.string().max(100).optional(),
  cameras: z.array(camera).min(1).max(100).optional(),
  lights: z.array(lamp).max(100).optional(),
  location: place,
});

const human = z.looseObject({
  identities: z.looseObject({
    ids: z
      .array(whole(0, 2 ** 31 - 1))
      .min(1)
      .max(100_000),
    renders_per_identity: whole(1, 1_000_000).optional(),
  }),
  facial_attributes: z
    .looseObject({
      expression: shares({ name: names, intensity: distribution }),
      gaze: shares({ horizontal_angle: distribution, vertical_angle: distribution }),
      head_turn: shares({ yaw: distribution, pitch: distribution, roll: distribution }),
      hair: shares({ ...grown, ethnicity_matched_only: flag }),
      facial_hair: shares({ ...grown, match_hair_color: flag }),
      eyebrows: shares({ ...grown, match_hair_color: flag }),
      eyes: shares({ iris_color: names, pupil_dilation: distribution, redness: distribution }),
    })
    .optional(),
  accessories: z
    .looseObject({
      glasses: shares({
        style: names,
        lens_color: names,
        transparency: distribution,
        metalness: distribution,
        sex_matched_only: flag,
      }),
      headwear: shares({ style: names, sex_matched_only: flag }),
      masks: shares({ style: names, position: names, variant: names }),
      headphones: shares({ style: names }),
    })
    .optional(),
  clothing: shares({ outfit: names, sex_matched_only: flag }),
  environment: z
    .looseObject({
      hdri: z
        .looseObject({
          name: names,
          intensity: distribution,
          rotation: distribution,
        })
        .optional(),
    })
    .optional(),
  camera_and_light_rigs: z.array(rig).min(1).max(100).optional(),
});

const job: z.ZodType<Job> = z.looseObject({
  version: z.literal(1, '1').optional(),
  humans: z.array(human).min(1).max(10_000),
});

/** @throws UsageError naming the field, what stands there and what is allowed. */
export function parseJob(content: unknown): Job {
  const parsed = job.safeParse(content, inOurWords);
  if (parsed.success) return parsed.data;
  throw new UsageError(`order: ${schemaFaults(job, content, parsed.error).slice(0, 10).join('; ')}`, {
    hint: 'correct the field, or leave it out; docs/orders.md has all fields',
  });
}
