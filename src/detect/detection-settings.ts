/**
 * How faces are found and looked at, with the defaults: the one description from which flags and the options of
 * `openDetector`, `createDetector` and finders are derived. What runs the networks (provider, threads) is the
 * platform's. Safe in browsers.
 */
import { z } from 'zod';
import type { OptionNames } from '../core/settings/known-options.js';
import { parseSettings } from '../core/settings/parse-settings.js';
import { whole } from '../core/settings/value-kinds.js';

/** Each further look costs one more inference; docs/detection.md says what it brings. */
export interface LookSettings {
  /** Averages with what the model says of the mirrored crop. */
  mirror: boolean;
  /**
   * 2: looks again through the box of the points that it found, turned until the eyes are level. Adapters that were fitted so do it
   * where nothing else is said.
   */
  looks: 1 | 2;
  /** Faces may lie on their side or upside down: looks through eight turns of the box first and goes on with the surest. */
  anyRoll: boolean;
}

export interface FindingSettings {
  /** Least score of a face; null: the one that the finder's file recommends. */
  threshold: number | null;
  /** Keep so many faces, the surest; null: all. */
  mostFaces: number | null;
}

/** Settings as they may be given. */
export type Given<Settings> = { [Key in keyof Settings]?: Settings[Key] | undefined };
type Fields<Settings> = {
  readonly [Key in keyof Settings]: z.ZodType<Settings[Key], Settings[Key] | undefined>;
};

const score = 'a score between 0 and 1';

export const lookFields: Fields<LookSettings> = {
  mirror: z.boolean('true or false').default(false),
  looks: z.union([z.literal(1), z.literal(2)], '1, or 2 for a second look').default(1),
  anyRoll: z.boolean('true or false').default(false),
};

export const findingFields: Fields<FindingSettings> = {
  threshold: z.number(score).gt(0, score).lt(1, score).nullable().default(null),
  mostFaces: whole(1, Number.MAX_SAFE_INTEGER).nullable().default(null),
};

/** Names, for whoever takes looks among other options. */
export const lookNames: OptionNames<LookSettings> = { mirror: true, looks: true, anyRoll: true };
const findingNames: OptionNames<FindingSettings> = { threshold: true, mostFaces: true };

export const findFacesNames: OptionNames<FindingSettings & { signal: AbortSignal }> = {
  ...findingNames,
  signal: true,
};

/** What people give to whoever opens a finder, and belongs to each picture. */
export const askedOfEachSearch: Readonly<Record<'threshold' | 'mostFaces', string>> = {
  threshold: 'threshold is said for each picture: finder.find(image, { threshold })',
  mostFaces: 'mostFaces is said for each picture: finder.find(image, { mostFaces })',
};

/** What people give to whoever opens a model, and belongs to each picture. */
export const askedOfEachPicture: Readonly<Record<'threshold' | 'mostFaces' | 'boxes', string>> = {
  threshold: 'threshold is said for each picture: detector.detect(picture, { threshold })',
  mostFaces: 'mostFaces is said for each picture: detector.detect(picture, { mostFaces })',
  boxes: 'boxes are said for each picture: detector.detect(picture, { boxes })',
};

const rate = 'frames a second, above 0 and at most 1000';

/** Of frames that come without times. */
export const frameRateField: z.ZodDefault<z.ZodNumber> = z
  .number(rate)
  .gt(0, rate)
  .max(1000, rate)
  .default(30);

const lookSchema = z.object(lookFields);
const findingSchema = z.object(findingFields);

/** What is meant where nothing is said. */
export const lookDefaults: LookSettings = lookSchema.parse({});

export function parseLooks(given: Given<LookSettings>): LookSettings {
  return parseSettings('detect', lookSchema, given);
}

export function parseFinding(given: Given<FindingSettings>): FindingSettings {
  return parseSettings('find faces', findingSchema, given);
}
