/**
 * Checks one operator: its value against a plain float64 reference written in the test, and its gradient against
 * central finite differences of that reference. The loss is Σ w·y with fixed random weights, so every element counts.
 */
import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { Graph } from '../graph/graph.js';
import { givenInitialiser } from '../graph/initialisers.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { exportInference } from '../program/export-inference.js';
import { compileTraining, type TrainingProgram } from '../program/training-program.js';
import { onnxRuntimeNode } from '../runtime/onnxruntime-node.js';
import type { Runtime } from '../runtime/runtime.js';
import { add } from './arithmetic/add.js';
import { multiply } from './arithmetic/multiply.js';
import { reduceSum } from './reductions/reduce-sum.js';

export interface OperatorCase {
  /** Shapes of the arguments. */
  inputs: readonly Shape[];
  /** Maps normal random numbers into the operator's domain. */
  domain?: (value: number) => number;
  build: (...inputs: Tensor[]) => Tensor;
  /** The same in float64 on flat row-major values. */
  reference: (...inputs: Float64Array[]) => ArrayLike<number>;
  /** Of value and gradient, absolute and relative; default 2e-5. */
  tolerance?: number;
  /** False where the value in inference mode is another one. */
  sameInInference?: boolean;
  /** Arguments that the gradient is not to reach. */
  withoutGradient?: readonly number[];
}

export function checkOperator(
  name: string,
  operator: OperatorCase,
  runtime: Runtime = onnxRuntimeNode,
): void {
  const values = argumentValues(name, operator);
  const tolerance = operator.tolerance ?? 2e-5;

  if (operator.sameInInference !== false)
    it(`${name}: value`, async () => {
      const graph = new Graph('inference');
      const y = operator.build(...declareArguments(graph, operator, values));
      // An exported network must run wherever ONNX does.
      expect(graph.nodes.filter(({ domain }) => domain !== '')).toEqual([]);
      expectClose(await evaluate(runtime, graph, y, values), operator.reference(...values), tolerance);
    });

  it(`${name}: gradient`, async () => {
    const graph = new Graph('training');
    const y = operator.build(...declareArguments(graph, operator, values));
    const weights = normals(`${name} weights`, sizeOf(y.shape));
    // So that the loss depends on a parameter even where the operator lets no gradient through.
    const anchor = graph.parameter('anchor', [1], givenInitialiser(Float64Array.of(0)));
    const loss = add(reduceSum(multiply(y, graph.constant(weights, y.shape))), reduceSum(anchor));
    const program = compileTraining(graph, { loss });
    const session = await runtime.createSession(program.onnx, { optimise: false });
    const flat = Float32Array.from([...values.flatMap((list) => [...list]), 0]);
    const outputs = await session.run({ parameters: { data: flat, shape: [flat.length] } });
    await session.release();
    const expected = finiteDifferences(operator, values, weights);
    expect(outputs.loss![0]).toBeCloseTo(dot(operator.reference(...values), weights), 3);
    expectClose(wholeGradient(program, outputs.gradient!), [...expected, 1], 10 * tolerance);
  });
}

/** With 0 for the parameters that the loss does not depend on: a program gives those no gradient. */
function wholeGradient({ parameters, gradients }: TrainingProgram, gradient: Float32Array): Float32Array {
  return Float32Array.from(
    parameters.flatMap(({ name, shape }) => {
      const length = sizeOf(shape);
      const place = gradients.find((entry) => entry.name === name);
      return place === undefined
        ? Array.from({ length }, () => 0)
        : [...gradient.subarray(place.offset, place.offset + length)];
    }),
  );
}

/** dL/dx for every element of every argument, one behind the other. */
function finiteDifferences(operator: OperatorCase, values: Float64Array[], weights: Float64Array): number[] {
  const loss = (): number => dot(operator.reference(...values), weights);
  return values.flatMap((list, argument) =>
    Array.from(list, (value, i) => {
      if (operator.withoutGradient?.includes(argument)) return 0;
      const distance = 1e-5;
      list[i] = value + distance;
      const above = loss();
      list[i] = value - distance;
      const below = loss();
      list[i] = value;
      return (above - below) / (2 * distance);
    }),
  );
}

function argumentValues(name: string, { inputs, domain = (value) => value }: OperatorCase): Float64Array[] {
  // Rounded to float32, so that reference and operator get the same numbers.
  return inputs.map((shape, index) =>
    normals(`${name} ${index}`, sizeOf(shape)).map((value) => Math.fround(domain(value))),
  );
}

function normals(name: string, length: number): Float64Array {
  const random = new Random(7, name);
  return Float64Array.from({ length }, () => Math.fround(random.normal()));
}

function declareArguments(graph: Graph, { inputs }: OperatorCase, values: Float64Array[]): Tensor[] {
  return inputs.map((shape, index) => graph.parameter(`x${index}`, shape, givenInitialiser(values[index]!)));
}

async function evaluate(
  runtime: Runtime,
  graph: Graph,
  y: Tensor,
  values: Float64Array[],
): Promise<Float32Array> {
  let offset = 0;
  const parameterLayout = graph.parameters.map(({ name, shape }) => {
    offset += sizeOf(shape);
    return { name, shape, offset: offset - sizeOf(shape) };
  });
  const parameters = Float32Array.from(values.flatMap((list) => [...list]));
  const state = { parameterLayout, parameters, statisticLayout: [], statistics: new Float32Array() };
  const session = await runtime.createSession(exportInference(graph, { y }, state, {}));
  const outputs = await session.run({});
  await session.release();
  return outputs.y!;
}

export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) {
    const error = Math.abs(got[i]! - expected[i]!);
    if (!(error <= tolerance * (1 + Math.abs(expected[i]!))))
      expect.fail(`element ${i}: got ${got[i]}, expected ${expected[i]}`);
  }
}

function dot(a: ArrayLike<number>, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
