/** What came out of describing pictures and videos. */
import type { FaceRecord } from './face-record.js';

export interface FailedPicture {
  id: string;
  reason: string;
}

/** A face with its fitted head, for the page. */
export interface ShownHead {
  record: FaceRecord;
  /** Binary glTF. */
  glb: Uint8Array;
}

/** A face with its picture, for the page. */
export interface ShownFace {
  record: FaceRecord;
  /** JPEG. */
  picture: Uint8Array;
}

export interface Description {
  records: FaceRecord[];
  shown: ShownFace[];
  heads: ShownHead[];
  /** Pictures in which no face was found. */
  empty: string[];
  failed: FailedPicture[];
  /** Pictures and frames that were looked at. */
  looked: number;
}
