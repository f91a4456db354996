/** Opens the shipped face finder, or one of your own, in Node. */
import { checkOptions } from '../../core/settings/known-options.js';
import { readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { readFileOr } from '../../node/files.js';
import { askedOfEachSearch } from '../detection-settings.js';
import { createFinder } from '../finder/create-finder.js';
import { type OpenedFinder, openedFinder } from '../finder/opened-finder.js';
import { checkModelBytes } from './check-model.js';
import { openSession, type RunOptions, runNames } from './open-landmark-detector.js';
import { shippedFinderFile } from './shipped-model-file.js';

export type { OpenedFinder };

/** @param model – the path of a finder's file, or its bytes; the shipped one without. */
export async function openFinder(
  model: string | Uint8Array = shippedFinderFile(),
  options: RunOptions = {},
): Promise<OpenedFinder> {
  checkOptions('openFinder', options, runNames, askedOfEachSearch);
  checkModelBytes('openFinder', model);
  const file = typeof model === 'string' ? model : 'the model';
  const bytes = typeof model === 'string' ? await readFileOr(model, 'model') : model;
  const metadata = readFinderMetadata(bytes, file);
  const session = await openSession(bytes, file, options);
  return openedFinder(createFinder(metadata, session), () => session.release());
}
