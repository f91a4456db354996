import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { Graph } from '../../graph/graph.js';
import { exportInference } from '../../program/export-inference.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { spatialSoftArgmax } from '../reductions/spatial-soft-argmax.js';
import { einsum } from './einsum.js';
import { nuclearNorm } from './nuclear-norm.js';

const input = (name: string, shape: readonly number[]) => new Graph('training').input(name, shape);

/** The definition: a loop over all values of all letters. */
function plainEinsum(
  terms: readonly string[],
  result: string,
  sizes: Readonly<Record<string, number>>,
  operands: readonly Float64Array[],
): Float64Array {
  const letters = Object.keys(sizes);
  const count = (term: string): number => [...term].reduce((product, letter) => product * sizes[letter]!, 1);
  const y = new Float64Array(count(result));
  for (let i = 0; i < count(letters.join('')); i++) {
    const place: Record<string, number> = {};
    let rest = i;
    for (const letter of letters) {
      place[letter] = rest % sizes[letter]!;
      rest = Math.floor(rest / sizes[letter]!);
    }
    const at = (term: string): number =>
      [...term].reduce((index, letter) => index * sizes[letter]! + place[letter]!, 0);
    y[at(result)]! += terms.reduce((product, term, k) => product * operands[k]![at(term)]!, 1);
  }
  return y;
}

describe('einsum', () => {
  const sizes = { a: 2, b: 3, c: 4, d: 2 };
  for (const equation of ['abc,acd->abd', 'abd,acd->abc', 'ab,b->a', 'abc->ca', 'ab,cb->', 'ab,bc,cd->da']) {
    const [left, result] = equation.split('->') as [string, string];
    const terms = left.split(',');
    const named = Object.fromEntries(Object.entries(sizes).filter(([letter]) => left.includes(letter)));
    checkOperator(`einsum ${equation}`, {
      inputs: terms.map((term) => [...term].map((letter) => sizes[letter as keyof typeof sizes])),
      build: (...operands) => einsum(equation, ...operands),
      reference: (...operands) => plainEinsum(terms, result, named, operands),
    });
  }

  it('refuses equations that do not fit', () => {
    const [a, b] = [input('a', [2, 3]), input('b', [4, 5])];
    expect(() => einsum('ij,jk->ik', a, b)).toThrow(
      "einsum: in 'ij,jk->ik', 'jk' must name each axis and a letter must have one size, got a [2, 3] and b [4, 5]",
    );
    expect(() => einsum('ij,jk->ik', a)).toThrow("einsum: 'ij,jk->ik' names 2 operands, got 1");
    for (const equation of ['ii->i', 'ij', 'ij->ik', 'i...->i'])
      expect(() => einsum(equation, a)).toThrow(`einsum: '${equation}' must name each axis by one letter`);
  });

  it('prints as text', () => {
    expect(operatorText((a, b) => einsum('ij, kj -> ik', a, b!), [2, 3], [4, 3])).toMatchInlineSnapshot(
      `"t0 = Einsum(a, b) {equation: ij,kj->ik}: [2, 4]"`,
    );
  });
});

