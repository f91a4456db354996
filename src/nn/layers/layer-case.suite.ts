/**
 * Checks one layer: the names and shapes of its parameters, which checkpoints and model files rest on; its value against
 * a plain float64 reference written in the test; and its gradient, for its input and for every parameter, against
 * central finite differences of that reference. Parameters are random, those too that begin with 0.
 */
import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { Graph } from '../graph/graph.js';
import { givenInitialiser } from '../graph/initialisers.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { expectClose } from '../operators/operator-case.suite.js';
import { reduceSum } from '../operators/reductions/reduce-sum.js';
import { compileTraining } from '../program/training-program.js';
import { onnxRuntimeNode } from '../runtime/onnxruntime-node.js';

/** Values of the input and of each parameter, by name, flat and row-major. */
export type LayerValues = Readonly<Record<string, Float64Array>>;

export interface LayerCase {
  input: Shape;
  build: (x: Tensor) => Tensor;
  /** In the order of creation. */
  parameters: Readonly<Record<string, Shape>>;
  /** The same in float64; the input is `x`. */
  reference: (values: LayerValues) => ArrayLike<number>;
  output: Shape;
  /** Of value and gradient, absolute and relative; default 5e-5. */
  tolerance?: number;
}

export function checkLayer(name: string, layer: LayerCase): void {
  const { input, build, parameters, reference, output, tolerance = 5e-5 } = layer;
  const shapes: [string, Shape][] = [['x', input], ...Object.entries(parameters)];
  const values = Object.fromEntries(shapes.map(([part, shape]) => [part, normals(`${name} ${part}`, shape)]));

  it(`${name}: parameters, value and gradient`, async () => {
    const graph = new Graph('training');
    const y = build(graph.parameter('x', input, givenInitialiser(values.x!)));
    expect(Object.fromEntries(graph.parameters.slice(1).map((one) => [one.name, one.shape]))).toEqual(
      parameters,
    );
    expect(graph.parameters.map((one) => one.name)).toEqual(shapes.map(([part]) => part));
    expect(y.shape).toEqual(output);
    const weights = normals(`${name} weights`, output);
    const loss = reduceSum(multiply(y, graph.constant(weights, output)));
    const program = compileTraining(graph, { loss, outputs: { y } });
    const session = await onnxRuntimeNode.createSession(program.onnx, { optimise: false });
    const flat = Float32Array.from(shapes.flatMap(([part]) => [...values[part]!]));
    const outputs = await session.run({ parameters: { data: flat, shape: [flat.length] } });
    await session.release();
    expectClose(outputs['output.y']!, reference(values), tolerance);
    const objective = (): number => {
      const y = reference(values);
      return weights.reduce((sum, weight, i) => sum + weight * y[i]!, 0);
    };
    const expected = shapes.flatMap(([part]) => differences(values[part]!, objective));
    const gradient = program.gradients.flatMap(({ offset, shape }) => [
      ...outputs.gradient!.subarray(offset, offset + sizeOf(shape)),
    ]);
    expect(program.gradients.map((one) => one.name)).toEqual(shapes.map(([part]) => part));
    expectClose(gradient, expected, 10 * tolerance);
  });
}

/** The derivative with respect to every element. */
function differences(values: Float64Array, objective: () => number): number[] {
  const distance = 1e-5;
  return Array.from(values, (value, i) => {
    values[i] = value + distance;
    const above = objective();
    values[i] = value - distance;
    const below = objective();
    values[i] = value;
    return (above - below) / (2 * distance);
  });
}

/** Rounded to float32, so that reference and layer get the same numbers. */
function normals(name: string, shape: Shape): Float64Array {
  const random = new Random(7, name);
  return Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(random.normal()));
}

/** x·W + b on the last axis. @param weight – `[C, D]`. @param bias – `[D]`. */
export function plainLinear(x: Float64Array, weight: Float64Array, bias: Float64Array): Float64Array {
  const units = bias.length;
  const inputs = weight.length / units;
  return Float64Array.from({ length: (x.length / inputs) * units }, (_, i) => {
    const row = Math.floor(i / units) * inputs;
    let sum = bias[i % units]!;
    for (let c = 0; c < inputs; c++) sum += x[row + c]! * weight[c * units + (i % units)]!;
    return sum;
  });
}

/** Over the last axis, which is as long as `gamma`. */
export function plainLayerNorm(x: Float64Array, gamma: Float64Array, beta: Float64Array): Float64Array {
  const size = gamma.length;
  return x.map((value, i) => {
    const row = x.subarray(i - (i % size), i - (i % size) + size);
    const mean = row.reduce((sum, one) => sum + one, 0) / size;
    const variance = row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / size;
    return (gamma[i % size]! * (value - mean)) / Math.sqrt(variance + 1e-5) + beta[i % size]!;
  });
}

/** `[B, C, H, W]` with padding that keeps the side at stride 1. @param weight – `[K, C, kernel, kernel]`. */
export function plainConvolution(
  x: Float64Array,
  [batch, channels, height, width]: readonly [number, number, number, number],
  weight: Float64Array,
  { filters, kernel, stride }: { filters: number; kernel: number; stride: number },
): Float64Array {
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const margin = (kernel - 1) / 2;
  const y = new Float64Array(batch * filters * rows * columns);
  for (let i = 0; i < y.length; i++) {
    const column = (i % columns) * stride - margin;
    const row = (Math.floor(i / columns) % rows) * stride - margin;
    const filter = Math.floor(i / (columns * rows)) % filters;
    const image = Math.floor(i / (columns * rows * filters));
    for (let c = 0; c < channels; c++)
      for (let v = 0; v < kernel; v++)
        for (let u = 0; u < kernel; u++) {
          const [h, w] = [row + v, column + u];
          if (h < 0 || h >= height || w < 0 || w >= width) continue;
          const at = ((image * channels + c) * height + h) * width + w;
          y[i]! += x[at]! * weight[((filter * channels + c) * kernel + v) * kernel + u]!;
        }
  }
  return y;
}
