/** How well the tokens of pictures that were not learnt are foretold from their sentences. B batch, T words, G tokens, K codes. */
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import type { TokenSpace } from './architecture.js';
import type { DalleRecipe } from './recipe.js';
import { rowsOf, type TokenFaces } from './token-faces.js';
import { wholeRow } from './transformer.js';

const together = 16;

/** @returns the cross-entropy of the picture's tokens, nats a token: log K where nothing is known. Whole sentences. */
export async function tokenEntropy(
  state: TrainedValues,
  faces: TokenFaces,
  { model }: Pick<DalleRecipe, 'model'>,
  space: TokenSpace,
  tokenizer: Tokenizer,
): Promise<number> {
  const graph = new Graph('inference');
  const all = model.length + space.tokens;
  const { codes } = wholeRow(graph.input('row', [together, all]), model, space);
  const session = await createInferenceSession(exportInference(graph, { codes }, state, {}));
  let [sum, count] = [0, 0];
  const plain = { model, captions: { drop: [0], without: 0 } };
  try {
    for (let first = 0; first < faces.faces.length; first += together) {
      // The last batch begins anew with the first faces, which are not counted again.
      const indices = Array.from({ length: together }, (_, i) => (first + i) % faces.faces.length);
      const data = rowsOf(faces, indices, plain, tokenizer, new Random('validation', first));
      const scores = (await session.run({ row: { data, shape: [together, all] } })).codes!;
      const fresh = Math.min(together, faces.faces.length - first);
      for (let i = 0; i < fresh * space.tokens; i++) {
        const row = scores.subarray(i * space.codes, (i + 1) * space.codes);
        const code = faces.codes[first * space.tokens + i]!;
        sum += logSum(row) - row[code]!;
        count++;
      }
    }
  } finally {
    await session.release();
  }
  return sum / count;
}

function logSum(scores: Float32Array): number {
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  return most + Math.log(sum);
}
