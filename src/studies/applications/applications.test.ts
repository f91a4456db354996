import { describe, expect, it } from 'vitest';
import { rotationAbout, transform, type Vector3 } from '../../core/vector.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { parseApplications } from './applications-recipe.js';
import { applicationsSections } from './applications-report.js';
import { createShapeMeter } from './shape-error.js';

const yaml = `
study: applications
persons: 2
heads:
  - { truth: ict-facekit, fit: cage }
points: [68, 490]
views: [1]
scales:
  tiny: { persons: 3 }
`;

describe('parseApplications', () => {
  it('lays a scale over the rest', () => {
    expect(parseApplications(yaml, 'full', 'a.yaml').persons).toBe(2);
    expect(parseApplications(yaml, 'tiny', 'a.yaml').persons).toBe(3);
    expect(() => parseApplications(yaml, 'small', 'a.yaml')).toThrow('no settings for small');
  });

  it('refuses a truth of the fitted head, and numbers of points that are no set', () => {
    expect(() => parseApplications(yaml.replace('ict-facekit', 'cage'), 'full', 'a.yaml')).toThrow(
      'two different heads',
    );
    expect(() => parseApplications(yaml.replace('490', '491'), 'full', 'a.yaml')).toThrow(
      'one of 5, 68, 243, 460, 490, 1001',
    );
  });
});

describe('createShapeMeter', () => {
  const head = createCageHead();
  const { rest } = head.topology;
  const meter = createShapeMeter(head, head);

  it('is nothing for the same head in another place', () => {
    const turn = rotationAbout([0, 1, 0], 0.5);
    const moved = new Float32Array(rest.length);
    for (let v = 0; v < rest.length; v += 3) {
      const place: Vector3 = [rest[v]!, rest[v + 1]!, rest[v + 2]!];
      moved.set(transform(turn, place), v);
      moved[v]! += 4;
    }
    const { vertex, surface } = meter.error(moved, rest);
    expect(vertex).toBeLessThan(1e-3);
    expect(surface).toBeLessThan(1e-3);
  });

  it('counts size as shape, and forgives sliding along the surface only in the surface error', () => {
    const larger = rest.map((value) => 1.05 * value);
    const { vertex, surface } = meter.error(larger, rest);
    // A twentieth of the face's places' distance from their middle, 4 to 6 cm.
    expect(vertex).toBeGreaterThan(1.5);
    expect(vertex).toBeLessThan(4);
    expect(surface).toBeLessThan(vertex);
  });
});

describe('applicationsSections', () => {
  it('says what more points spare, person by person', () => {
    const shape = (person: number, points: number, vertex: number) => ({
      person,
      points,
      views: 1,
      source: 'exact' as const,
      vertex,
      surface: vertex / 2,
    });
    const sections = applicationsSections(
      [
        {
          truth: 'ict-facekit',
          fit: 'cage',
          shapes: [shape(0, 68, 4), shape(1, 68, 2), shape(0, 490, 3), shape(1, 490, 1)],
          meanHead: [
            { vertex: 5, surface: 2 },
            { vertex: 3, surface: 2 },
          ],
          poses: [{ person: 0, source: 'exact', points: 68, yaw: -20, error: 1.5, shares: [0.5, 2, 0.1] }],
        },
      ],
      parseApplications(yaml, 'full', 'a.yaml'),
    );
    const tables = sections.flatMap((section) => (section.kind === 'table' ? [section.table] : []));
    expect(tables[0]!.rows.map((row) => row.slice(0, 2))).toEqual([
      ['68', 'exact'],
      ['490', 'exact'],
    ]);
    expect(tables[0]!.rows[0]![2]).toMatch(/^3\.00 \(2\.00–4\.00\) \/ 1\.50$/);
    // A quarter and a half.
    expect(tables[1]!.rows[0]![2]).toMatch(/^37\.50/);
    expect(tables[2]!.rows[0]).toEqual(['68', 'exact', '1.50 (1.50–1.50)', '–', '1.50 (1)', '–', '–', '67']);
  });
});
