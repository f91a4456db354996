/** Chooses the points that serve a task best, beside the page, which never waits for it: the command is `lineament landmarks select`. */

import type { HeadPoints } from '../../../../src/detect/describe/head/head-points.js';
import { sampleHeadPoints } from '../../../../src/detect/describe/head/sample-head-points.js';
import { type SelectionTask, selectPoints } from '../../../../src/detect/describe/selection/select-points.js';
import { createCageHead } from '../../../../src/face/heads/cage/cage-head.js';
import { landmarkSet } from '../../../../src/landmarks/sets/registry.js';

export interface BestAsked {
  task: SelectionTask;
  count: number;
}
export type BestAnswer = { names: string[]; expected: number } | { error: string };

let sampled: HeadPoints | undefined;

self.onmessage = ({ data: { task, count } }: MessageEvent<BestAsked>) => {
  const answer = (told: BestAnswer) => self.postMessage(told);
  try {
    const set = landmarkSet('dense1001');
    sampled ??= sampleHeadPoints(createCageHead(), set, 'surface');
    const { chosen, expected } = selectPoints(sampled, task, count);
    answer({ names: chosen.map((k) => set.points[k]!.name), expected: expected(chosen) });
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
};
