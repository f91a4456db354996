/**
 * What finds faces: pixels in, boxes out. Runs in Node and in browsers; `node/` and `web/` open one by `openFinder`.
 */
import type { Image } from '../../core/image.js';
import type { FoundFace } from '../../networks/finder/decode-maps.js';
import type { FinderMetadata } from '../../networks/finder/finder-metadata.js';
import type { FindingSettings, Given } from '../detection-settings.js';

export type { FoundFace } from '../../networks/finder/decode-maps.js';

/** With the defaults of {@link FindingSettings}. */
export interface FindFacesOptions extends Given<FindingSettings> {
  signal?: AbortSignal | undefined;
}

export interface FaceFinder {
  readonly metadata: FinderMetadata;
  /** @returns the faces, the surest first; none where the picture shows none. Calls may overlap. */
  find(image: Image, options?: FindFacesOptions): Promise<FoundFace[]>;
}
