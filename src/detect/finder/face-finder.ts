/**
 * What finds faces: pixels in, boxes out. Runs in Node and in browsers; `node/` and `web/` open one by `openFinder`.
 */
import type { Image } from '../../core/image.js';
import type { FoundFace } from '../../networks/finder/decode-maps.js';
import type { FinderMetadata } from '../../networks/finder/finder-metadata.js';

export type { FoundFace } from '../../networks/finder/decode-maps.js';

export interface FindFacesOptions {
  /** Least score; default: the one that the model file recommends. */
  threshold?: number;
  /** Keep so many faces, the surest; default: all. */
  mostFaces?: number;
  signal?: AbortSignal;
}

export interface FaceFinder {
  readonly metadata: FinderMetadata;
  /** @returns the faces, the surest first; none where the picture shows none. Calls may overlap. */
  find(image: Image, options?: FindFacesOptions): Promise<FoundFace[]>;
}
