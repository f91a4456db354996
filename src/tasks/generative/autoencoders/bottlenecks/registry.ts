/** The kinds of autoencoders. */
import type { AutoencoderModel } from '../architecture.js';
import type { Bottleneck } from './bottleneck.js';
import { finiteScalar } from './finite-scalar.js';
import { gaussian } from './gaussian.js';
import { gumbel } from './gumbel.js';
import { productQuantiser } from './product-quantiser.js';
import { vectorQuantiser } from './vector-quantiser.js';

export function bottleneckOf(model: AutoencoderModel): Bottleneck {
  switch (model.kind) {
    case 'vae':
      return gaussian(model);
    case 'vq':
      return vectorQuantiser(model);
    case 'fsq':
      return finiteScalar(model);
    case 'dvae':
      return gumbel(model);
    case 'product':
      return productQuantiser(model);
  }
}
