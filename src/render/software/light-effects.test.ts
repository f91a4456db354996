import { describe, expect, test } from 'vitest';
import { normalise } from '../../core/vector.js';
import { project } from '../camera/projection.js';
import type { LightPanel, RenderResult } from '../scene/scene.js';
import { makeScene, rectangle, sphere, squareCamera, uniformEnvironment } from '../simple-scenes.suite.js';
import { createSoftwareRenderer } from './software-renderer.js';

const dark = { environment: uniformEnvironment(0), keys: [] };
const red = ({ rgb, width }: RenderResult, x: number, y: number): number => rgb[(y * width + x) * 3]!;

describe('panels', () => {
  const camera = squareCamera(129, 400);
  const ball = sphere([0, 0, -60], 8, 120, { look: { red: 0, green: 0, blue: 0, coat: 1 } });
  const panel: LightPanel = {
    direction: [0, 1, 0],
    right: [1, 0, 0],
    up: [0, 0, -1],
    width: 0.3,
    height: 0.3,
    columns: 1,
    rows: 1,
    radiance: [20, 20, 20],
  };

  test('a wet ball mirrors a panel above it half-way between camera and panel, and nowhere else', () => {
    const result = createSoftwareRenderer().render(
      makeScene([ball], camera, { lighting: { ...dark, panels: [panel] } }),
    );
    // The normal at 45°: (0, 1, 1)/√2 from the ball's centre.
    const [x, y] = project([0, 8 * Math.SQRT1_2, -60 + 8 * Math.SQRT1_2], camera);
    expect(red(result, Math.round(x), Math.round(y))).toBeGreaterThan(100);
    expect(red(result, 64, 64)).toBe(0);
    const below = project([0, -8 * Math.SQRT1_2, -60 + 8 * Math.SQRT1_2], camera);
    expect(red(result, Math.round(below[0]), Math.round(below[1]))).toBe(0);
  });

  test('a dry ball mirrors none', () => {
    const matt = sphere([0, 0, -60], 8, 120, { look: { red: 0, green: 0, blue: 0 } });
    const { rgb } = createSoftwareRenderer().render(
      makeScene([matt], camera, { lighting: { ...dark, panels: [panel] } }),
    );
    expect(Math.max(...rgb)).toBe(0);
  });
});

describe('soft shadows', () => {
  test('the penumbra of a soft light widens with the distance of what casts it', () => {
    const camera = squareCamera(256, 700);
    const wall = rectangle(-40, 40, -40, 40, -100, { castsShadow: false });
    const key = { direction: normalise([1, 0, 1]), colour: [1, 1, 1] as const, softness: 0.8 };
    /** Width of the outer half of the shadow's left edge, which lies at x = 0 on the wall, centimetres. */
    const penumbra = (gap: number): number => {
      const card = rectangle(gap, gap + 12, -20, 20, -100 + gap);
      const result = createSoftwareRenderer().render(
        makeScene([wall, card], camera, { lighting: { ...dark, keys: [key] } }),
        { shadowMapSize: 1024 },
      );
      const at = (x: number): number => red(result, Math.round(project([x, 0, -100], camera)[0]), 128);
      let width = 0;
      for (let x = 0; x > -6; x -= 0.1) if (at(x) < at(-8) - 6) width += 0.1;
      return width;
    };
    const [near, far] = [penumbra(1.5), penumbra(4.5)];
    expect(near).toBeGreaterThan(0.15);
    // The search for casters is cut off at 1.6 cm, and a disc's rim is thin: somewhat less than three times.
    expect(far / near).toBeGreaterThan(1.8);
    expect(far / near).toBeLessThan(4);
  });
});

describe('near infrared', () => {
  test('makes every colour a grey, and dark red paler than dark blue', () => {
    const camera = squareCamera(16, 30);
    const lighting = { ...dark, environment: uniformEnvironment(1) };
    const grey = (look: { red: number; green: number; blue: number }): number => {
      const wall = rectangle(-40, 40, -40, 40, -40, { look });
      const { rgb } = createSoftwareRenderer().render(
        makeScene([wall], camera, { lighting, spectrum: 'near-infrared' }),
      );
      expect(rgb[0]).toBe(rgb[1]);
      expect(rgb[1]).toBe(rgb[2]);
      return rgb[0]!;
    };
    expect(grey({ red: 0.1, green: 0.02, blue: 0.02 })).toBeGreaterThan(
      grey({ red: 0.02, green: 0.02, blue: 0.1 }) + 30,
    );
  });
});
