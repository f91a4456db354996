/** Which points a command asks of a model, and how often it looks: the flags, and what they say to whoever opens the model. */
import { Option } from 'commander';
import { type LookSettings, lookDefaults, lookFields } from '../../detect/detection-settings.js';
import type { OpenModelOptions } from '../../detect/node/open-landmark-detector.js';
import { looksInMirror } from '../../detect/node/shipped-model-file.js';
import { type Convention, conventions } from '../../landmarks/landmark-set.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { settingNumber } from './setting-number.js';

export interface PointsFlags {
  landmarks?: string;
  convention?: Convention;
  mirror?: boolean;
  looks?: LookSettings['looks'];
  anyRoll?: true;
  eyes?: boolean | string;
}

export const landmarksOption = (): Option =>
  new Option(
    '--landmarks <set>',
    `other points than the model's own: ${landmarkSetNames.join(', ')}, a .yaml file of your own, or a file of \`landmarks map\``,
  );

export const conventionOption = (): Option =>
  new Option('--convention <name>', "of the points (the model's unless it is given)").choices([
    ...conventions,
  ]);

/** Two flags of one setting: with a model of one's own to ask for it, with a shipped one to leave it out. */
export const mirrorOptions = (): readonly [Option, Option] => [
  new Option(
    '--mirror',
    'average with what the model says of the mirrored crop: a little better, half as long again (shipped models do so in pictures, not in videos)',
  ),
  new Option('--no-mirror', 'look at each crop as it is only: faster'),
];

export const looksOption = (): Option =>
  new Option(
    '--looks <n>',
    `2: look again through the box of the points found: forgives boxes that are off (${lookDefaults.looks} by default; 2 in pictures behind an adapter of ridge-features)`,
  ).argParser(settingNumber(lookFields.looks));

export const anyRollOption = (): Option =>
  new Option('--any-roll', 'faces may lie on their side or upside down: eight looks first');

/** Two flags of one setting: which model, or none. */
export const eyesOptions = (): readonly [Option, Option] => [
  new Option(
    '--eyes <file>',
    'looks at the eyes again: a model of recipes/eyes.yaml (with dense1001 the shipped one)',
  ),
  new Option('--no-eyes', 'look at the eyes with the rest of the face only: faster'),
];

/** @param still – the model that looks at still pictures. @returns what `openLandmarkDetector` takes. */
export const pointsAsked = (
  { landmarks, convention, mirror, looks, anyRoll, eyes }: PointsFlags,
  still?: string,
): OpenModelOptions => ({
  mirror: mirror ?? (still !== undefined && looksInMirror(still)),
  // A video is followed from box to box.
  looks: looks ?? (still === undefined ? lookDefaults.looks : undefined),
  anyRoll,
  ...eyesAsked(eyes),
  ...(landmarks !== undefined && { landmarks }),
  ...(convention !== undefined && { convention }),
});

/** What to tell of stills that a model of one's own looks at less often than a shipped one would; undefined where that was said by a flag. */
export const plainLookWords = ({ mirror }: PointsFlags, model: string): string | undefined =>
  mirror !== undefined || looksInMirror(model)
    ? undefined
    : `${model} looked at each face once, not in the mirror as shipped models do (--mirror does, --no-mirror says that once will do)`;

/** Whether other points than the model's own are asked for. */
export const asksOtherPoints = ({ landmarks, convention }: PointsFlags): boolean =>
  landmarks !== undefined || convention !== undefined;

/** A flag `--no-eyes` is true where it is not given, which leaves the choice to the model. */
export const eyesAsked = (eyes: boolean | string | undefined): Pick<OpenModelOptions, 'eyes'> =>
  eyes === undefined || eyes === true ? {} : { eyes };
