import { expect, it } from 'vitest';
import { dense490 } from './sets/dense-sets.js';
import { ibug68 } from './sets/ibug68.js';
import { fromFrame, frontalTemplate, shapeFrame, toFrame } from './shape-frame.js';

const template = frontalTemplate(ibug68);

it.each([ibug68, dense490])(
  'centres the template and scales it to a mean square radius of 1 ($name)',
  (set) => {
    const points = frontalTemplate(set);
    const count = points.length / 2;
    let [x, y, square] = [0, 0, 0];
    for (let i = 0; i < points.length; i += 2) {
      x += points[i]!;
      y += points[i + 1]!;
      square += points[i]! ** 2 + points[i + 1]! ** 2;
    }
    expect(x / count).toBeCloseTo(0, 5);
    expect(y / count).toBeCloseTo(0, 5);
    expect(square / count).toBeCloseTo(1, 5);
  },
);

it('shows the subject’s right on the left and the chin below', () => {
  expect(template[2 * 36]!).toBeLessThan(template[2 * 45]!);
  expect(template[2 * 8 + 1]!).toBeGreaterThan(template[2 * 30 + 1]!);
});

it('takes shift, turn and size away exactly', () => {
  const frame = { a: 40 * Math.cos(0.3), b: 40 * Math.sin(0.3), x: 120, y: 80 };
  const points = fromFrame(frame, template);
  // By hand: the point (1, 0) of the frame lies 40 pixels from the centre, turned by 0.3.
  expect(fromFrame(frame, Float32Array.of(1, 0))[1]).toBeCloseTo(80 + 40 * Math.sin(0.3), 4);
  const found = shapeFrame(points, template);
  for (const key of ['a', 'b', 'x', 'y'] as const) expect(found[key]).toBeCloseTo(frame[key], 3);
  toFrame(found, points).forEach((value, i) => {
    expect(value).toBeCloseTo(template[i]!, 4);
  });
});

it('keeps missing points missing and refuses a face without size', () => {
  const frame = shapeFrame(template, template);
  expect(toFrame(frame, Float32Array.of(Number.NaN, 1, 0, 0))[0]).toBeNaN();
  expect(() => shapeFrame(new Float32Array(136).fill(5), template)).toThrow('one place');
});
