/**
 * A detector for faces that may lie on their side or upside down: it looks at each through eight turns of its box and keeps the
 * answer of which the model is surest. A model that was trained on upright faces is far less sure of others, so its own
 * uncertainty tells which turn is upright. Costs seven more inferences a face; the figures: docs/detection.md.
 */
import { shortestTurn } from '../../core/numbers/shortest-turn.js';
import { mean } from '../../core/numbers/statistics.js';
import type { Detector } from './detector.js';

/** Degrees between the turns: half of it is well within what models see in training. */
const step = 45;

/** @returns a detector whose `box` is the one through which the model was surest, with its roll. */
export function anyRollDetector(detector: Detector): Detector {
  return {
    metadata: detector.metadata,
    async detect(image, given) {
      let surest = await detector.detect(image, given);
      const { box, usedWholeImage } = surest;
      let least = mean(surest.uncertainty);
      for (let turn = step; turn < 360; turn += step) {
        const roll = shortestTurn((box.roll ?? 0) + turn);
        const turned = await detector.detect(image, { ...box, roll });
        const uncertainty = mean(turned.uncertainty);
        if (uncertainty < least) [surest, least] = [{ ...turned, usedWholeImage }, uncertainty];
      }
      return surest;
    },
  };
}
