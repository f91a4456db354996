/**
 * A picture as tokens by linear ways alone (product quantisation: Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor
 * Search", TPAMI 2011): it is cut into blocks, each block is told along the directions in which blocks of that place vary most, and
 * these numbers are split among the block's tokens, each the nearest of K codes of its own. What the codes make of the blocks is the
 * picture that the decoder's convolutions correct, edges between blocks among the rest. Directions and codes begin as `product-start.ts` has them.
 * B pictures, P blocks of N numbers, T tokens of each, D numbers of a token, K codes.
 */
import { kaimingInitialiser, normalInitialiser } from '../../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { embedding } from '../../../../nn/operators/indexing/embedding.js';
import { asIndices, reshapeIndices } from '../../../../nn/operators/indexing/indices.js';
import { matmul } from '../../../../nn/operators/products/matmul.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { transpose } from '../../../../nn/operators/shapes/transpose.js';
import { blockSizes, type ProductModel } from '../architecture.js';
import { pixelsToChannels } from '../networks.js';
import type { Bottleneck, Seen } from './bottleneck.js';
import { asTokens, largest } from './token-rows.js';

/** Parameters that do not begin by chance: `[P, 1, N]`, `[P, N, T·D]` and `[P·T, K, D]`. */
export const productLayers = { mean: 'blockMean', directions: 'directions', codes: 'codes' } as const;

export function productQuantiser(model: ProductModel): Bottleneck {
  let known: ProductParameters | undefined;
  const parts = (of: Tensor, size: number): ProductParameters => {
    known ??= parametersOf(model, of, size);
    return known;
  };
  const code = ({ image }: Seen): Tensor => {
    const [batch, , size] = image.shape as [number, number, number];
    const own = parts(image, size);
    return inGrid(model, size, nearestCodes(blockNumbers(model, image, own), own.codes), batch);
  };
  const shown: Bottleneck['shown'] = (tokens, [side]) => {
    const covered = 2 ** model.channels.length;
    const base = fromTokens(model, tokens, parts(tokens, side * covered), side * covered);
    return { grid: pixelsToChannels(base, covered), base };
  };
  return {
    learn(seen) {
      const side = seen.image.shape[2]! / 2 ** model.channels.length;
      return { shown: shown(code(seen), [side, side]), penalty: undefined, metrics: {} };
    },
    code: (seen) => ({ code: code(seen) }),
    shown,
  };
}

interface ProductParameters {
  mean: Tensor;
  directions: Tensor;
  codes: Tensor;
}

/** @param size – S. */
function parametersOf(model: ProductModel, { graph }: Tensor, size: number): ProductParameters {
  const { blocks, each, numbers } = blockSizes(model, size);
  const { codes, codeLength } = model;
  return {
    mean: graph.parameter(productLayers.mean, [blocks, 1, numbers], normalInitialiser(0.1)),
    directions: graph.parameter(
      productLayers.directions,
      [blocks, numbers, each * codeLength],
      kaimingInitialiser('in', 1),
    ),
    codes: graph.parameter(productLayers.codes, [blocks * each, codes, codeLength], normalInitialiser(1)),
  };
}

/** @param image – `[B, 3, S, S]`. @returns what each token is to tell, `[P·T, B, D]`. */
export function blockNumbers(
  model: ProductModel,
  image: Tensor,
  { mean, directions }: Pick<ProductParameters, 'mean' | 'directions'>,
): Tensor {
  const [batch, , size] = image.shape as [number, number, number];
  const { along, blocks, each, numbers } = blockSizes(model, size);
  const apart = reshape(image, [batch, 3, along, model.block, along, model.block]);
  const rows = reshape(transpose(apart, [2, 4, 0, 1, 3, 5]), [blocks, batch, numbers]);
  const turned = matmul(subtract(rows, mean), directions);
  const split = reshape(turned, [blocks, batch, each, model.codeLength]);
  return reshape(transpose(split, [0, 2, 1, 3]), [blocks * each, batch, model.codeLength]);
}

/** @param numbers – `[P·T, B, D]`. @param codes – `[P·T, K, D]`. @returns the number of the nearest code, `[P·T·B]`. */
export function nearestCodes(numbers: Tensor, codes: Tensor): Tensor {
  const count = codes.shape[1]!;
  // |number|² is the same for all codes.
  const lengths = reshape(reduceSum(square(codes), [2]), [codes.shape[0]!, 1, count]);
  const near = subtract(multiply(matmul(numbers, transpose(codes, [0, 2, 1])), 2), lengths);
  return largest(reshape(near, [-1, count]));
}

/** Codes of blocks where they lie in the picture. @param chosen – `[P·T·B]`. @returns `[B, h·w]`. */
function inGrid(model: ProductModel, size: number, chosen: Tensor, batch: number): Tensor {
  const { along, tokens } = blockSizes(model, size);
  const apart = reshape(asTokens(chosen, 1), [along, along, tokens, tokens, batch]);
  return reshape(transpose(apart, [4, 0, 2, 1, 3]), [batch, (along * tokens) ** 2]);
}

/** @param tokens – `[B, h·w]`. @returns what their codes make of the picture, `[B, 3, S, S]`. */
function fromTokens(
  model: ProductModel,
  tokens: Tensor,
  { mean, directions, codes }: ProductParameters,
  size: number,
): Tensor {
  const { graph } = tokens;
  const batch = tokens.shape[0]!;
  const { along, tokens: side, blocks, each } = blockSizes(model, size);
  const { block, codes: count, codeLength } = model;
  const byBlock = transpose(reshape(tokens, [batch, along, side, along, side]), [1, 3, 2, 4, 0]);
  const own = asIndices('product codes', graph, reshape(byBlock, [blocks * each, batch]));
  // Whole numbers: as weights of half the size they would end at 65,504.
  const books = graph.integers(
    Array.from({ length: blocks * each }, (_, book) => book * count),
    [blocks * each, 1],
  );
  const rows = graph.emit('Add', [own, books], {}, own.shape, { dtype: 'int64' });
  const chosen = embedding(reshape(codes, [-1, codeLength]), reshapeIndices(rows, [blocks * each * batch]));
  const split = transpose(reshape(chosen, [blocks, each, batch, codeLength]), [0, 2, 1, 3]);
  const numbers = reshape(split, [blocks, batch, each * codeLength]);
  const shown = add(matmul(numbers, transpose(directions, [0, 2, 1])), mean);
  const apart = reshape(shown, [along, along, batch, 3, block, block]);
  return reshape(transpose(apart, [2, 3, 0, 4, 1, 5]), [batch, 3, size, size]);
}
