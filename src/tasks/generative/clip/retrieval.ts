/**
 * How well sentences find their pictures and pictures their sentences: the share of the questions whose right answer stands among the
 * first k (R@k). Pictures of the same facts are the same answer. N pairs, D the embedding.
 */

export interface Recall {
  /** Shares, 0 to 1. */
  first: number;
  firstTen: number;
  /** Of the first right answer, from 1. */
  medianRank: number;
}

export interface Retrieval {
  picturesBySentence: Recall;
  sentencesByPicture: Recall;
}

/**
 * @param pictures – `[N, D]`. @param sentences – `[N, D]`, row by row of the same face.
 * @param same – of each row: rows with equal ones are each other's right answers.
 */
export function retrieval(
  pictures: Float32Array,
  sentences: Float32Array,
  same: readonly string[],
): Retrieval {
  return {
    picturesBySentence: recall(sentences, pictures, same),
    sentencesByPicture: recall(pictures, sentences, same),
  };
}

function recall(questions: Float32Array, answers: Float32Array, same: readonly string[]): Recall {
  const count = same.length;
  const size = questions.length / count;
  const scores = new Float64Array(count);
  const ranks: number[] = [];
  for (let question = 0; question < count; question++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let answer = 0; answer < count; answer++) {
      let product = 0;
      for (let i = 0; i < size; i++) product += questions[question * size + i]! * answers[answer * size + i]!;
      scores[answer] = product;
      if (same[answer] === same[question] && product > best) best = product;
    }
    // A wrong answer of the same score stands before the right one: a model that says the same of all finds nothing.
    let before = 0;
    for (let answer = 0; answer < count; answer++)
      if (scores[answer]! >= best && same[answer] !== same[question]) before++;
    ranks.push(before + 1);
  }
  const within = (k: number): number => ranks.filter((rank) => rank <= k).length / count;
  ranks.sort((a, b) => a - b);
  return { first: within(1), firstTen: within(10), medianRank: ranks[Math.floor(count / 2)] ?? 1 };
}
