import { describe, expect, it } from 'vitest';
import { identity3 } from '../../core/vector.js';
import type { GlassPane } from '../../mesh/dressed-part.js';
import { linearOfByte, toneCurve } from '../camera/tone-curve.js';
import { makeScene, rectangle, squareCamera, uniformEnvironment } from '../simple-scenes.suite.js';
import { createSoftwareRenderer } from './software-renderer.js';

const size = 9;
const camera = squareCamera(size, 40);
const clear: GlassPane = {
  transmission: [0.9, 0.8, 0.7],
  reflection: [1, 1, 1],
  glare: { strength: 0, x: 0, y: 0, width: 0.1, height: 0.1 },
};
const wall = rectangle(-20, 20, -20, 20, -60, { look: { red: 0.3, green: 0.3, blue: 0.3 } });
const glass = rectangle(-5, 5, -5, 5, -40, { pane: clear, isHead: false, look: { segment: 16 } });
const dark = { environment: uniformEnvironment(0), keys: [] };
const middle = (Math.floor(size / 2) * size + Math.floor(size / 2)) * 3;
/** Two faces of glass at normal incidence. */
const mirrored = 0.075;

describe('panes', () => {
  const renderer = createSoftwareRenderer();
  const render = (scene: Parameters<typeof renderer.render>[0]) => renderer.render(scene, { samples: 1 });

  it('lets through its transmission, less what it mirrors', () => {
    const background = new Uint8Array(size * size * 3).fill(180);
    const { rgb } = render(makeScene([glass], camera, { background, lighting: dark }));
    for (let c = 0; c < 3; c++) {
      const wanted = linearOfByte[180]! * clear.transmission[c]! * (1 - mirrored);
      expect(linearOfByte[rgb[middle + c]!]).toBeCloseTo(wanted, 2);
    }
  });

  it('mirrors the environment over black', () => {
    const lighting = { environment: uniformEnvironment(4), keys: [] };
    const { rgb } = render(makeScene([glass], camera, { lighting }));
    // Only band 0 of a uniform environment is not 0; the pane keeps four fifths of it.
    expect(linearOfByte[rgb[middle]!]).toBeCloseTo(toneCurve(4 * 0.8 * mirrored), 2);
  });

  it('shows its window where the description places it', () => {
    const lighting = { environment: uniformEnvironment(1), keys: [] };
    const at = (x: number): number => {
      const glare = { strength: 20, x, y: 0, width: 0.06, height: 0.06 };
      const pane = { ...rectangle(-5, 5, -5, 5, 0), pane: { ...clear, glare } };
      const head = { rotation: identity3, translation: [0, 0, -40] as const };
      return render(makeScene([pane], camera, { lighting, head })).rgb[middle]!;
    };
    // 0.03 beside the middle, off the bars; 0.3 is far outside.
    expect(at(0.03)).toBeGreaterThan(at(0.3) + 60);
  });

  it('hides nothing from the labels', () => {
    const [bare, worn] = [render(makeScene([wall], camera)), render(makeScene([wall, glass], camera))];
    expect(worn.segmentation).toEqual(bare.segmentation);
    expect(worn.depth).toEqual(bare.depth);
    expect(worn.partIds).toEqual(bare.partIds);
    expect(worn.rgb).not.toEqual(bare.rgb);
  });

  it('lies behind what is opaque and nearer', () => {
    const near = rectangle(-20, 20, -20, 20, -30, { look: { segment: 3 } });
    expect(render(makeScene([near, glass], camera)).rgb).toEqual(render(makeScene([near], camera)).rgb);
  });
});
