/** What `detect` says of the faces in a frame, line by line: JSON lines and CSV. K landmarks. */
import { csvCell } from '../../core/text/csv-cell.js';
import type { DescribedFrame } from '../../detect/describe/describe-video.js';
import { faceResult, resultLine } from '../../detect/detection-result.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { TrackedFace } from '../../detect/tracker/create-tracker.js';

export const trackFormats = ['jsonl', 'csv'] as const;
export type TrackFormat = (typeof trackFormats)[number];

export interface FrameResult {
  /** The video, or the picture that the frame is. */
  source: string;
  frame: number;
  /** Seconds. */
  time: number;
  faces: readonly TrackedFace[];
  /** With `--describe`: of each face. */
  described?: readonly DescribedFrame[];
}

/** What stands above the lines. */
export function trackHeading(format: TrackFormat): string {
  return format === 'csv' ? 'frame,time,face,point,name,x,y,uncertainty,visible\n' : '';
}

/** @param extra – further keys of each JSON line, before its own. */
export function trackLines(
  format: TrackFormat,
  detector: Pick<Detector, 'metadata'>,
  { source, frame, time, faces, described }: FrameResult,
  extra: object = {},
): string {
  const seconds = Math.round(time * 1e4) / 1e4;
  const results = faces.map((face, i) => faceResult(face, described?.[i]));
  if (format === 'jsonl') return resultLine(detector, { ...extra, source, frame, time: seconds }, results);
  const names = detector.metadata.landmarks.names.map(csvCell);
  return results
    .flatMap(({ id, points, uncertainty, visibility }) =>
      points.map(([x, y], k) =>
        // Empty where the model does not say it.
        [frame, seconds, id, k, names[k], x, y, uncertainty[k], visibility?.[k]?.[0] ?? ''].join(','),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}
