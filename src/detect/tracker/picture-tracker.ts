/** A tracker as a product opens it: it takes pictures as the platform has them and holds its networks until it is closed. */
import type { Image } from '../../core/image.js';
import { openedTogether } from '../../core/opened-together.js';
import { optionsOf } from '../../core/settings/known-options.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import type { LookOptions } from '../landmarks/create-detector.js';
import type { Detector } from '../landmarks/detector.js';
import { openUntilClosed } from '../open-until-closed.js';
import {
  createTracker,
  type TrackedFace,
  type TrackerFinder,
  type TrackerOptions,
  type TrackerSettings,
  trackerNames,
} from './create-tracker.js';

export interface PictureTracker<Picture> {
  /** Of the model that gives the points. */
  readonly metadata: ModelMetadata;
  /** As that of a `FaceTracker`. */
  track(picture: Picture | Image, seconds?: number): Promise<TrackedFace[]>;
  reset(): void;
  /** Frees the networks. */
  close(): Promise<void>;
}

export interface TrackerPlatform<Picture> {
  decode(picture: Picture | Image): Promise<Image>;
  close(): Promise<void>;
}

export function pictureTracker<Picture>(
  options: TrackerOptions,
  { decode, close }: TrackerPlatform<Picture>,
): PictureTracker<Picture> {
  const tracker = createTracker(options);
  const open = openUntilClosed('track', 'tracker', close);
  // Frames stay in their order, however long each takes to decode.
  let decoded: Promise<unknown> = Promise.resolve();
  return {
    metadata: options.detector.metadata,
    track(picture, seconds) {
      return open.ask(() => {
        const image = Promise.all([decode(picture), decoded.catch(() => {})]).then(([pixels]) => pixels);
        decoded = image;
        return image.then((pixels) => tracker.track(pixels, seconds));
      });
    },
    reset: () => tracker.reset(),
    close: open.close,
  };
}

/** What a platform opens for a tracker, and how it decodes pictures. */
export interface TrackerOpening<Picture, Options> {
  decode(picture: Picture | Image): Promise<Image>;
  openModel(options: Options): Promise<{ detector: Detector; close: () => Promise<void> }>;
  openFinder(options: Options): Promise<TrackerFinder & { close(): Promise<void> }>;
}

/** @returns a tracker over both networks, which frees them; what was opened is freed where the rest cannot be. */
export async function openPictureTracker<Picture, Options extends LookOptions & TrackerSettings>(
  options: Options,
  { decode, openModel, openFinder }: TrackerOpening<Picture, Options>,
): Promise<PictureTracker<Picture>> {
  const { made, close } = await openedTogether(async (keep) => {
    // A tracker looks through the box of the last points, and twice where a face is new.
    const { detector, close: closeModel } = await openModel({ ...options, looks: options.looks ?? 1 });
    keep(closeModel);
    const finder = await openFinder(options);
    keep(() => finder.close());
    return { detector, finder };
  });
  return pictureTracker({ ...optionsOf<TrackerSettings>(options, trackerNames), ...made }, { decode, close });
}
