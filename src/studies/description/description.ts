/** What came out of describing pictures and videos. */
import { counted } from '../../core/text/counted.js';
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
  /** None where nobody wants them kept. */
  records: FaceRecord[];
  /** Of every face one: its file and number. */
  faces: Set<string>;
  shown: ShownFace[];
  heads: ShownHead[];
  /** Pictures and videos in which no face was found. */
  empty: string[];
  failed: FailedPicture[];
  /** Pictures and frames that were looked at, and how many there are as far as is known. */
  looked: number;
  total: number;
  lookedAt: LookedAt;
  /** It ended before all was looked at, and nothing was to be written. */
  stopped?: true;
}

/** Frames are counted where there are videos. */
export type LookedAt = 'picture' | 'frame' | 'both';

export function lookedWords(count: number, at: LookedAt): string {
  return at === 'both' ? `${count} pictures and frames` : counted(count, at);
}
