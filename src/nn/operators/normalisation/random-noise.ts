/**
 * Random numbers made within the graph, as a function of a fed seed and nothing else: the same seed gives the same
 * numbers on every run, replica and runtime, so that a resumed training repeats the unbroken one. (ONNX has RandomUniform
 * and Dropout, but their seed is fixed when the file is written and their generators go on from run to run.)
 *
 * Method: a counter-based generator. Seed s and index i are each scrambled by v ↦ v³ modulo the prime p = 1073741789,
 * a bijection, since p mod 3 = 2; k of the seed and r of the index then give ((k + r)³ + k)³ mod p, whose upper 24
 * bits are the number. All of it in int64, exact. 400 seeds of 1,000 numbers were tried: mean, variance, bins, low
 * bits, pairs of neighbours and of neighbouring seeds lay within two standard deviations of independent ones.
 *
 * Limits: not for cryptography; 15 ns a number on one AVX-512 core, so draw few of them (for whole channels,
 * `[C, 1, 1]`) where images are large. Two samples of the same seed get the same numbers.
 */
import { LineamentError } from '../../../core/errors.js';
import { type Shape, shapeText, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { elementTypes } from '../../onnx/model.js';
import { requireShapes } from '../check.js';
import { asIndices, reshapeIndices } from '../indexing/indices.js';

const prime = 1073741789;
/** Any numbers below the prime. */
const [seedFactor, indexFactor, streamFactor, offset] = [715225739, 381946157, 100663319, 12345] as const;
const bits = 24;

/** How many noises a graph has so far. */
const streamsOf = new WeakMap<object, number>();

/**
 * Uniform numbers from 0 to below 1, multiples of 2⁻²⁴. Each call in a graph draws other ones from the same seed.
 * @param seed – `[B]`, whole numbers, another for each sample and step: int64, or float32 (exact up to 2²⁴) as a
 *   trainer feeds it.
 * @param shape – of the numbers of one sample.
 * @returns `[B, …shape]`. No gradient flows through it.
 */
export function uniformNoise(seed: Tensor, shape: Shape): Tensor {
  checkNoise('uniformNoise', seed, shape);
  const graph = seed.graph;
  const stream = streamsOf.get(graph) ?? 0;
  streamsOf.set(graph, stream + 1);

  const whole = asIndices('uniformNoise', graph, seed);
  const range = [0, sizeOf(shape), 1].map((value) => graph.integers([value], []));
  const index = graph.emit('Range', range, {}, [sizeOf(shape)], { dtype: 'int64' });
  const ofSeed = reshapeIndices(scrambled(whole, seedFactor, stream * streamFactor), [
    seed.shape[0]!,
    ...shape.map(() => 1),
  ]);
  const ofIndex = reshapeIndices(scrambled(index, indexFactor, 0), [1, ...shape]);
  const mixed = cube(integer('Add', cube(integer('Add', ofIndex, ofSeed)), ofSeed));
  const upper = integer('Div', mixed, graph.integers([2 ** (30 - bits)], []));
  const float = graph.emit('Cast', [upper], { to: elementTypes.float32 }, upper.shape);
  return graph.emit('Mul', [float, graph.constant(2 ** -bits)], {}, upper.shape);
}

/**
 * Numbers of the standard normal distribution (Box & Muller, 1958), at most 5.8 from 0.
 * @param seed – as for `uniformNoise`.
 */
export function normalNoise(seed: Tensor, shape: Shape): Tensor {
  const graph = seed.graph;
  checkNoise('normalNoise', seed, shape);
  const first = uniformNoise(seed, shape);
  const second = uniformNoise(seed, shape);
  const full = first.shape;
  // 1 − u lies above 0, so that it has a logarithm.
  const above = graph.emit('Sub', [graph.constant(1), first], {}, full);
  const squared = graph.emit('Mul', [graph.emit('Log', [above], {}, full), graph.constant(-2)], {}, full);
  const angle = graph.emit('Mul', [second, graph.constant(2 * Math.PI)], {}, full);
  const radius = graph.emit('Sqrt', [squared], {}, full);
  return graph.emit('Mul', [radius, graph.emit('Cos', [angle], {}, full)], {}, full);
}

function checkNoise(operator: string, seed: Tensor, shape: Shape): void {
  requireShapes(operator, seed.shape.length === 1, 'the seed must be [B]', seed);
  if (shape.some((size) => !Number.isInteger(size) || size < 1))
    throw new LineamentError(`${operator}: sizes must be whole and positive, got ${shapeText(shape)}`);
}

/** ((factor · v + start)³ + offset)³ modulo the prime. */
function scrambled(values: Tensor, factor: number, start: number): Tensor {
  const scalar = (value: number): Tensor => values.graph.integers([value], []);
  const product = integer('Mul', modulo(values), scalar(factor));
  const spread = modulo(integer('Add', product, scalar(start % prime)));
  return cube(integer('Add', cube(spread), scalar(offset)));
}

/** v³ modulo the prime, for v up to twice the prime. */
function cube(values: Tensor): Tensor {
  const square = modulo(integer('Mul', values, values));
  return modulo(integer('Mul', square, values));
}

function modulo(values: Tensor): Tensor {
  return integer('Mod', values, values.graph.integers([prime], []));
}

/** One int64 operation with broadcasting. */
function integer(type: string, a: Tensor, b: Tensor): Tensor {
  const offsetOfB = a.shape.length - b.shape.length;
  const shape = a.shape.map((size, axis) => Math.max(size, b.shape[axis - offsetOfB] ?? 1));
  return a.graph.emit(type, [a, b], {}, shape, { dtype: 'int64' });
}
