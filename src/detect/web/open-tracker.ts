/// <reference lib="dom" preserve="true" />
/**
 * Opens a face finder and a detector in a browser, to follow faces through a video or a camera's pictures.
 *
 * @example
 * const tracker = await openTracker('/ibug68-ict.onnx', '/face-finder.onnx');
 * const faces = await tracker.track(video, video.currentTime);
 */
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { createDetector } from '../landmarks/create-detector.js';
import { networkFor, throughAdapter } from '../landmarks/wanted-adapter.js';
import type { TrackerSettings } from '../tracker/create-tracker.js';
import { type PictureTracker, pictureTracker } from '../tracker/picture-tracker.js';
import { pixelsOf, type WebPicture } from './decode-picture.js';
import type { OpenModelOptions } from './open-detector.js';
import { withEyes } from './open-eyes.js';
import { openFinder } from './open-finder.js';
import { modelBytes, openNetwork, type WebModel } from './open-model.js';

export interface OpenTrackerOptions extends OpenModelOptions, TrackerSettings {}

export type WebTracker = PictureTracker<WebPicture>;

/** @param model – the address of a detector's file, or its bytes. @param finderModel – of a face finder's. */
export async function openTracker(
  model: WebModel,
  finderModel: WebModel,
  options: OpenTrackerOptions = {},
): Promise<WebTracker> {
  const finder = await openFinder(finderModel, options);
  const { bytes, file } = await modelBytes(model);
  const metadata = readModelMetadata(bytes, file);
  const { session, release } = await openNetwork(networkFor(bytes, file, options.adapter), file, options);
  const own = await withEyes(createDetector(metadata, session, options), options.eyes, options);
  const detector = throughAdapter(own.detector, options.adapter, options);
  return pictureTracker(
    { ...options, detector, finder },
    {
      decode: pixelsOf,
      async close() {
        await finder.close();
        await release();
        await own.release();
      },
    },
  );
}
