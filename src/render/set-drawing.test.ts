import { describe, expect, it } from 'vitest';
import { createCageHead } from '../face/heads/cage/cage-head.js';
import { dense490 } from '../landmarks/sets/dense-sets.js';
import { drawSet, layOutDrawings } from './set-drawing.js';

describe('drawSet', () => {
  const head = createCageHead();
  const circles = (body: string): string[] => body.match(/<circle[^>]*>/g) ?? [];
  const centre = (circle: string): [number, number] =>
    [/cx="([\d.]+)"/, /cy="([\d.]+)"/].map((place) => Number(place.exec(circle)![1])) as [number, number];

  it('draws every point; from the front, mirror images lie opposite each other', async () => {
    const drawing = await drawSet(dense490, head, { zoom: 8 });
    const drawn = circles(drawing.body).map(centre);
    expect(drawn).toHaveLength(490);
    drawn.forEach(([x, y], i) => {
      const [otherX, otherY] = drawn[dense490.mirror[i]!]!;
      expect(Math.abs(x + otherX - drawing.width), dense490.points[i]!.name).toBeLessThan(1.5);
      expect(Math.abs(y - otherY), dense490.points[i]!.name).toBeLessThan(0.5);
    });
  });

  it('shows points that another part of the head hides as hollow', async () => {
    const hollow = (body: string): string[] =>
      dense490.points.filter((_, i) => circles(body)[i]!.includes('fill="none"')).map(({ name }) => name);
    const turned = hollow((await drawSet(dense490, head, { yaw: 80, zoom: 8 })).body);
    // Turned to the subject's left, the left half goes out of sight.
    expect(turned).toContain('lid.left.upper.000');
    expect(turned).toContain('jaw.969');
    expect(turned).not.toContain('lid.right.upper.000');
    expect(turned).not.toContain('jaw.031');
    const frontal = hollow((await drawSet(dense490, head, { zoom: 8 })).body);
    expect(frontal.filter((name) => /^(lip|lid|brow|nose|forehead)/.test(name))).toEqual([]);
  });

  it('moves hidden jaw points to the outline in the contour convention', async () => {
    const jaw = dense490.points.findIndex(({ name }) => name === 'jaw.906');
    const [surface, contour] = await Promise.all(
      (['surface', 'contour'] as const).map(async (convention) =>
        centre(circles((await drawSet(dense490, head, { yaw: 45, zoom: 8, convention })).body)[jaw]!),
      ),
    );
    // The outline lies further to the right of the picture, where the face looks.
    expect(contour![0] - surface![0]).toBeGreaterThan(4);
  });

  it('lets no name or title become markup', async () => {
    const named = { ...dense490, points: dense490.points.map((point) => ({ ...point, name: '<script>&"' })) };
    const { body } = await drawSet(named, head, { zoom: 8, marks: 'names' });
    expect(body).not.toContain('<script>');
    expect(body).toContain('<title>0 &lt;script&gt;&amp;&quot;, mirror');
    const svg = layOutDrawings([{ title: 'a & <b>', drawing: { width: 1, height: 1, body: '' } }]);
    expect(svg).toContain('>a &amp; &lt;b&gt;</text>');
  });

  it('lays drawings out in rows', async () => {
    const drawing = { width: 10, height: 20, body: '<g/>' };
    const svg = layOutDrawings(
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
