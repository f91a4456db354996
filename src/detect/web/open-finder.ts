/** Opens a face finder in a browser, on onnxruntime-web. */
import { checkOptions } from '../../core/settings/known-options.js';
import { readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { askedOfEachSearch } from '../detection-settings.js';
import { createFinder } from '../finder/create-finder.js';
import type { FaceFinder } from '../finder/face-finder.js';
import { openUntilClosed } from '../open-until-closed.js';
import { modelBytes, openNetwork, type RunOptions, runNames, type WebModel } from './open-model.js';

/** A finder that holds its network until it is closed. */
export interface OpenedFinder extends FaceFinder {
  close(): Promise<void>;
}

/** @param model – the address of a finder's file, or its bytes. The shipped one is `lineament/models/face-finder.onnx`. */
export async function openFinder(model: WebModel, options: RunOptions = {}): Promise<OpenedFinder> {
  checkOptions('openFinder', options, runNames, askedOfEachSearch);
  const { bytes, file } = await modelBytes(model);
  const metadata = readFinderMetadata(bytes, file);
  const { session, release } = await openNetwork(bytes, file, options);
  const finder = createFinder(metadata, session);
  const { ask, close } = openUntilClosed('find', 'face finder', release);
  return { ...finder, find: (image, asked) => ask(() => finder.find(image, asked)), close };
}
