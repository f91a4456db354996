import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importCoco } from '../coco/coco-wholebody.js';
import { importJsonl } from '../formats/jsonl.js';
import { importUnlabelled } from '../formats/unlabelled.js';
import { rowsOf, useWorkplace } from './labelled-pictures.suite.js';
import { pictureName, picturePath } from './picture-path.js';

const workplace = useWorkplace();
const outside = (): string => {
  const path = join(dirname(workplace.source), 'secret.jpg');
  writeFileSync(path, '');
  return path;
};

describe('picturePath', () => {
  it('takes what lies below the folder, by any name', () => {
    const beside = workplace.source;
    workplace.picture('sub/a.jpg');
    const a = join(beside, 'sub', 'a.jpg');
    for (const name of ['sub/a.jpg', './sub/a.jpg', 'sub/../sub/a.jpg', 'sub\\a.jpg', '.\\sub\\a.jpg', a])
      expect(picturePath(name, { beside })).toBe(a);
    expect(picturePath('gone.jpg', { beside })).toBe(join(beside, 'gone.jpg'));
    expect(picturePath('..a.jpg', { beside })).toBe(join(beside, '..a.jpg'));
    // The same folder by another path.
    const other = join(dirname(beside), 'other');
    symlinkSync(beside, other);
    expect(picturePath(join(other, 'sub/a.jpg'), { beside })).toBe(join(other, 'sub/a.jpg'));
  });

  it('refuses all else, there or not, unless the user names its folder', () => {
    const beside = workplace.source;
    const secret = outside();
    for (const name of [
      '../secret.jpg',
      '..\\secret.jpg',
      'sub/../../secret.jpg',
      secret,
      '/nowhere/a.jpg',
      '..',
    ])
      expect(() => picturePath(name, { beside }), name).toThrow(/lies outside of .*--images/);
    // A folder whose name begins alike is another folder.
    mkdirSync(`${beside}-2`);
    expect(() => picturePath(join(`${beside}-2`, 'a.jpg'), { beside })).toThrow(/outside/);
    const images = dirname(secret);
    expect(picturePath(secret, { beside, images })).toBe(secret);
    expect(picturePath('../secret.jpg', { beside, images })).toBe(secret);
    expect(picturePath('secret.jpg', { beside, images })).toBe(secret);
  });

  it('gives a picture one name', () => {
    const beside = workplace.source;
    const names = ['sub/a.jpg', './sub/a.jpg', 'sub\\a.jpg', join(beside, 'sub/a.jpg')];
    expect(new Set(names.map((name) => pictureName(name, { beside })))).toEqual(new Set(['sub/a.jpg']));
  });
});

describe('importers that read paths out of files', () => {
  it('list a picture from outside as broken', async () => {
    const secret = outside();
    workplace.picture('a.jpg');
    const points = rowsOf(68);
    const out = (name: string): string => join(workplace.out, name);
    const line = (id: string, image: string): string => JSON.stringify({ id, image, points });
    const names = ['a.jpg', secret, '../secret.jpg'];
    const jsonl = await importJsonl({
      file: workplace.write('a.jsonl', names.map((name, i) => line(`f${i}`, name)).join('\n')),
      out: out('jsonl'),
    });
    const coco = await importCoco({
      file: workplace.write(
        'a.json',
        JSON.stringify({
          images: names.map((file_name, id) => ({ id, file_name })),
          annotations: names.map((_, id) => ({
            ...{ id, image_id: id, face_valid: true, face_box: [2, 3, 20, 30] },
            face_kpts: points.flatMap(([x, y]) => [x, y, 2]),
          })),
        }),
      ),
      out: out('coco'),
    });
    const unlabelled = await importUnlabelled({
      source: workplace.write('b.jsonl', names.map((name, i) => line(`f${i}`, name)).join('\n')),
      out: out('unlabelled'),
      boxesBy: 'nobody',
      findBox: async () => ({ box: { x: 5, y: 5, width: 30, height: 30 }, found: {} }),
    });
    for (const { count, failures } of [jsonl, coco, unlabelled]) {
      expect(count).toBe(1);
      expect(failures.map(({ reason }) => reason)).toEqual([
        expect.stringMatching(/lies outside of/),
        expect.stringMatching(/lies outside of/),
      ]);
    }
  });
});
