import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dot, normalise, subtract } from '../../core/vector.js';
import { createCageHead } from './cage/cage-head.js';
import { scaledEye, slideAngle } from './eye-sizes.js';
import { type HeadModel, neutralParameters } from './head-model.js';
import { loadIctFacekit } from './ict-facekit/load.js';
import { placeOn } from './surface-place.js';

const mean = { irisAngle: 0.4, pupilAngle: 0.1 };

describe('slideAngle', () => {
  const to = { irisAngle: 0.42, pupilAngle: 0.15 };
  it('takes edges to edges and leaves the back of the eye', () => {
    expect(slideAngle(0.1, mean, to)).toBeCloseTo(0.15, 12);
    expect(slideAngle(0.05, mean, to)).toBeCloseTo(0.075, 12);
    expect(slideAngle(0.4, mean, to)).toBeCloseTo(0.42, 12);
    // Halfway from the iris's edge to 1.8 times it: halfway between 0.42 and 0.72.
    expect(slideAngle(0.56, mean, to)).toBeCloseTo(0.57, 12);
    expect(slideAngle(1, mean, to)).toBe(1);
  });

  it('leaves a rim of iris around the widest pupil', () => {
    expect(scaledEye(mean, { irisScale: 1, pupilScale: 9 }).pupilAngle).toBeCloseTo(0.288, 12);
  });
});

const facekit = '../shared/assets/ict-facekit-light';
for (const { name, there, load } of [
  { name: 'cage', there: true, load: async (): Promise<HeadModel> => createCageHead() },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(facekit), load: () => loadIctFacekit(facekit) },
])
  describe.skipIf(!there)(`eye sizes on ${name}`, () => {
    it('keep the landmarks of iris and pupil on their edges', async () => {
      const head = await load();
      for (const pupilScale of [0.6, 1, 1.7]) {
        const shape = head.shape({ ...neutralParameters(head), eyes: { irisScale: 1.05, pupilScale } });
        for (const [curve, angle] of [
          ['iris.left', shape.eyes.left.irisAngle],
          ['pupil.left', shape.eyes.left.pupilAngle],
        ] as const)
          for (const point of head.curves.get(curve)!.points) {
            const out = normalise(
              subtract(placeOn(head.topology, shape.positions, point), shape.eyes.left.centre),
            );
            expect(
              Math.abs(Math.acos(dot(out, shape.eyes.left.axis)) - angle),
              `${curve} ${pupilScale}`,
            ).toBeLessThan(0.03);
          }
      }
    });
  });
