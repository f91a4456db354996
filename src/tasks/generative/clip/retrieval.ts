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
  const size = pictures.length / same.length;
  return retrievalBy(same, (picture, sentence) => {
    let product = 0;
    for (let i = 0; i < size; i++) product += pictures[picture * size + i]! * sentences[sentence * size + i]!;
    return product;
  });
}

/** @param fit – how well a sentence fits a picture, by their rows. */
export function retrievalBy(
  same: readonly string[],
  fit: (picture: number, sentence: number) => number,
): Retrieval {
  const count = same.length;
  const fits = Float64Array.from({ length: count ** 2 }, (_, i) => fit(Math.floor(i / count), i % count));
  return {
    picturesBySentence: recall(same, (sentence, picture) => fits[picture * count + sentence]!),
    sentencesByPicture: recall(same, (picture, sentence) => fits[picture * count + sentence]!),
  };
}

function recall(same: readonly string[], fit: (question: number, answer: number) => number): Recall {
  const count = same.length;
  const ranks: number[] = [];
  for (let question = 0; question < count; question++) {
    const isRight = (answer: number): boolean => same[answer] === same[question];
    let best = Number.NEGATIVE_INFINITY;
    for (let answer = 0; answer < count; answer++)
      if (isRight(answer)) best = Math.max(best, fit(question, answer));
    // A wrong answer of the same score stands before the right one: a model that says the same of all finds nothing.
    let before = 0;
    for (let answer = 0; answer < count; answer++)
      if (fit(question, answer) >= best && !isRight(answer)) before++;
    ranks.push(before + 1);
  }
  const within = (k: number): number => ranks.filter((rank) => rank <= k).length / count;
  ranks.sort((a, b) => a - b);
  return { first: within(1), firstTen: within(10), medianRank: ranks[Math.floor(count / 2)] ?? 1 };
}