/** Square roots of the eigenvalues of A·Aᵀ, by Jacobi rotations. @param a – `[rows, columns]`. */
function singularValues(a: ArrayLike<number>, rows: number, columns: number): number[] {
  const gram = Array.from({ length: rows }, (_, i) =>
    Float64Array.from({ length: rows }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += a[i * columns + k]! * a[j * columns + k]!;
      return sum;
    }),
  );
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < rows; p++)
      for (let q = p + 1; q < rows; q++) {
        const apart = gram[p]![q]!;
        if (apart === 0) continue;
        const theta = (gram[q]![q]! - gram[p]![p]!) / (2 * apart);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const cos = 1 / Math.hypot(t, 1);
        const sin = t * cos;
        for (let k = 0; k < rows; k++) {
          const [left, right] = [gram[k]![p]!, gram[k]![q]!];
          gram[k]![p] = cos * left - sin * right;
          gram[k]![q] = sin * left + cos * right;
        }
        for (let k = 0; k < rows; k++) {
          const [upper, lower] = [gram[p]![k]!, gram[q]![k]!];
          gram[p]![k] = cos * upper - sin * lower;
          gram[q]![k] = sin * upper + cos * lower;
        }
      }
  return gram.map((row, i) => Math.sqrt(Math.max(row[i]!, 0)));
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('nuclearNorm', () => {
  checkOperator('nuclearNorm of wide matrices', {
    inputs: [[2, 3, 5]],
    build: (a) => nuclearNorm(a),
    reference: (a) => [0, 15].map((start) => sum(singularValues(a.subarray(start, start + 15), 3, 5))),
    tolerance: 5e-5,
  });
  checkOperator('nuclearNorm of a tall matrix', {
    inputs: [[5, 2]],
    build: (a) => nuclearNorm(a),
    reference: (a) => {
      const transposed = Float64Array.from({ length: 10 }, (_, i) => a[(i % 5) * 2 + Math.floor(i / 5)]!);
      return [sum(singularValues(transposed, 2, 5))];
    },
    tolerance: 5e-5,
  });

  it('of heatmaps, 68 sharp and flat landmarks on 16×16 cells, is right to 6e-4; of zeros it is 0', async () => {
    const random = new Random(5);
    const maps = new Float32Array(2 * 68 * 256);
    for (let map = 0; map < 68; map++) {
      const [x, y, deviation] = [2 + 12 * random.next(), 2 + 12 * random.next(), 0.7 + 4 * random.next()];
      const heat = Array.from({ length: 256 }, (_, cell) =>
        Math.exp((-0.5 * ((cell % 16) - x) ** 2 - 0.5 * (Math.floor(cell / 16) - y) ** 2) / deviation ** 2),
      );
      maps.set(
        heat.map((value) => value / sum(heat)),
        map * 256,
      );
    }
    const graph = new Graph('inference');
    const norm = nuclearNorm(graph.input('maps', [2, 68, 256]));
    const state = {
      parameterLayout: [],
      parameters: new Float32Array(),
      statisticLayout: [],
      statistics: new Float32Array(),
    };
    const session = await createInferenceSession(exportInference(graph, { norm }, state, {}));
    const outputs = await session.run({ maps: { data: maps, shape: [2, 68, 256] } });
    await session.release();
    const expected = sum(singularValues(maps.subarray(0, 68 * 256), 68, 256));
    expect(Math.abs(outputs.norm![0]! / expected - 1)).toBeLessThan(6e-4);
    expect(outputs.norm![1]).toBe(0);
  });

  it('refuses what is no matrix and no iterations', () => {
    expect(() => nuclearNorm(input('a', [3]))).toThrow('nuclearNorm: a must be […, M, N], got a [3]');
    expect(() => nuclearNorm(input('a', [3, 3]), 0)).toThrow(
      'nuclearNorm: iterations must be a whole number above 0, got 0',
    );
  });

  it('prints as text', () => {
    expect(operatorText((a) => nuclearNorm(a, 1), [3, 2])).toMatchInlineSnapshot(`
      "t0 = ReduceL2(a) {axes: [-2, -1], keepdims: 1}: [1, 1]
      t1 = Max(t0, 1e-30): [1, 1]
      t2 = Div(a, t1): [3, 2]
      t3 = Transpose(t2) {perm: [1, 0]}: [2, 3]
      t4 = MatMul(t3, t2): [2, 2]
      t5 = MatMul(t2, t4): [3, 2]
      t6 = Mul(t2, 1.5): [3, 2]
      t7 = Mul(t5, 0.5): [3, 2]
      t8 = Sub(t6, t7): [3, 2]
      t9 = Mul(a, t8): [3, 2]
      t10 = ReduceSum(t9, [-2, -1]) {keepdims: 0}: []"
    `);
  });
});

describe('spatialSoftArgmax', () => {
  const [columns, rows] = [
    [-1, 0.5, 2, 7],
    [3, 1, -2],
  ];
  checkOperator('spatialSoftArgmax', {
    inputs: [[2, 2, 3, 4]],
    build: (logits) => spatialSoftArgmax(logits, { columns, rows }),
    reference: (logits) =>
      Array.from({ length: 8 }, (_, i) => {
        const map = logits.subarray(12 * (i >> 1), 12 * (i >> 1) + 12);
        const total = map.reduce((partial, value) => partial + Math.exp(value), 0);
        const position = (cell: number): number =>
          i % 2 === 0 ? columns![cell % 4]! : rows![Math.floor(cell / 4)]!;
        return map.reduce((partial, value, cell) => partial + (Math.exp(value) / total) * position(cell), 0);
      }),
  });
  it('refuses what is no heatmap and positions of another number', () => {
    expect(() => spatialSoftArgmax(input('logits', [2, 3, 4]))).toThrow(
      'spatialSoftArgmax: logits must be [B, K, H, W], got logits [2, 3, 4]',
    );
    expect(() => spatialSoftArgmax(input('logits', [1, 2, 3, 4]), { columns: [0, 1, 2] })).toThrow(
      'spatialSoftArgmax: 3 columns and 3 rows must be those of the heatmaps, got logits [1, 2, 3, 4]',
    );
  });
  it('prints as text, in indices by default', () => {
    expect(operatorText((logits) => spatialSoftArgmax(logits), [1, 3, 2, 2])).toMatchInlineSnapshot(`
      "t0 = Reshape(a, [3, 4]): [3, 4]
      t1 = Softmax(t0) {axis: 1}: [3, 4]
      t2 = MatMul(t1, [0, 0, 1, 0, 0, 1, 1, 1]): [3, 2]
      t3 = Reshape(t2, [1, 3, 2]): [1, 3, 2]"
    `);
  });
});
