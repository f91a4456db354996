/** How long a correction of 1001 points takes to move the others, with one point put by hand and with sixty; no model, the shipped correction model. */

import { correctionFor } from '../src/annotation/correction-model.js';
import { conditionPoints } from '../src/annotation/point-gaussian.js';
import { median } from '../src/core/numbers/statistics.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { frontalTemplate } from '../src/landmarks/shape-frame.js';
import { openCorrection } from '../src/studio/open-correction.js';
import type { Benchmark } from './figure.js';

/** Milliseconds that the project aims for. */
const target = 5;

export const benchAnnotation: Benchmark = async ({ quick, say }) => {
  const set = landmarkSet('dense1001');
  const points = frontalTemplate(set).map((value) => 300 + 120 * value);
  const uncertainty = new Float32Array(set.points.length).fill(3);
  const gaussian = correctionFor(set, await openCorrection('dense1001', set))({ points, uncertainty });
  return [1, 60].map((count) => {
    const fixed = new Map(
      Array.from({ length: count }, (_, i) => [16 * i, { x: points[32 * i]! + 4, y: points[32 * i + 1]! }]),
    );
    const times: number[] = [];
    for (let i = 0; i < (quick ? 60 : 300); i++) {
      const before = process.cpuUsage();
      conditionPoints(gaussian, fixed);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    const value = median(times.slice(20));
    const which = `${count} of 1001 points put by hand`;
    say(`annotation, ${which}: ${value.toFixed(2)} ms of CPU time`);
    return {
      benchmark: 'annotation',
      conditions: `${which}, ${gaussian.modes.length} modes, median`,
      value,
      unit: 'ms of CPU time/correction',
      target: { text: `≤ ${target} ms`, atMost: target },
    };
  });
};
