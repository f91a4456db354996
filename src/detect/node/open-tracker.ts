/**
 * Opens the shipped face finder and detector, or others, to follow faces through frames in Node.
 *
 * @example
 * const tracker = await openTracker();
 * for (const [i, file] of frames.entries())
 *   for (const { id, points } of await tracker.track(file, i / 25)) console.log(id, points);
 */
import { openedTogether } from '../../core/opened-together.js';
import { defaultModel } from '../shipped-models.js';
import type { TrackerSettings } from '../tracker/create-tracker.js';
import { type PictureTracker, pictureTracker } from '../tracker/picture-tracker.js';
import { type NodePicture, pixelsOf } from './decode-picture.js';
import { openFinder } from './open-finder.js';
import { type OpenModelOptions, openModel } from './open-landmark-detector.js';

export interface OpenTrackerOptions extends OpenModelOptions, TrackerSettings {
  /** The name of a shipped model, the path of a model file, or its bytes; the shipped detector by default. */
  model?: string | Uint8Array;
  /** The path of a finder's file, or its bytes; the shipped one by default. */
  finder?: string | Uint8Array;
}

export type NodeTracker = PictureTracker<NodePicture>;

export async function openTracker({
  model = defaultModel,
  finder: finderFile,
  ...options
}: OpenTrackerOptions = {}): Promise<NodeTracker> {
  const { made, close } = await openedTogether(async (keep) => {
    const { detector, close: closeModel } = await openModel(model, {
      ...options,
      // A tracker looks through the box of the last points, and twice where a face is new.
      looks: options.looks ?? 1,
    });
    keep(closeModel);
    const finder = await openFinder(finderFile, options);
    keep(() => finder.close());
    return { detector, finder };
  });
  return pictureTracker({ ...options, ...made }, { decode: pixelsOf, close });
}
