import { expect, test } from 'vitest';
import { svgDrawing, text } from '../svg.js';
import {
  axes,
  legend,
  linearScale,
  linearTicks,
  niceLimit,
  niceRange,
  niceStep,
  ticksBy,
  wrapped,
} from './axes.js';

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

test('Steps between ticks are 1, 2, 2.5 or 5 times a power of ten, as many as there is room for', () => {
  expect([0.3, 1, 6, 6.3, 9, 12, 13, 700].map((range) => niceStep(range, 5))).toEqual([
    0.1, 0.2, 2, 2, 2, 2.5, 5, 200,
  ]);
  const values = (low: number, high: number, most: number): string[] =>
    linearTicks(low, high, most, linearScale(low, high, 0, 1)).map(({ label }) => label);
  expect(values(0, 1, 5)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
  expect(values(0, 0.1, 4)).toEqual(['0', '0.025', '0.05', '0.075', '0.1']);
  // Ends that are no round values have no tick.
  expect(values(-1.3, 2.4, 5)).toEqual(['-1', '0', '1', '2']);
  expect(
    ticksBy(
      0.5,
      -0.5,
      0.5,
      (value) => value,
      (value) => `${value} mm`,
    ),
  ).toEqual([
    { at: -0.5, label: '-0.5 mm' },
    { at: 0, label: '0 mm' },
    { at: 0.5, label: '0.5 mm' },
  ]);
});

test('An axis ends at a step that no value exceeds', () => {
  expect([0.07, 1, 1.2, 4.5, 5.9, 8.1, 99, 0].map((value) => niceLimit(value, 5))).toEqual([
    0.08, 1, 1.25, 5, 6, 10, 100, 1,
  ]);
});

test('A curve has the room that its values need, from 0 only where they come near it or hardly differ', () => {
  expect(niceRange([3.78, 6.28, 4.5])).toEqual({ low: 3, high: 7, step: 1 });
  expect(niceRange([0.2, 1.2])).toEqual({ low: 0, high: 1.25, step: 0.25 });
  expect(niceRange([4, 4.01])).toEqual({ low: 0, high: 5, step: 1 });
  expect(niceRange([-3, -1])).toEqual({ low: -3, high: -1, step: 0.5 });
  expect(niceRange([-1, -1])).toEqual({ low: -1, high: 0, step: 1 });
  expect(niceRange([0, 0])).toEqual({ low: 0, high: 1, step: 0.2 });
});

test('Words are broken into lines between them alone', () => {
  // A letter is 6.6 pixels wide.
  expect(wrapped('one two three', 7 * 6.6)).toEqual(['one two', 'three']);
  expect(wrapped('unbreakable', 10)).toEqual(['unbreakable']);
});

test('Axes draw a grid where it is wanted and a mark where it is not', () => {
  const frame = { left: 10, right: 110, top: 20, bottom: 70 };
  const x = { ticks: [{ at: 60, label: '5' }], grid: false, title: ['x <title>'] };
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
  // One that is wider than the whole legend takes two lines.
  const long = { name: `${'a'.repeat(20)} ${'b'.repeat(20)}`, colour: '#123456' };
  expect(legend([long, names[0]!], { left: 0, right: 200, top: 0 }).height).toBe(18 + 15 + 18);
});

test('Text from outside stays text', () => {
  expect(text('<script>', 1, 2)).toBe('<text x="1.0" y="2.0" fill="#1c2430">&lt;script&gt;</text>');
  expect(svgDrawing(10, 10, '<script>', [])).not.toContain('<script>');
});
