/** How codebooks are used. K codes of each. */
import { mean } from '../../../core/numbers/statistics.js';

export interface CodeUse {
  /** exp of the entropy of the codes' shares: K where all are equally frequent, 1 where there is but one. */
  perplexity: number;
  /** Codes that never come. */
  dead: number;
}

/** @param tokens – whole numbers from 0 to K − 1. @param codes – K. */
export function codeUse(tokens: ArrayLike<number>, codes: number): CodeUse {
  const counts = new Float64Array(codes);
  for (let i = 0; i < tokens.length; i++) counts[tokens[i]!]!++;
  let [entropy, dead] = [0, 0];
  for (const count of counts) {
    if (count === 0) dead++;
    else entropy -= (count / tokens.length) * Math.log(count / tokens.length);
  }
  return { perplexity: Math.exp(entropy), dead };
}

/**
 * Where each token of a picture has a book of its own: the mean over the books. @param tokens – of one picture after the other, a
 * number of `books` each.
 */
export function usePerBook(tokens: Float32Array, codes: number, books: number): Pick<CodeUse, 'perplexity'> {
  const pictures = tokens.length / books;
  const ofBook = (book: number): Float32Array =>
    Float32Array.from({ length: pictures }, (_, picture) => tokens[picture * books + book]!);
  return {
    perplexity: mean(Array.from({ length: books }, (_, book) => codeUse(ofBook(book), codes).perplexity)),
  };
}
