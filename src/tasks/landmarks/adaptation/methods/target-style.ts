/**
 * Source faces in the style of target pictures, as an augmentation (Yang and Soatto, "FDA: Fourier Domain Adaptation",
 * CVPR 2020; colours: Reinhard et al., "Color Transfer between Images", 2001): before a batch of source faces is trained
 * on, a share of them takes on colours or low frequencies of a target crop each. Labels stay, for nothing moves.
 *
 * No loss is added and no step costs more than decoding the target crops: what it does is in the source's own loss.
 */
import { Random } from '../../../../core/random.js';
import { choice, number, whole } from '../../../../core/settings/value-kinds.js';
import { matchColours, matchLowFrequencies } from '../../../../dataset/augment/match-style.js';
import { normalisation } from '../../normalisation.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { checkTarget, openTarget, targetKeys } from '../target-images.js';

const name = 'target-style';

const styles = ['fourier', 'colours'] as const;

export const targetStyle: AdaptationMethod = adaptationMethod({
  name,
  weight: 1,
  stepCost: 0.2,
  keys: {
    target: targetKeys.target,
    /** Of the source faces, at weight 1. */
    share: number(0, 1).default(0.5),
    style: choice(styles).default('fourier'),
    /** Waves across the crop up to which amplitudes are taken over; 0: the mean of each channel alone. */
    frequencies: whole(0, 8).default(1),
  },
  check: (settings, recipe) => checkTarget(settings, recipe),
  async create({ weight, target, share, style, frequencies }, context) {
    const { faces } = await openTarget(name, { target }, context);
    const side = context.objective.model.inputSize;
    return {
      faces: faces.size,
      restyle: async (images, batch) => {
        const { images: others } = await faces.batch(batch);
        const random = new Random(context.seed, name, batch);
        const length = 3 * side * side;
        for (let at = 0; at < images.length; at += length) {
          if (random.next() >= share * weight) continue;
          const own = images.subarray(at, at + length);
          const other = others.subarray(at, at + length);
          if (style === 'colours') matchColours(own, other, side);
          else matchLowFrequencies(own, other, { side, frequencies, normalisation });
        }
      },
      close: () => faces.close(),
    };
  },
});
