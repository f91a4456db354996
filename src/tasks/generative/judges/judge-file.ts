/** Trained judges as one ONNX file, and how one judges. N pictures. */
import { z } from 'zod';
import { expressionFamily } from '../../../captions/expression-family.js';
import { factNames } from '../../../captions/face-facts.js';
import { LineamentError } from '../../../core/errors.js';
import { type Image, toPlanarFloat } from '../../../core/image.js';
import { readModelEntry } from '../../../networks/model-file/model-entries.js';
import { Graph } from '../../../nn/graph/graph.js';
import { withChecksum } from '../../../nn/onnx/checksum.js';
import { decodeModel } from '../../../nn/onnx/decode-model.js';
import { encodeModel } from '../../../nn/onnx/model.js';
import { storeHalfWeights } from '../../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import type { Session } from '../../../nn/runtime/runtime.js';
import { pixelRange } from '../data/face-set.js';
import type { FileNetwork } from '../start-from.js';
import { buildJudges, type JudgeArchitecture, type JudgedFact } from './network.js';

export const judgesKey = 'lineament-judges';

export interface JudgeMetadata {
  format: 1;
  architecture: JudgeArchitecture;
  facts: JudgedFact[];
  training: { recipe: string; seed: number; steps: number; data: string };
  lineament: string;
  licence: string;
}

const schema: z.ZodType<JudgeMetadata> = z.object({
  format: z.literal(1),
  architecture: z.object({
    size: z.int().min(8).max(512),
    channels: z.array(z.int()),
    blocks: z.array(z.int()),
  }),
  facts: z.array(z.object({ fact: z.enum(factNames), values: z.array(z.string()).min(2) })).min(1),
  training: z.object({ recipe: z.string(), seed: z.number(), steps: z.int(), data: z.string() }),
  lineament: z.string(),
  licence: z.string(),
});

export function encodeJudgeFile(
  metadata: JudgeMetadata,
  facts: readonly JudgedFact[],
  state: TrainedValues,
): Uint8Array {
  const graph = new Graph('inference');
  const { size } = metadata.architecture;
  const scores = buildJudges(graph.input('image', [1, 3, size, size]), metadata.architecture, facts);
  const model = storeHalfWeights(decodeModel(exportInference(graph, scores, state, {})));
  return withChecksum(
    encodeModel({
      ...model,
      inputs: model.inputs.map((value) => ({ ...value, free: { 0: 'pictures' } })),
      outputs: model.outputs.map((value) => ({ ...value, free: { 0: `${value.name}_pictures` } })),
      metadata: { [judgesKey]: JSON.stringify(metadata) },
    }),
  );
}

/** @param file – named in errors. */
export function readJudgeMetadata(bytes: Uint8Array, file: string): JudgeMetadata {
  return readModelEntry(bytes, file, {
    key: judgesKey,
    schema,
    whose: "the judges'",
    missing: 'an ONNX file, but no judges: it has no "lineament-judges" metadata',
    hint: 'give a model of a recipe with task: judges',
  });
}

/** What a file holds, for a training that begins with its weights. */
export function judgesNetwork(bytes: Uint8Array, file: string, batch: number): FileNetwork {
  const { architecture, facts } = readJudgeMetadata(bytes, file);
  const graph = new Graph('inference');
  const image = [batch, 3, architecture.size, architecture.size];
  const scores = buildJudges(graph.input('image', image), architecture, facts);
  return { graph, outputs: Object.values(scores), inputs: { image } };
}

/** A fact that judges read beside their own: see `expressionFamily`. */
export const familyFact = 'expressionFamily';

/** What each picture shows, by the name of the fact; `nothing` where there is nothing of it. */
export type Judgement = Readonly<Record<string, string>>;

/** Pictures that are judged together. */
const together = 32;

/** @param pictures – N, of the judges' size. @returns N judgements. */
export async function judge(
  { architecture, facts }: JudgeMetadata,
  session: Session,
  pictures: readonly Image[],
): Promise<Judgement[]> {
  const { size } = architecture;
  const [mean, deviation] = [pixelRange.mean, pixelRange.deviation].map((value) => [value, value, value]);
  const result: Judgement[] = [];
  for (let first = 0; first < pictures.length; first += together) {
    const part = pictures.slice(first, first + together);
    const data = new Float32Array(part.length * 3 * size * size);
    for (const [i, picture] of part.entries()) {
      if (picture.width !== size || picture.height !== size)
        throw new LineamentError(
          `judges: pictures are ${size} × ${size}, got ${picture.width} × ${picture.height}`,
        );
      toPlanarFloat(picture, mean!, deviation!, data, i * 3 * size * size);
    }
    const outputs = await session.run({ image: { data, shape: [part.length, 3, size, size] } });
    for (const row of part.keys())
      result.push(
        Object.fromEntries(
          facts.flatMap(({ fact, values }) => {
            const scores = outputs[fact]!.subarray(row * values.length, (row + 1) * values.length);
            const told = [fact, values[scores.indexOf(Math.max(...scores))]!];
            return fact === 'expression' ? [told, [familyFact, likeliestFamily(scores, values)]] : [told];
          }),
        ),
      );
  }
  return result;
}

/** That whose expressions are together the most probable. @param scores – logits of `values`. */
export function likeliestFamily(scores: ArrayLike<number>, values: readonly string[]): string {
  const largest = Math.max(...Array.from(scores));
  const sums = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const family = expressionFamily(value);
    sums.set(family, (sums.get(family) ?? 0) + Math.exp(scores[i]! - largest));
  }
  return [...sums].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}
