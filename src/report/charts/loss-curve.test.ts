import { describe, expect, it } from 'vitest';
import { lossCurveSvg } from './loss-curve.js';

const curve = {
  title: 'faces <a & b>',
  steps: 100,
  loss: [0, 50, 100].map((step) => ({ step, value: 3 - step / 50 })),
  score: { name: 'validation <NME>', readings: [{ step: 100, value: 5 }] },
};

describe('loss curve', () => {
  it('spans the whole training from left to right and the values from bottom to top', () => {
    const [loss] = lossCurveSvg(curve).match(/points="[^"]+"/) ?? [];
    // The upper plot lies between x 60 and 876, y 40 and 280; the losses are 3, 2 and 1.
    expect(loss).toBe('points="60.0,40.0 468.0,160.0 876.0,280.0"');
  });

  it('says what its axes count: steps below each plot, and the score with its unit in its own', () => {
    const svg = lossCurveSvg({ ...curve, score: { ...curve.score, name: 'validation NME, %' } });
    const heightsOf = (words: string): number[] =>
      Array.from(svg.matchAll(new RegExp(`y="([\\d.]+)"[^>]*>${words}<`, 'g')), ([, y]) => Number(y));
    // The upper plot ends at y 280, the lower one lies between 330 and 570.
    const [above, below, ...more] = heightsOf('steps');
    expect(more).toEqual([]);
    expect(above).toBeGreaterThan(280);
    expect(above).toBeLessThan(330);
    expect(below).toBeGreaterThan(570);
    const [loss] = heightsOf('training loss');
    expect(loss).toBeGreaterThan(40);
    expect(loss).toBeLessThan(280);
    const [score] = heightsOf('validation NME, %');
    expect(score).toBeGreaterThan(330);
    expect(score).toBeLessThan(570);
  });

  it('cuts off a few high values, so that they do not flatten the rest', () => {
    const readings = Array.from({ length: 200 }, (_, step) => ({
      step,
      value: step === 0 ? 1000 : 1 + (step % 2),
    }));
    const lines =
      lossCurveSvg({ ...curve, score: { ...curve.score, readings } }).match(/points="[^"]+"/g) ?? [];
    const heights = Array.from(lines.at(-1)!.matchAll(/,([\d.]+)/g), ([, y]) => Number(y));
    // The others, 1 and 2, go from the bottom of the lower plot to its top; the high one is drawn at the top too.
    expect(heights).toEqual(readings.map(({ value }) => (value === 1 ? 570 : 330)));
  });

  it('shows every one of a few values', () => {
    const readings = [5, 4, 3].map((value, i) => ({ step: 50 * i, value }));
    const lines =
      lossCurveSvg({ ...curve, score: { ...curve.score, readings } }).match(/points="[^"]+"/g) ?? [];
    // The lower plot lies between y 330 and 570.
    expect(lines.at(-1)).toBe('points="60.0,330.0 468.0,450.0 876.0,570.0"');
  });

  it('escapes what it is called and survives a training without a reading', () => {
    const svg = lossCurveSvg({ ...curve, loss: [], score: { ...curve.score, readings: [] } });
    expect(svg).toContain('faces &lt;a &amp; b&gt;');
    expect(svg).toContain('validation &lt;NME&gt;');
    expect(svg).not.toContain('NaN');
  });
});
