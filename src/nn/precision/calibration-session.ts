/**
 * Calibration: which values the activations of a network take on example inputs. The smallest and the largest of each
 * run are computed inside the graph, so that memory stays that of one inference.
 */
import { LineamentError } from '../../core/errors.js';
import { encodeModel, type OnnxModel, type OnnxNode } from '../onnx/model.js';
import type { Runtime, Session } from '../runtime/runtime.js';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A session of the model that remembers the ranges of activations over its runs. */
export interface CalibrationSession extends Session {
  /** By activation. */
  readonly ranges: ReadonlyMap<string, Range>;
}

/** @param activations – names of the values to watch, float32. */
export async function createCalibrationSession(
  runtime: Runtime,
  model: OnnxModel,
  activations: Iterable<string>,
): Promise<CalibrationSession> {
  const names = [...new Set(activations)];
  const session = await runtime.createSession(encodeModel(withExtremes(model, names)), { optimise: false });
  const ranges = new Map<string, Range>();
  return {
    ranges,
    async run(feeds, results) {
      const outputs = await session.run(feeds, results);
      for (const name of names) {
        const [low, high] = [outputs[lowOf(name)]![0]!, outputs[highOf(name)]![0]!];
        if (!Number.isFinite(low) || !Number.isFinite(high))
          throw new LineamentError(`calibration: activation ${name} reaches ${low} to ${high}`, {
            hint: 'the model is broken; train it again',
          });
        const before = ranges.get(name) ?? { low, high };
        ranges.set(name, { low: Math.min(before.low, low), high: Math.max(before.high, high) });
      }
      return outputs;
    },
    release: () => session.release(),
  };
}

const lowOf = (name: string): string => `${name}#low`;
const highOf = (name: string): string => `${name}#high`;

function withExtremes(model: OnnxModel, activations: readonly string[]): OnnxModel {
  const reduction = (type: string, input: string, output: string): OnnxNode => ({
    type,
    domain: '',
    inputs: [input],
    outputs: [output],
    attributes: { keepdims: 0 },
    scope: 'calibration',
  });
  const scalar = (name: string) => ({ name, shape: [], dtype: 'float32' as const });
  return {
    ...model,
    nodes: [
      ...model.nodes,
      ...activations.flatMap((name) => [
        reduction('ReduceMin', name, lowOf(name)),
        reduction('ReduceMax', name, highOf(name)),
      ]),
    ],
    outputs: [
      ...model.outputs,
      ...activations.flatMap((name) => [scalar(lowOf(name)), scalar(highOf(name))]),
    ],
  };
}
