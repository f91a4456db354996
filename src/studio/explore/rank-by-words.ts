/** Rows by a sentence: how well each fits becomes a column to sort by. What is embedded once is kept (`search`). */
import type { Work } from '../../core/work.js';
import { embedDataset } from '../../search/embed-dataset.js';
import { openClip } from '../../search/open-clip.js';
import { embedQuestion, scoresOf } from '../../search/question.js';
import type { WordsView } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';

/** The next sentence takes the place of the last. */
const column = 'words';

/** @param model – a file; the shipped one where it is left out. */
export async function rankByWords(
  one: ExploredDataset,
  sentence: string,
  model: string | undefined,
  work: Work,
): Promise<WordsView> {
  const clip = await openClip(model);
  try {
    const question = await embedQuestion(clip, sentence);
    one.addColumn(column, scoresOf(question, await embedDataset(one.dataset, clip, work)));
    return { sentence, column, unknown: question.unknown };
  } finally {
    await clip.close();
  }
}
