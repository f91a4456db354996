/**
 * The photometric part of augmentation, on the crop, in the order in which nature does it: what stands in front, the
 * light, the lens, the resolution, the sensor, the file. Each operation draws from a stream of its own, so changing
 * the settings of one leaves the others as they were.
 */
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { augmentBlur } from './blur.js';
import { augmentColour } from './colour.js';
import { augmentJpeg } from './jpeg.js';
import { augmentNoise } from './noise.js';
import { augmentOccluders, type Covers } from './occluders.js';
import { augmentResolutionLoss } from './resolution-loss.js';
import type { Augmentation } from './settings.js';

/** Changes the crop in place. @returns what now lies in front of it. */
export async function augmentPhotometry(
  crop: Image,
  settings: Augmentation,
  random: Random,
): Promise<Covers> {
  const covers = augmentOccluders(crop, settings.occluders, random.child('occluders'));
  augmentColour(crop, settings.colour, random.child('colour'));
  augmentBlur(crop, settings.blur, random.child('blur'));
  augmentResolutionLoss(crop, settings.resolutionLoss, random.child('resolution'));
  augmentNoise(crop, settings.noise, random.child('noise'));
  await augmentJpeg(crop, settings.jpeg, random.child('jpeg'));
  return covers;
}
