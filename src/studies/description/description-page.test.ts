import { expect, it } from 'vitest';
import { descriptionPage } from './description-page.js';
import type { FaceRecord } from './face-record.js';

const record = (frame: number, face = 1): FaceRecord => ({
  file: 'clip.mp4',
  frame,
  seconds: frame / 10,
  face,
  box: { x: 0, y: 0, width: 9, height: 9 },
  described: {
    camera: { focal: 99, focalDeviation: 0, cx: 49, cy: 49 },
    misfit: 1,
    pose: {
      yaw: 0.1,
      pitch: 0.2,
      roll: 0.3,
      position: [0, 0, -50],
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      covariance: [],
      deviation: 0.1,
    },
  },
});

/** Points of each line that the wide charts of a page draw. */
function linesOf(records: FaceRecord[]): number[] {
  const description = { records, shown: [], heads: [], empty: [], failed: [], looked: 9 };
  const [, chart] = /<svg([\s\S]*?)<\/svg>/.exec(descriptionPage(description, { set: 'ibug68' }))!;
  return [...chart!.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points!.split(' ').length);
}

it('draws no line over frames of a video in which the face is hidden, also where another one is seen', () => {
  // Yaw, pitch and roll.
  expect(linesOf([0, 1, 2, 3].map((frame) => record(frame)))).toEqual([4, 4, 4]);
  const hidden = [record(0), record(1), record(2, 2), record(3), record(4), record(5)];
  expect(linesOf(hidden)).toEqual([2, 3, 2, 3, 2, 3]);
});
