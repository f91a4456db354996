/**
 * Opens the shipped face finder and detector, or others, to follow faces through frames in Node.
 *
 * @example
 * const tracker = await openTracker();
 * for (const [i, file] of frames.entries())
 *   for (const { id, points } of await tracker.track(file, i / 25)) console.log(id, points);
 */
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import { defaultModel } from '../shipped-models.js';
import { type TrackerSettings, trackerNames } from '../tracker/create-tracker.js';
import { openPictureTracker, type PictureTracker } from '../tracker/picture-tracker.js';
import { type NodePicture, pixelsOf } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenModelOptions, openModel, openModelNames, runOptionsOf } from './open-landmark-detector.js';

export interface OpenTrackerOptions extends OpenModelOptions, TrackerSettings {
  /** The name of a shipped model, the path of a model file, or its bytes; the shipped detector by default. */
  model?: string | Uint8Array;
  /** The path of a finder's file, or its bytes; the shipped one by default. */
  finder?: string | Uint8Array;
}

const optionNames: OptionNames<OpenTrackerOptions> = {
  model: true,
  finder: true,
  ...openModelNames,
  ...trackerNames,
};

export type NodeTracker = PictureTracker<NodePicture>;

export async function openTracker(given: OpenTrackerOptions = {}): Promise<NodeTracker> {
  checkOptions('openTracker', given, optionNames);
  const { model = defaultModel, finder: finderFile, ...options } = given;
  return openPictureTracker(options, {
    decode: pixelsOf,
    openModel: (asked) => openModel(model, asked),
    openFinder: (asked) => openFinder(finderFile, runOptionsOf(asked)),
  });
}
