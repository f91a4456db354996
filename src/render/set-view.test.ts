import { describe, expect, it } from 'vitest';
import { createCageHead } from '../face/heads/cage/cage-head.js';
import { dense490 } from '../landmarks/sets/dense-sets.js';
import { viewSet } from './set-view.js';

describe('viewSet', () => {
  const head = createCageHead();

  it('sees every point; from the front, mirror images lie opposite each other', () => {
    const { width, height, relief, points } = viewSet(dense490, head, { zoom: 8 });
    expect(relief).toHaveLength(width * height);
    expect(points).toHaveLength(490);
    points.forEach(({ x, y }, i) => {
      const other = points[dense490.mirror[i]!]!;
      expect(Math.abs(x + other.x - width), dense490.points[i]!.name).toBeLessThan(1.5);
      expect(Math.abs(y - other.y), dense490.points[i]!.name).toBeLessThan(0.5);
    });
  });

  it('knows which points another part of the head hides', () => {
    const hiddenAt = (yaw: number): string[] => {
      const { points } = viewSet(dense490, head, { yaw, zoom: 8 });
      return dense490.points.filter((_, i) => points[i]!.hidden).map(({ name }) => name);
    };
    const turned = hiddenAt(80);
    // Turned to the subject's left, the left half goes out of sight.
    expect(turned).toContain('lid.left.upper.000');
    expect(turned).toContain('jaw.969');
    expect(turned).not.toContain('lid.right.upper.000');
    expect(turned).not.toContain('jaw.031');
    expect(hiddenAt(0).filter((name) => /^(lip|lid|brow|nose|forehead)/.test(name))).toEqual([]);
  });

  it('moves hidden jaw points to the outline in the contour convention', () => {
    const jaw = dense490.points.findIndex(({ name }) => name === 'jaw.906');
    const [surface, contour] = (['surface', 'contour'] as const).map(
      (convention) => viewSet(dense490, head, { yaw: 45, zoom: 8, convention }).points[jaw]!,
    );
    // The outline lies further to the right of the picture, where the face looks.
    expect(contour!.x - surface!.x).toBeGreaterThan(4);
  });
});
