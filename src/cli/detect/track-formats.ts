/** What `detect` says of the faces in a frame, line by line: JSON lines and CSV. K landmarks. */
import { csvCell } from '../../core/text/csv-cell.js';
import type { DescribedFrame } from '../../detect/describe/describe-video.js';
import { round, unit } from '../../detect/detection-result.js';
import type { TrackedFace } from '../../detect/tracker/create-tracker.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import type { NamedSet } from '../../landmarks/sets/named-set.js';

export const trackFormats = ['jsonl', 'csv'] as const;
export type TrackFormat = (typeof trackFormats)[number];

export interface FrameResult {
  frame: number;
  /** Seconds. */
  time: number;
  faces: readonly TrackedFace[];
  /** With `--describe`: of each face. */
  described?: readonly DescribedFrame[];
}

/** What stands above the lines. */
export function trackHeading(format: TrackFormat): string {
  return format === 'csv' ? 'frame,time,face,point,name,x,y,uncertainty\n' : '';
}

/** @param extra – further keys of each JSON line, before its own. */
export function trackLines(
  format: TrackFormat,
  { set, convention }: Pick<NamedSet, 'set' | 'convention'>,
  { frame, time, faces, described }: FrameResult,
  extra: object = {},
): string {
  const seconds = Math.round(time * 1e4) / 1e4;
  if (format === 'csv')
    return faces
      .flatMap(({ id, points }) =>
        points.map(({ name, x, y, uncertainty }, k) =>
          [frame, seconds, id, k, csvCell(name), round(x), round(y), round(uncertainty)].join(','),
        ),
      )
      .map((line) => `${line}\n`)
      .join('');
  const content = {
    ...extra,
    frame,
    time: seconds,
    faces: faces.map(({ id, box, points }, i) => ({
      id,
      box: roundedBox(box),
      points: points.map(({ x, y }) => [round(x), round(y)]),
      uncertainty: points.map(({ uncertainty }) => round(uncertainty)),
      ...(points[0]?.visibility !== undefined && {
        visibility: points.map(({ visibility }) => visibility),
      }),
      ...(described && { description: described[i] }),
    })),
    set,
    convention,
    unit,
  };
  return `${JSON.stringify(content)}\n`;
}

function roundedBox({ x, y, width, height, roll }: FaceBox): FaceBox {
  return {
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    ...(roll !== undefined && { roll: round(roll) }),
  };
}
