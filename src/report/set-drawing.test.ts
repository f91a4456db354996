import { describe, expect, it } from 'vitest';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { drawSet, layOutDrawings, type SeenSet } from './set-drawing.js';

/** All points in a row; the second is hidden. */
const seen: SeenSet = {
  width: 80,
  height: 20,
  zoom: 24,
  relief: new Uint8Array(80 * 20).fill(40),
  points: ibug68.points.map((_, i) => ({ x: i, y: 10, hidden: i === 1 })),
};

describe('the drawing of a set', () => {
  it('has a dot for each point, filled where it is seen', async () => {
    const { body } = await drawSet(ibug68, seen);
    const dots = body.filter((element) => element.startsWith('<circle'));
    expect(dots).toHaveLength(68);
    expect(dots[0]).toBe(
      '<circle cx="0.00" cy="10.00" r="2.20" fill="#e41a1c"><title>0 jaw.0, mirror 16</title></circle>',
    );
    expect(dots[1]).toContain('fill="none" stroke="#e41a1c"');
  });

  it('writes indices or names beside the points that are seen', async () => {
    const written = async (marks: 'indices' | 'names'): Promise<string[]> =>
      (await drawSet(ibug68, seen, marks)).body.filter((element) => element.startsWith('<text'));
    expect(await written('indices')).toHaveLength(67);
    expect((await written('indices'))[1]).toBe('<text x="4.7" y="12.0" font-size="5.3" fill="#fff">2</text>');
    expect((await written('names'))[0]).toContain('>jaw.0</text>');
  });

  it('lets no name or title become markup', async () => {
    const named = { ...ibug68, points: ibug68.points.map((point) => ({ ...point, name: '<script>&"' })) };
    const { body } = await drawSet(named, seen, 'names');
    expect(body.join('')).not.toContain('<script>');
    expect(body.join('')).toContain('<title>0 &lt;script&gt;&amp;&quot;, mirror');
    const svg = layOutDrawings('<set>', [{ title: 'a & <b>', drawing: { width: 1, height: 1, body: [] } }]);
    expect(svg).toContain('>a &amp; &lt;b&gt;</text>');
    expect(svg).toContain('<title>&lt;set&gt;</title>');
  });

  it('lies beside others in rows', () => {
    const drawing = { width: 10, height: 20, body: ['<g/>'] };
    const svg = layOutDrawings(
      'set',
      [1, 2, 3].map((n) => ({ title: `t${n}`, drawing })),
      2,
    );
    expect(svg).toContain('width="20" height="84"');
    expect(svg.match(/<svg x="\d+" y="\d+"/g)).toEqual([
      '<svg x="0" y="22"',
      '<svg x="10" y="22"',
      '<svg x="0" y="64"',
    ]);
  });
});
