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
    const svg = lossCurveSvg(curve);
    expect(svg.match(/>steps</g)).toHaveLength(2);
    expect(svg).toContain('>training loss<');
  });

  it('cuts off a few high values, so that they do not flatten the rest', () => {
    const loss = Array.from({ length: 200 }, (_, step) => ({
      step,
      value: step === 0 ? 1000 : 1 + (step % 2),
    }));
    const [points] = lossCurveSvg({ ...curve, loss }).match(/points="[^"]+"/) ?? [];
    expect(points).toMatch(/^points="60\.0,40\.0 /);
    expect(points).toContain(',280.0 ');
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
