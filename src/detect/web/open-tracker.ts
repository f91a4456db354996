/// <reference lib="dom" preserve="true" />
/**
 * Opens a face finder and a detector in a browser, to follow faces through a video or a camera's pictures.
 *
 * @example
 * const tracker = await openTracker('/ibug68-ict.onnx', '/face-finder.onnx');
 * const faces = await tracker.track(video, video.currentTime);
 */
import { checkOptions, type OptionNames } from '../../core/settings/known-options.js';
import { type TrackerSettings, trackerNames } from '../tracker/create-tracker.js';
import { openPictureTracker, type PictureTracker } from '../tracker/picture-tracker.js';
import { pixelsOf, type WebPicture } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenLandmarkOptions, openLandmarkNames, openModel } from './open-landmark-detector.js';
import { runOptionsOf, type WebModel } from './open-model.js';

export interface OpenTrackerOptions extends OpenLandmarkOptions, TrackerSettings {}

const optionNames: OptionNames<OpenTrackerOptions> = { ...openLandmarkNames, ...trackerNames };
const elsewhere = { finder: 'the finder is the second argument: openTracker(model, finder, options)' };

export type WebTracker = PictureTracker<WebPicture>;

/** @param model – the address of a detector's file, or its bytes. @param finderModel – of a face finder's. */
export async function openTracker(
  model: WebModel,
  finderModel: WebModel,
  options: OpenTrackerOptions = {},
): Promise<WebTracker> {
  checkOptions('openTracker', options, optionNames, elsewhere);
  return openPictureTracker(options, {
    decode: pixelsOf,
    openModel: (asked) => openModel(model, asked),
    openFinder: (asked) => openFinder(finderModel, runOptionsOf(asked)),
  });
}
