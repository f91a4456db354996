/**
 * The same face again from its row: every generated sample carries the scene that made it, so a stored picture can be
 * made once more bit for bit, or at another size. K landmarks.
 */
import { LineamentError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import type { SceneDescription } from '../../render/scene/scene-description.js';
import type { Shot, Studio } from '../../render/studio.js';
import type { Sample } from '../sample.js';

/**
 * @param studio – with the head and the landmark set of the dataset.
 * @param size – side of the picture, pixels; by default that of the stored one.
 * @param picture – the decoded background, where the scene names one of a user's folder (`background-folder.ts`).
 */
export function renderAgain(
  studio: Studio,
  sample: Pick<Sample, 'id' | 'attributes' | 'width'>,
  size?: number,
  picture?: Image,
): Shot {
  return studio.shoot(sceneOf(sample), {
    size: size ?? sample.width,
    samples: sample.attributes.samples === 1 ? 1 : 2,
    ...(picture !== undefined && { picture }),
  });
}

/** The scene of a generated sample. */
export function sceneOf({ id, attributes }: Pick<Sample, 'id' | 'attributes'>): SceneDescription {
  const { scene } = attributes;
  if (typeof scene === 'object' && scene !== null) return scene as SceneDescription;
  throw new LineamentError(`sample ${id} has no scene: it was not generated`, {
    hint: 'give a sample of a dataset made by `lineament generate`',
  });
}
