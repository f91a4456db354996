/** A tracker as a product opens it: it takes pictures as the platform has them and holds its networks until it is closed. */
import type { Image } from '../../core/image.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { createTracker, type TrackedFace, type TrackerOptions } from './create-tracker.js';

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
  // Frames stay in their order, however long each takes to decode.
  let decoded: Promise<unknown> = Promise.resolve();
  return {
    metadata: options.detector.metadata,
    track(picture, seconds) {
      const image = Promise.all([decode(picture), decoded.catch(() => {})]).then(([pixels]) => pixels);
      decoded = image;
      return image.then((pixels) => tracker.track(pixels, seconds));
    },
    reset: () => tracker.reset(),
    close,
  };
}
