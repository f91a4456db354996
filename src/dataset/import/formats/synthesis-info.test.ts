/** The files of Synthesis AI as their versions write them, in small and with numbers of our own. */
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rowsOf, useWorkplace } from '../files/labelled-pictures.suite.js';
import { importSynthesis } from './synthesis-info.js';

const workplace = useWorkplace();

/** Of the 80 × 60 pictures of the workplace, as shares from the corner. */
const shares = rowsOf(68).map(([x, y]) => [(x! + 0.5) / 80, (y! + 0.5) / 60]);
const wanted = Float32Array.from(rowsOf(68).flat());
const places = shares.map((screen_space_pos, id) => ({
  id,
  name: String(id + 1),
  screen_space_pos,
  camera_space_pos: [id / 1000, 0.01, -0.6],
}));
const pupil = (x: number, y: number): object => ({
  screen_space_pos: [(x + 0.5) / 80, (y + 0.5) / 60],
  camera_space_pos: null,
});
const pupils = { pupil_right: pupil(20, 25), pupil_left: pupil(40, 26) };

/** A ZIP file of one deflated or stored member. */
function zip(name: string, content: Buffer, method: 0 | 8): Buffer {
  const data = method === 8 ? deflateRawSync(content) : content;
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(typeof crc32 === 'function' ? crc32(content) : 0, 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), data]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    Buffer.from([20, 0]),
    fields,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

function npy(shape: string, data: Buffer): Buffer {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header), data]);
}

