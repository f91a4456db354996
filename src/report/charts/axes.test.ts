import { expect, test } from 'vitest';
import { svgDrawing, text } from '../svg.js';
import { axes, legend, linearScale, linearTicks, niceLimit, niceRange } from './axes.js';

test('Ticks lie where their values do, from one end of the axis to the other', () => {
  const scale = linearScale(0, 8, 100, 300);
  expect(linearTicks(0, 8, 4, scale)).toEqual([
    { at: 100, label: '0' },
    { at: 150, label: '2' },
    { at: 200, label: '4' },
    { at: 250, label: '6' },
    { at: 300, label: '8' },
  ]);
  // Heights grow downwards in a picture.
  expect(linearScale(0, 1, 300, 100)(0.25)).toBe(250);
});

test('An axis ends at a round number that no value exceeds', () => {
  expect([0.07, 1, 1.2, 4.5, 8.1, 99, 0].map(niceLimit)).toEqual([0.08, 1, 1.5, 5, 10, 100, 1]);
});

test('A curve has the room that its values need, from 0 only where they come near it or hardly differ', () => {
  expect(niceRange([3.78, 6.28, 4.5])).toEqual({ low: 3.2, high: 6.4, steps: 4 });
  expect(niceRange([0.2, 1.2])).toEqual({ low: 0, high: 1.5, steps: 4 });
  expect(niceRange([4, 4.01])).toEqual({ low: 0, high: 5, steps: 4 });
  expect(niceRange([-3, -1])).toEqual({ low: -3, high: -1, steps: 4 });
  expect(niceRange([-1, -1])).toEqual({ low: -1, high: 0, steps: 1 });
  expect(niceRange([0, 0])).toEqual({ low: 0, high: 1, steps: 4 });
});

test('Axes draw a grid where it is wanted and a mark where it is not', () => {
  const frame = { left: 10, right: 110, top: 20, bottom: 70 };
  const x = { ticks: [{ at: 60, label: '5' }], grid: false, title: 'x <title>' };
  expect(axes({ frame, x }).join('\n')).toBe(
    [
      '<path d="M60.0 70.0v5" stroke="#8794a5"/>',
      '<text x="60.0" y="88.0" text-anchor="middle" fill="#51606f">5</text>',
      '<text x="60.0" y="106.0" text-anchor="middle" fill="#51606f">x &lt;title&gt;</text>',
    ].join('\n'),
  );
  expect(axes({ frame, x: { ...x, grid: true } })[0]).toBe(
    '<path class="grid" d="M60.0 20.0V70.0" stroke="#e3e7ec"/>',
  );
});

test('A legend begins a new row where the next name would not fit', () => {
  const names = ['a', 'b'].map((letter) => ({ name: letter.repeat(20), colour: '#123456' }));
  // Each takes 30 + 20 · 6.6 = 162 pixels.
  expect(legend(names, { left: 0, right: 330, top: 0 }).height).toBe(18);
  expect(legend(names, { left: 0, right: 320, top: 0 }).height).toBe(36);
  expect(legend([], { left: 0, right: 320, top: 0 }).height).toBe(0);
});

test('Text from outside stays text', () => {
  expect(text('<script>', 1, 2)).toBe('<text x="1.0" y="2.0" fill="#1c2430">&lt;script&gt;</text>');
  expect(svgDrawing(10, 10, '<script>', [])).not.toContain('<script>');
});
