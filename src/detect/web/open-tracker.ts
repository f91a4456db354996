/// <reference lib="dom" preserve="true" />
/**
 * Opens a face finder and a detector in a browser, to follow faces through a video or a camera's pictures.
 *
 * @example
 * const tracker = await openTracker('/ibug68-ict.onnx', '/face-finder.onnx');
 * const faces = await tracker.track(video, video.currentTime);
 */
import type { TrackerSettings } from '../tracker/create-tracker.js';
import { openPictureTracker, type PictureTracker } from '../tracker/picture-tracker.js';
import { pixelsOf, type WebPicture } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenLandmarkOptions, openModel } from './open-landmark-detector.js';
import type { WebModel } from './open-model.js';

export interface OpenTrackerOptions extends OpenLandmarkOptions, TrackerSettings {}

export type WebTracker = PictureTracker<WebPicture>;

/** @param model – the address of a detector's file, or its bytes. @param finderModel – of a face finder's. */
export async function openTracker(
  model: WebModel,
  finderModel: WebModel,
  options: OpenTrackerOptions = {},
): Promise<WebTracker> {
  return openPictureTracker(options, {
    decode: pixelsOf,
    openModel: (asked) => openModel(model, asked),
    openFinder: (asked) => openFinder(finderModel, asked),
  });
}
