/**
 * The same face again from its row: every generated sample carries the scene that made it, so a stored picture can be
 * made once more bit for bit, or at another size. K landmarks.
 */
import type { Image } from '../../core/image.js';
import type { Shot, Studio } from '../../render/studio.js';
import { sceneOf } from '../attributes.js';
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
