/**
 * What finds faces: pixels in, boxes out. Runs in Node and in browsers; `node/` and `web/` open one by `openFinder`.
 */
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { FinderMetadata } from '../../networks/finder/finder-metadata.js';

export interface FoundFace {
  /** Upright, tight around the landmarks; pixels of the upright picture. A face that is cut by the frame may reach beyond it. */
  box: FaceBox;
  /** How sure the finder is, 0 to 1. */
  score: number;
  /** Degrees by which the face is turned in the plane of the image, clockwise as seen, as `roll` of a {@link FaceBox}. */
  roll: number;
}

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
