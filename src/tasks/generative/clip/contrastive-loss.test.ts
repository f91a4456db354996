import { describe, expect, it } from 'vitest';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { checkOperator } from '../../../nn/operators/operator-case.suite.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import { factPlaces, writeFacts } from '../text/fact-codes.js';
import { contrastiveLoss, trueOf } from './contrastive-loss.js';

/** The second sentence is true of the first picture too. */
const truth = [1, 1, 0, 0, 1, 0, 0, 0, 1];
const nothing = { parameters: new Float32Array(), statistics: new Float32Array() };
const [batch, size, scale, bias] = [3, 2, 1.5, -0.7];

function build(kind: 'softmax' | 'sigmoid'): (images: Tensor, texts: Tensor) => Tensor {
  return (images, texts) => {
    const { graph } = images;
    const logits = { scale: graph.constant(scale), bias: graph.constant(bias) };
    return contrastiveLoss(
      kind,
      images,
      texts,
      graph.constant(Float32Array.from(truth), [batch, batch]),
      logits,
    );
  };
}

function products(images: Float64Array, texts: Float64Array): number[][] {
  const row = (values: Float64Array, i: number): Float64Array => values.subarray(i * size, (i + 1) * size);
  return Array.from({ length: batch }, (_, i) =>
    Array.from({ length: batch }, (_, j) =>
      row(images, i).reduce((sum, value, k) => sum + scale * value * row(texts, j)[k]!, 0),
    ),
  );
}

/** Of a picture over the sentences, by the definition; transposed for the other way. */
function softmaxLoss(
  logits: readonly (readonly number[])[],
  right: (i: number, j: number) => number,
): number {
  let sum = 0;
  for (const [i, row] of logits.entries()) {
    const total = row.reduce((all, value) => all + Math.exp(value), 0);
    const count = row.reduce((all, _, j) => all + right(i, j), 0);
    for (const [j, value] of row.entries()) sum -= (right(i, j) / count) * Math.log(Math.exp(value) / total);
  }
  return sum / logits.length;
}

describe('the contrastive losses', () => {
  checkOperator('softmax over what is true', {
    inputs: [
      [batch, size],
      [batch, size],
    ],
    build: build('softmax'),
    reference: (images, texts) => {
      const logits = products(images, texts);
      const turned = logits.map((_, j) => logits.map((row) => row[j]!));
      const right = (i: number, j: number): number => truth[i * batch + j]!;
      return [(softmaxLoss(logits, right) + softmaxLoss(turned, (j, i) => right(i, j))) / 2];
    },
  });

  checkOperator('sigmoid of each pair', {
    inputs: [
      [batch, size],
      [batch, size],
    ],
    build: build('sigmoid'),
    reference: (images, texts) => {
      // Sentences that are true of one, two and one of three pictures.
      const odds = [1 / 2.5, 2 / 1.5, 1 / 2.5].map(Math.log);
      const costs = products(images, texts).flatMap((row, i) =>
        row.map((product, j) => {
          const logit = product + bias + odds[j]!;
          return Math.log1p(Math.exp(truth[i * batch + j] ? -logit : logit));
        }),
      );
      return [costs.reduce((sum, cost) => sum + cost, 0) / batch];
    },
  });

  it('sigmoid: of pictures that look all the same nothing is gained by saying which sentences are often true', async () => {
    const graph = new Graph('inference');
    const [images, texts] = [graph.input('images', [batch, size]), graph.input('texts', [batch, size])];
    const logits = { scale: graph.constant(1), bias: graph.constant(0) };
    const right = graph.constant(Float32Array.from(truth), [batch, batch]);
    const loss = contrastiveLoss('sigmoid', images, texts, right, logits);
    const session = await onnxRuntimeNode.createSession(
      exportInference(graph, { loss }, { ...nothing, parameterLayout: [], statisticLayout: [] }, {}),
    );
    const shape = [batch, size];
    /** Where the product of every picture with the sentence is so large, and 0 with the others. */
    const lossOf = async (sentence: number, product: number): Promise<number> => {
      const said = new Float32Array(batch * size);
      said[sentence * size] = product;
      const feeds = {
        images: { data: Float32Array.of(1, 0, 1, 0, 1, 0), shape },
        texts: { data: said, shape },
      };
      return (await session.run(feeds)).loss![0]!;
    };
    const plain = await lossOf(0, 0);
    for (const sentence of [0, 1, 2])
      for (const product of [-1, 1]) expect(await lossOf(sentence, product)).toBeGreaterThan(plain);
    await session.release();
  });

  it('take a sentence for true of every picture that shows all it says', async () => {
    const graph = new Graph('inference');
    const result = trueOf(graph.input('shown', [2, factPlaces]), graph.input('said', [2, factPlaces]));
    const session = await onnxRuntimeNode.createSession(
      exportInference(graph, { result }, { ...nothing, parameterLayout: [], statisticLayout: [] }, {}),
    );
    const [shown, said] = [new Float32Array(2 * factPlaces), new Float32Array(2 * factPlaces)];
    writeFacts({ person: 'woman', glasses: 'clear', light: 'sun' }, shown, 0);
    writeFacts({ person: 'man', glasses: 'clear', light: 'sun' }, shown, 1);
    writeFacts({ glasses: 'clear' }, said, 0);
    writeFacts({ person: 'man', glasses: 'clear' }, said, 1);
    const shape = [2, factPlaces];
    const outputs = await session.run({ shown: { data: shown, shape }, said: { data: said, shape } });
    await session.release();
    expect([...outputs.result!]).toEqual([1, 0, 1, 1]);
  });
});