describe('Synthesis AI', () => {
  it('version 1: a list, numbered by ptnum, in any order', async () => {
    const list = places.map(({ id, name: _, ...place }) => ({ ptnum: id, ...place })).reverse();
    workplace.write('0.info.json', JSON.stringify({ landmarks: list, camera: { intrinsics: [] } }));
    workplace.picture('0.rgb.png');
    await importSynthesis({ folder: workplace.source, out: workplace.out });
    const sample = (await workplace.samples()).get('0')!;
    for (const [i, value] of [...sample.points.surface!].entries()) expect(value).toBeCloseTo(wanted[i]!, 4);
    expect(sample.points3d!.slice(3, 6)).toEqual(Float32Array.of(0.1, 1, -60));
    expect(sample.attributes).toMatchObject({ camera: { intrinsics: [] } });
  });

  it('version 1.5: named lists, some in groups', async () => {
    const landmarks = {
      ibug68: places,
      ibug68_contour: places.map(({ camera_space_pos: _, ...place }) => place),
      coco: { whole_body: [{ id: 0, name: '1', screen_space_pos: [0.5, 0.5] }] },
      mpeg4: [],
    };
    workplace.write('24.info.json', JSON.stringify({ version: '1.5', landmarks, pupil_coordinates: pupils }));
    workplace.picture('24.rgb.png');
    await importSynthesis({ folder: workplace.source, out: workplace.out });
    const sample = (await workplace.samples()).get('24')!;
    expect(Object.keys(sample.points).sort()).toEqual(['contour', 'surface']);
    expect([...sample.pupils!].map((value) => Math.round(value * 1000) / 1000)).toEqual([20, 25, 40, 26]);
    expect(sample.attributes.version).toBe('1.5');
  });

  it('holds the size that the camera sees against the picture', async () => {
    const camera = (width: number, height: number): object => ({
      intrinsics: [
        [100, 0, 7],
        [0, 90, -3],
        [0, 0, 1],
      ],
      field_of_view: { x_axis_rads: 2 * Math.atan(width / 200), y_axis_rads: 2 * Math.atan(height / 180) },
    });
    const sizes: Record<string, object> = { '1': camera(80, 60), '2': camera(160, 120), '3': camera(60, 60) };
    for (const [name, of] of Object.entries(sizes)) {
      workplace.write(
        `${name}.info.json`,
        JSON.stringify({ version: '1.5', camera: of, landmarks: { ibug68: places } }),
      );
      workplace.picture(`${name}.rgb.png`);
    }
    const { failures } = await importSynthesis({ folder: workplace.source, out: workplace.out });
    expect(failures).toEqual([
      {
        id: expect.stringContaining('3.info.json'),
        reason: expect.stringContaining(
          'the labels are of a picture of 60 × 60 pixels, this one has 80 × 60',
        ),
      },
    ]);
    const samples = await workplace.samples();
    for (const id of ['1', '2'])
      for (const [i, value] of [...samples.get(id)!.points.surface!].entries())
        expect(value).toBeCloseTo(wanted[i]!, 4);
  });

  it.each([
    ['image', 0],
    ['arr_0', 8],
  ] as const)('version 2: several people, the picture as an array (%s, method %i)', async (array, method) => {
    const humans = [1, 2].map((instance_id) => ({
      ...{ instance_id, preset_id: 7, pupil_coordinates: pupils },
      landmarks: { ibug68: places, mediapipe: { body: [] } },
    }));
    const camera = {
      intrinsics: {
        mat_3x3: [
          [100, 0, 40],
          [0, 100, 30],
          [0, 0, 1],
        ],
      },
      // Twice the picture's size: the points are shares, so nothing moves.
      field_of_view: { x_axis_rads: 2 * Math.atan(0.8), y_axis_rads: 2 * Math.atan(0.6) },
    };
    workplace.write('3.cam.0.image_metadata.json', JSON.stringify({ version: '2.0', humans, camera }));
    const data = Buffer.alloc(80 * 60 * 3, 77);
    workplace.write('3.cam.0.rgb.npz', zip(`${array}.npy`, npy('(60, 80, 3)', data), method));
    const { count, failures } = await importSynthesis({ folder: workplace.source, out: workplace.out });
    expect({ count, failures }).toEqual({ count: 2, failures: [] });
    const samples = await workplace.samples();
    expect([...samples.keys()]).toEqual(['3.cam.0#1', '3.cam.0#2']);
    expect(samples.get('3.cam.0#2')).toMatchObject({
      ...{ width: 80, height: 60 },
      attributes: { instance: 2, preset_id: 7, version: '2.0' },
    });
  });

  it('lists damaged arrays, missing points and numbers that are none', async () => {
    const humans = [{ instance_id: 1, landmarks: { ibug68: places } }];
    const picture = npy('(60, 80, 3)', Buffer.alloc(80 * 60 * 3, 77));
    const damaged: Record<string, Buffer> = {
      '1': zip('image.npy', picture, 8).subarray(0, 100),
      '2': zip('depth.npy', picture, 8),
      '3': zip('image.npy', npy('(60000, 80000, 3)', Buffer.alloc(10)), 0),
      '4': zip('image.npy', npy('(60, 80)', Buffer.alloc(4800)), 0),
    };
    for (const [name, bytes] of Object.entries(damaged)) {
      workplace.write(`${name}.c.0.image_metadata.json`, JSON.stringify({ humans }));
      workplace.write(`${name}.c.0.rgb.npz`, bytes);
    }
    workplace.write('5.info.json', JSON.stringify({ landmarks: places.slice(1) }));
    workplace.picture('5.rgb.png');
    workplace.write(
      '6.info.json',
      JSON.stringify({ landmarks: [...places.slice(1), { ...places[0], id: 'x' }] }),
    );
    workplace.picture('6.rgb.png');
    workplace.write('7.info.json', JSON.stringify({ landmarks: places.filter((_, k) => k !== 41) }));
    workplace.picture('7.rgb.png');
    workplace.write('8.info.json', JSON.stringify({ landmarks: places }));
    workplace.picture('8.rgb.png');
    const { count, failures } = await importSynthesis({ folder: workplace.source, out: workplace.out });
    expect(count).toBe(1);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/the file is no .npz/),
      expect.stringMatching(/no array 'image.npy' or 'arr_0.npy'; it has depth.npy/),
      expect.stringMatching(/the array is cut off/),
      expect.stringMatching(/not a picture of bytes/),
      expect.stringMatching(/lack point 0 /),
      expect.stringMatching(/lack point 0 /),
      expect.stringMatching(/lack point 41 /),
    ]);
  });

  it('names both kinds of files where there is none', async () => {
    await expect(importSynthesis({ folder: workplace.source, out: workplace.out })).rejects.toThrow(
      /no file \*\.info\.json or \*\.image_metadata\.json/,
    );
  });
});
