import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { type BrowMeasures, browPlaces, createBrowMeasurer, measureBrows } from './brow-measures.js';
import { createCageHead } from './cage/cage-head.js';
import type { HeadModel } from './head-model.js';
import { loadIctFacekit } from './ict-facekit/load.js';

/** Places along a brow that are measured, 0 at its outer end. */
const stations = [0, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 1];

/** Both brows from x = 6 to x = 1, their middle line a parabola over a slanted line. */
function drawn(arch: number, breadth: number, slope: number): Float64Array {
  const places = [-1, 1].flatMap((side) =>
    [0.5, -0.5].flatMap((edge) =>
      stations.flatMap((at) => {
        const x = 6 - 5 * at;
        return [side * x, 2 + slope * (x - 1) + 4 * arch * at * (1 - at) + edge * breadth, 0];
      }),
    ),
  );
  return Float64Array.from(places);
}

describe('measureBrows', () => {
  it('measures brows drawn by rule', () => {
    const { arch, breadth, gap, tilt } = measureBrows(drawn(0.8, 0.6, -0.1));
    expect(arch).toBeCloseTo(0.8, 10);
    expect(breadth).toBeCloseTo(0.6, 10);
    expect(gap).toBeCloseTo(2, 10);
    expect(tilt).toBeCloseTo(Math.atan(-0.1), 10);
  });

  it('takes the mean of two unequal brows', () => {
    const places = drawn(0.4, 0.6, 0);
    places.set(drawn(0.8, 0.8, 0).subarray(places.length / 2), places.length / 2);
    expect(measureBrows(places).arch).toBeCloseTo(0.6, 10);
    expect(measureBrows(places).breadth).toBeCloseTo(0.7, 10);
  });
});

const facekit = '../shared/assets/ict-facekit-light';
const heads: readonly { name: string; there: boolean; load: () => Promise<HeadModel> }[] = [
  { name: 'cage', there: true, load: async () => createCageHead() },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(facekit), load: () => loadIctFacekit(facekit) },
];

describe.each(heads)('createBrowMeasurer on $name', ({ there, load }) => {
  it.skipIf(!there)('gives what the shaped head measures, and follows each shape of the brow', async () => {
    const head = await load();
    const measure = createBrowMeasurer(head);
    const random = new Random('brow measures');
    for (let i = 0; i < 5; i++) {
      const identity = head.identityNames.map(() => random.truncatedNormal(0, 1));
      const shaped = measureBrows(browPlaces(head, identity));
      for (const name of ['arch', 'breadth', 'gap', 'tilt'] as const)
        expect(measure(identity)[name]).toBeCloseTo(shaped[name], 5);
    }
    const change = (shape: string): BrowMeasures => {
      const [less, more] = [-2, 2].map((amount) =>
        measure(head.identityNames.map((name) => (name === shape ? amount : 0))),
      );
      return {
        arch: more!.arch - less!.arch,
        breadth: more!.breadth - less!.breadth,
        gap: more!.gap - less!.gap,
        tilt: more!.tilt - less!.tilt,
      };
    };
    expect(change('browArch').arch).toBeGreaterThan(0.3);
    expect(change('browBreadth').breadth).toBeGreaterThan(0.2);
    expect(change('browGap').gap).toBeGreaterThan(0.5);
    expect(change('browTail').tilt).toBeLessThan(-0.05);
    expect(change('browHead').tilt).toBeLessThan(-0.02);
  });
});
