/**
 * Einstein summation: products of tensors summed over the letters that the result does not name, such as
 * `einsum('bqd,bkd->bqk', query, key)`. The gradient of each operand is the einsum of the others and dy.
 *
 * Limits: every letter once in an operand (no diagonals), the result written out, no ellipsis.
 */
import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { reshape } from '../shapes/reshape.js';

/** @param equation – a letter for each axis: operands parted by commas, `->`, the result. */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const { terms, result } = parse(equation, operands);
  requireFloat('einsum', ...operands);
  const graph = operands[0]!.graph;
  const sizes = letterSizes(equation, terms, operands);
  const shape = (term: string): number[] => [...term].map((letter) => sizes.get(letter)!);
  const y = graph.emit('Einsum', operands, { equation: `${terms.join(',')}->${result}` }, shape(result));
  graph.record({
    inputs: operands,
    outputs: [y],
    rule: ([dy], wanted) =>
      operands.map((operand, index) => {
        if (!wanted[index]) return undefined;
        const others = operands.toSpliced(index, 1);
        const otherTerms = terms.toSpliced(index, 1);
        const known = [result, ...otherTerms].join('');
        // A letter that stands in this operand alone was summed away: its gradient is the same along it.
        const term = [...terms[index]!].filter((letter) => known.includes(letter)).join('');
        const gradient = graph.emit(
          'Einsum',
          [dy!, ...others],
          { equation: `${[result, ...otherTerms].join(',')}->${term}` },
          shape(term),
        );
        const kept = [...terms[index]!].map((letter) => (term.includes(letter) ? sizes.get(letter)! : 1));
        return broadcastTo(reshape(gradient, kept), operand.shape);
      }),
  });
  return y;
}

function parse(equation: string, operands: readonly Tensor[]): { terms: string[]; result: string } {
  const [left, result, ...more] = equation.replaceAll(' ', '').split('->');
  const terms = (left ?? '').split(',');
  const wellFormed =
    result !== undefined &&
    more.length === 0 &&
    [...terms, result].every((term) => /^[A-Za-z]*$/.test(term) && new Set(term).size === term.length) &&
    [...result].every((letter) => terms.some((term) => term.includes(letter)));
  if (!wellFormed)
    throw new LineamentError(`einsum: '${equation}' must name each axis by one letter, once a term`, {
      hint: "write it as 'bij,bjk->bik', with no letter in the result that no operand has",
    });
  if (terms.length !== operands.length)
    throw new LineamentError(`einsum: '${equation}' names ${terms.length} operands, got ${operands.length}`);
  return { terms, result };
}

function letterSizes(
  equation: string,
  terms: readonly string[],
  operands: readonly Tensor[],
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach((operand, index) => {
    const term = terms[index]!;
    requireShapes(
      'einsum',
      operand.shape.length === term.length &&
        operand.shape.every((size, axis) => (sizes.get(term[axis]!) ?? size) === size),
      `in '${equation}', '${term}' must name each axis and a letter must have one size`,
      ...operands,
    );
    for (const [axis, letter] of [...term].entries()) sizes.set(letter, operand.shape[axis]!);
  });
  return sizes;
}
