/** Opens a face finder in a browser, on onnxruntime-web. */
import { checkOptions } from '../../core/settings/known-options.js';
import { readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { askedOfEachSearch } from '../detection-settings.js';
import { createFinder } from '../finder/create-finder.js';
import { type OpenedFinder, openedFinder } from '../finder/opened-finder.js';
import { modelBytes, openNetwork, type RunOptions, runNames, type WebModel } from './open-model.js';

export type { OpenedFinder };

/** @param model – the address of a finder's file, or its bytes. The shipped one is `lineament/models/face-finder.onnx`. */
export async function openFinder(model: WebModel, options: RunOptions = {}): Promise<OpenedFinder> {
  checkOptions('openFinder', options, runNames, askedOfEachSearch);
  const { bytes, file } = await modelBytes(model);
  const metadata = readFinderMetadata(bytes, file);
  const { session, release } = await openNetwork(bytes, file, options);
  return openedFinder(createFinder(metadata, session), release);
}
