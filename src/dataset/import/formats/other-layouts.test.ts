/** 300W-LP, COFW-68 and Menpo's LJSON, in small and with numbers of our own. */
import { describe, expect, it } from 'vitest';
import { visibility } from '../../../landmarks/landmark-set.js';
import { rowsOf, useWorkplace } from '../files/labelled-pictures.suite.js';
import { bytesArray, cells, compressed, doubles, matFile } from '../files/mat/mat-bytes.suite.js';
import { importCofw68 } from './cofw68.js';
import { importLjson } from './ljson.js';
import { importThreeHundredWLp } from './three-hundred-w-lp.js';

const workplace = useWorkplace();

const columns = (axis: 0 | 1): number[] => rowsOf(68).map((row) => row[axis]!);
const fromOne = Float32Array.from(rowsOf(68).flat(), (value) => value - 1);

describe('300W-LP', () => {
  const pt2d = doubles('pt2d', [2, 68], rowsOf(68).flat());
  const pose = doubles('Pose_Para', [1, 7], [0.1, -0.7, 0, 1, 2, 3, 0.001]);
  const moved = rowsOf(68).map(([x, y]) => [x! + 1, y!]);

  it('contour from pt2d, surface from pts_3d of landmarks/, pose, part and whether it is flipped', async () => {
    for (const part of ['AFW', 'AFW_Flip']) {
      workplace.write(`${part}/AFW_1_1_0.mat`, matFile(compressed(pt2d), pose));
      workplace.picture(`${part}/AFW_1_1_0.jpg`);
      workplace.write(
        `landmarks/${part}/AFW_1_1_0_pts.mat`,
        matFile(
          doubles('pts_3d', [68, 2], [...moved.map(([x]) => x!), ...columns(1)]),
          doubles('pts_2d', [68, 2], [...columns(0), ...columns(1)]),
        ),
      );
    }
    workplace.write('Code/Model.mat', matFile(doubles('w', [1, 1], [1])));
    const { count, failures } = await importThreeHundredWLp({ folder: workplace.source, out: workplace.out });
    expect({ count, failures }).toEqual({ count: 2, failures: [] });
    const samples = await workplace.samples();
    const { points, attributes, split } = samples.get('AFW_Flip/AFW_1_1_0')!;
    expect(points.contour).toEqual(fromOne);
    expect([...points.surface!.subarray(0, 2)]).toEqual([5, 9]);
    expect(split).toBe('train');
    expect(attributes).toMatchObject({
      part: 'AFW',
      flipped: true,
      pose_para: [0.1, -0.7, 0, 1, 2, 3, 0.001],
    });
    expect(samples.get('AFW/AFW_1_1_0')!.attributes.flipped).toBe(false);
    expect((await workplace.manifest()).conventions).toEqual(['surface', 'contour']);
  });

  it('pt2d alone, or pt3d_68 alone; a file without is listed', async () => {
    workplace.write('IBUG/a.mat', matFile(pt2d));
    workplace.picture('IBUG/a.jpg');
    workplace.write('IBUG/b.mat', matFile(doubles('pt2d', [2, 21], new Array<number>(42).fill(1))));
    workplace.picture('IBUG/b.jpg');
    const { count, failures } = await importThreeHundredWLp({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(1);
    expect(failures[0]?.reason).toMatch(/has no 68 points of the contour/);
    workplace.write(
      'IBUG/a.mat',
      matFile(
        doubles(
          'pt3d_68',
          [3, 68],
          rowsOf(68).flatMap(([x, y]) => [x!, y!, 9]),
        ),
      ),
    );
    const again = await importThreeHundredWLp({ folder: workplace.source, out: `${workplace.out}-2` });
    expect(again.count).toBe(1);
  });
});

describe('COFW-68', () => {
  const annotation = (occluded: number): Buffer =>
    matFile(
      doubles('Points', [68, 2], [...columns(0), ...columns(1)]),
      bytesArray(
        'Occ',
        [68, 1],
        Array.from({ length: 68 }, (_, k) => Number(k === occluded)),
      ),
    );
  const picture = bytesArray('', [60, 80], new Array<number>(80 * 60).fill(99));

  it('joins its points with the pictures of COFW', async () => {
    workplace.write('test_annotations/1_points.mat', annotation(3));
    workplace.write('test_annotations/2_points.mat', annotation(4));
    workplace.write('test_annotations/10_points.mat', annotation(4));
    workplace.write(
      'cofw68_test_bboxes.mat',
      matFile(doubles('bboxes', [2, 4], [5, 6, 7, 8, 40, 41, 30, 31])),
    );
    workplace.write('COFW_test.mat', matFile(cells('IsT', [2, 1], [picture, picture])));
    const { count, failures, notes } = await importCofw68({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(2);
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(/has no picture 10/)]);
    expect(notes).toEqual(['test: 3 of 507 faces are labelled']);
    const sample = (await workplace.samples()).get('cofw-test-0001')!;
    expect(sample.points.contour).toEqual(fromOne);
    expect(sample.visibility![3]).toBe(visibility.hiddenByOther);
    expect(sample.visibility![4]).toBe(visibility.visible);
    expect(sample).toMatchObject({ width: 80, height: 60, split: 'test' });
    expect(sample.box).toEqual({ x: 4, y: 6, width: 40, height: 30 });
  });

  it('says where the pictures are', async () => {
    workplace.write('test_annotations/1_points.mat', annotation(3));
    await expect(importCofw68({ folder: workplace.source, out: workplace.out })).rejects.toThrow(
      /COFW’s own test file.*--images/,
    );
  });
});

describe('LJSON', () => {
  const pairs = rowsOf(68).map(([x, y], k) => (k === 5 ? [null, null] : [y!, x!]));

  it('versions 1, 2 and 3: y first, counted from 0, null is missing', async () => {
    const files: Record<string, object> = {
      'one_ibug68.ljson': {
        version: 1,
        groups: [
          { label: 'jaw', connectivity: [], landmarks: pairs.slice(0, 17).map((point) => ({ point })) },
          { label: 'rest', connectivity: [], landmarks: pairs.slice(17).map((point) => ({ point })) },
        ],
      },
      'two.ljson': { version: 2, labels: [], landmarks: { connectivity: [], points: pairs } },
      'three.ljson': {
        version: 3,
        groups: {
          PTS: { labels: [], landmarks: { points: pairs } },
          box: { labels: [], landmarks: { points: pairs.slice(0, 4) } },
        },
      },
    };
    for (const [name, content] of Object.entries(files)) {
      workplace.write(name, JSON.stringify(content));
      workplace.picture(name.replace(/(_ibug68)?\.ljson/, '.jpg'));
    }
    const { count, failures } = await importLjson({ folder: workplace.source, out: workplace.out });
    expect({ count, failures }).toEqual({ count: 3, failures: [] });
    const wanted = Float32Array.from(
      rowsOf(68).flatMap((row, k) => (k === 5 ? [Number.NaN, Number.NaN] : row)),
    );
    for (const { points } of (await workplace.samples()).values()) expect(points.contour).toEqual(wanted);
  });

  it('lists what does not fit', async () => {
    const write = (name: string, content: object): void => {
      workplace.write(`${name}.ljson`, JSON.stringify(content));
      workplace.picture(`${name}.jpg`);
    };
    const set = { landmarks: { points: pairs } };
    write('a', { version: 2, ...set });
    write('b', { version: 3, groups: { x: set, y: set } });
    write('c', { version: 2, landmarks: { points: pairs.slice(1) } });
    write('d', { version: 9 });
    write('e', { version: 2, landmarks: { points: [[1, 2, 3]] } });
    const { count, failures } = await importLjson({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(1);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/2 sets of 68 points/),
      expect.stringMatching(/has 67 points, not 68/),
      expect.stringMatching(/is of version 9/),
      expect.stringMatching(/landmarks.points.0/),
    ]);
  });
});
