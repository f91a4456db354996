import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parsePts } from '../../dataset/import/files/pts-file.js';
import { writeFixtureModel } from '../../networks/model-file/fixture-model.suite.js';
import { type Typed, typed } from '../command/typed.suite.js';

let folder: string;
let model: string;
let photo: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-'));
  model = at('model.onnx');
  photo = at('photo.jpg');
  await writeFixtureModel(model);
  await sharp({ create: { width: 200, height: 160, channels: 3, background: '#876' } })
    .jpeg()
    .toFile(photo);
  const bytes = await readFile(photo);
  await writeFile(at('truncated.jpg'), bytes.subarray(0, bytes.length >> 1));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const detectAsTyped = (...argv: string[]): Promise<Typed> => typed('detect', ...argv);
/** With a model that puts its points anywhere; no face is looked for. */
function detect(...argv: string[]): Promise<Typed> {
  const boxed = argv.some((word) => ['--box', '--boxes', '--whole'].includes(word));
  return detectAsTyped(...argv, '--model', model, ...(boxed ? [] : ['--whole']));
}

describe('lineament detect', () => {
  it('prints points and uncertainties in pixels of the image', async () => {
    // A crop of 1.28 · 100 pixels on 128: one to one, its pixel (0, 0) at (90 − 63.5, 70 − 63.5).
    const { out, error } = await detect(photo, '--box', '40,30,100,80', '--json');
    expect(error).toBe('');
    const [face] = JSON.parse(out).images[0].faces;
    expect(face.points[0]).toEqual([26.5, 133.5]);
    expect(face.points[67]).toEqual([93.5, 66.5]);
    expect(face.uncertainty[5]).toBe(2);
    expect(face.usedWholeImage).toBe(false);
    expect(face.picture).toEqual({ width: 200, height: 160 });
  });

  it('says that a model of one’s own looked once, where nothing was said of it', async () => {
    const words = 'model.onnx looked at each face once, not in the mirror as shipped models do';
    for (const said of [[], ['--no-mirror'], ['--mirror']]) {
      const { log } = await detect(photo, '--box', '40,30,100,80', ...said);
      if (said.length === 0) expect(log).toContain(words);
      else expect(log).not.toContain('looked at each face once');
    }
  });

  it('runs the default detector where no model is named', async () => {
    const { out, error } = await detectAsTyped(photo, '--box', '40,30,100,80', '--json');
    expect(error).toBe('');
    const { landmarks, images } = JSON.parse(out);
    expect(landmarks.set).toBe('dense1001');
    expect(images[0].faces[0].points).toHaveLength(1001);
  });

  it('gives the points of the second set of a model with label transfer', async () => {
    const own = model;
    model = at('transferring.onnx');
    await writeFixtureModel(model, true);
    const box = ['--box', '40,30,100,80'];
    const { out } = await detect(photo, ...box, '--points', 'transferred', '--json');
    const both = await detect(photo, ...box, '--json');
    model = own;
    const { images, landmarks } = JSON.parse(out);
    expect(landmarks.names).toEqual(['first', 'second']);
    expect(images[0].faces[0].points).toEqual([
      [36.5, 26.5],
      [56.5, 46.5],
    ]);
    expect(images[0].faces[0].uncertainty).toEqual([3, 4]);
    expect(JSON.parse(both.out).images[0].faces[0].points).toHaveLength(68);
    const { error } = await detect(photo, ...box, '--points', 'transferred');
    expect(error).toContain('gives ibug68 only, no points of a second set');
  });

  it('prints a line for each point without --json', async () => {
    const { out } = await detect(photo, '--box', '40,30,100,80');
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(69);
    expect(lines[1]).toMatch(/^ +0 jaw\.0 +26\.50 +133\.50 +2\.00$/);
  });

  it('takes the whole image for one face where it is told to', async () => {
    const { out, error } = await detect(photo, '--whole', '--json');
    expect(error).toBe('');
    const [face, ...others] = JSON.parse(out).images[0].faces;
    expect(others).toEqual([]);
    expect(face.usedWholeImage).toBe(true);
    expect((await detectAsTyped(photo, '--box', '1,2,30,40', '--whole')).error).toContain(
      'give --whole or a box, not both',
    );
  });

  it('finds the faces where no box is given, and says where there is none', async () => {
    const { out, log, error } = await detectAsTyped('docs/images/faces.jpg', photo, '--format', 'jsonl');
    expect(error).toBe('');
    const [several, none] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(several.faces.length).toBeGreaterThan(3);
    expect(several.faces[0].usedWholeImage).toBe(false);
    expect(Math.max(...several.faces.map(({ score }: { score: number }) => score))).toBeGreaterThan(0.5);
    // From left to right, which is not the order of their scores.
    const [middles, scores] = [
      several.faces.map(({ box }: { box: { x: number; width: number } }) => box.x + box.width / 2),
      several.faces.map(({ score }: { score: number }) => score),
    ];
    expect(middles).toEqual(middles.toSorted((a: number, b: number) => a - b));
    expect(scores).not.toEqual(scores.toSorted((a: number, b: number) => b - a));
    expect(none.faces).toEqual([]);
    expect(log).toContain(`no face found in 1 of 2 images: ${photo}`);
    expect((await detectAsTyped(photo)).out).toBe(`${photo}: no face found\n`);
    expect((await detectAsTyped(photo, '--threshold', '2')).error).toContain('a score between 0 and 1');
  });

  it('writes an overlay of the size of the image, and the points beside it', async () => {
    await detect(photo, '--box', '40,30,100,80', '--out', at('overlay.png'));
    const { width, height } = await sharp(at('overlay.png')).metadata();
    expect([width, height]).toEqual([200, 160]);
    const { data, info } = await sharp(at('overlay.png')).raw().toBuffer({ resolveWithObject: true });
    // Point 40 lies at (66.5, 93.5): the four pixels around it are marked.
    const pixel = (93 * info.width + 66) * info.channels;
    expect(data[pixel]! - data[pixel + 1]!).toBeGreaterThan(100);
    const written = JSON.parse(await readFile(at('overlay.json'), 'utf8'));
    expect(written.faces[0].points[0]).toEqual([26.5, 133.5]);
    expect(written.landmarks).toMatchObject({ set: 'ibug68', convention: 'contour', unit: 'pixel' });
    expect(written.landmarks.names[0]).toBe('jaw.0');
  });

  it('writes a JPEG overlay too, and again over its own', async () => {
    for (let i = 0; i < 2; i++) {
      const { error } = await detect(photo, '--box', '40,30,100,80', '--out', at('again.jpg'));
      expect(error).toBe('');
      expect(await sharp(at('again.jpg'), { failOn: 'warning' }).stats()).toBeDefined();
    }
  });

  it('never overwrites what it did not write, nor an input by another path', async () => {
    for (const name of ['x.gif', 'x.mp4', 'x.webp'])
      expect((await detect(photo, '--out', at(name))).error).toContain('an overlay is a .png or a .jpg, not');
    for (const name of ['x.json', 'x.jsonl', 'x.csv', 'x.pts'])
      expect((await detect(photo, '--out', at(name))).error).toContain(
        '--out is an overlay or a folder, not',
      );
    const out = at('kept');
    await mkdir(out);
    await writeFile(join(out, 'photo.json'), '{"labels":[1,2]}');
    const labels = await detect(photo, '--out', out);
    expect(labels.error).toContain('photo.json is there already and was not written by detect');
    await rm(join(out, 'photo.json'));
    await sharp(photo).png().toFile(join(out, 'photo.png'));
    const other = await readFile(join(out, 'photo.png'));
    expect((await detect(photo, '--out', out)).error).toContain('photo.png is there already');
    expect(await readFile(join(out, 'photo.png'))).toEqual(other);
    await symlink(out, at('linked'));
    const linked = await detect(join(out, 'photo.png'), '--out', at('linked'));
    expect(linked.error).toContain('would overwrite the image itself');
    await detect(photo, '--box', '40,30,100,80', '--out', at('own.png'));
    expect((await detect(at('own.png'), '--out', at('own.png'))).error).toContain(
      'would overwrite the image',
    );
  });

  it.each([
    ['faces.csv', '\ufeffimage,x,y,w,h\nphoto.jpg,40,30,100,80\nphoto.jpg,10,10,50,50\n'],
    [
      'faces.jsonl',
      '{"image":"photo.jpg","box":[40,30,100,80]}\n{"image":"photo.jpg","bbox":[10,10,50,50]}\n',
    ],
    [
      'quoted.csv',
      '"image","x","y","w","h"\r\n"photo.jpg","40","30","100","80"\r\nphoto.jpg,10,10,50,50,0\r\n',
    ],
    [
      'printed.json',
      '{"images":[{"image":"photo.jpg","faces":[{"box":{"x":40,"y":30,"width":100,"height":80}},{"box":{"x":1,"y":1,"width":50,"height":50}}]}]}',
    ],
  ])('reads several faces of an image from %s', async (name, content) => {
    await writeFile(at(name), content);
    const { out, error } = await detect('--boxes', at(name), '--json');
    expect(error).toBe('');
    const { images } = JSON.parse(out);
    expect(images).toHaveLength(1);
    expect(images[0].faces.map(({ box }: { box: { width: number } }) => box.width)).toEqual([100, 50]);
  });

  it('turns a face upright that has a roll, from --box and from boxes files', async () => {
    const rolled = await detect(photo, '--box', '40,30,100,80,90', '--json');
    const [face] = JSON.parse(rolled.out).images[0].faces;
    expect(face.box).toEqual({ x: 40, y: 30, width: 100, height: 80, roll: 90 });
    // The crop's pixel (0, 127) of the unrolled box, turned clockwise about its centre (90, 70).
    expect(face.points[0]).toEqual([90 - (133.5 - 70), 70 + (26.5 - 90)]);
    await writeFile(at('rolled.csv'), 'photo.jpg,40,30,100,80,90\n');
    await writeFile(at('rolled.jsonl'), '{"image":"photo.jpg","box":[40,30,100,80,90]}\n');
    for (const name of ['rolled.csv', 'rolled.jsonl'])
      expect(JSON.parse((await detect('--boxes', at(name), '--json')).out).images[0].faces).toEqual([face]);
  });

  it('goes on past a line of a boxes file that is none, and fails in the end', async () => {
    await writeFile(at('half.csv'), 'photo.jpg,40,30,100,80\nphoto.jpg,40,thirty,100,80\n');
    const { out, error } = await detect('--boxes', at('half.csv'), '--json');
    expect(JSON.parse(out).images[0].faces).toHaveLength(1);
    expect(JSON.parse(out).failures[0].reason).toContain('half.csv:2: not a box: photo.jpg,40,thirty');
    expect(error).toMatch(
      /1 of 2 images and lines of .*half\.csv failed, the first: .*half\.csv:2: not a box/,
    );
  });

  it('reads quoted names with line ends, and a quote that does not end costs its own line alone', async () => {
    const name = 'two\nlines "and", quotes.jpg';
    await copyFile(photo, at(name));
    const lines = [
      '"two',
      'lines ""and"", quotes.jpg",40,30,100,80',
      '"photo.jpg,40,30,100,80',
      'photo.jpg,10,10,50,50',
    ];
    await writeFile(at('lines.csv'), `image,x,y,w,h\r\n${lines.join('\r\n')}\r\n`);
    const { images, failures } = JSON.parse((await detect('--boxes', at('lines.csv'), '--json')).out);
    expect(
      images.map(({ image, faces }: { image: string; faces: unknown[] }) => [image, faces.length]),
    ).toEqual([
      [at(name), 1],
      [photo, 1],
    ]);
    expect(failures).toHaveLength(1);
    expect(failures[0].reason).toContain('"photo.jpg: image cannot be read');
  });

  it('refuses a box in shares, one of 10⁸ pixels, and a device in place of a picture', async () => {
    expect((await detect(photo, '--box', '0.1,0.1,0.8,0.8')).error).toContain('multiply shares of 0 to 1');
    expect((await detect(photo, '--box', '0,0,1e8,1e8')).error).toContain('was a decimal point lost?');
    if (process.platform !== 'win32')
      expect((await detect('/dev/zero')).error).toContain('a device or a pipe');
  });

  it('takes the pictures of a folder and of a pattern', async () => {
    const photos = at('photos');
    await mkdir(join(photos, 'deep'), { recursive: true });
    for (const name of ['b.jpg', 'a (1).jpg', 'deep/c.jpg']) await copyFile(photo, join(photos, name));
    await writeFile(join(photos, 'notes.txt'), 'no picture');
    const images = async (...argv: string[]): Promise<string[]> =>
      JSON.parse((await detect(...argv, '--json')).out).images.map(({ image }: { image: string }) =>
        relative(photos, image),
      );
    expect(await images(photos)).toEqual(['a (1).jpg', 'b.jpg', join('deep', 'c.jpg')]);
    expect(await images(join(photos, '*.jpg'))).toEqual(['a (1).jpg', 'b.jpg']);
    expect(await images(join(photos, '**', '?.jpg'))).toEqual(['b.jpg', join('deep', 'c.jpg')]);
    expect((await detect(join(photos, '*.gif'))).error).toContain('there is no picture in');
  });

  it('prints CSV and JSON lines, an image after the other', async () => {
    const csv = (await detect(photo, '--box', '40,30,100,80', '--format', 'csv')).out.trimEnd().split('\n');
    expect(csv[0]).toBe('image,face,point,name,x,y,uncertainty,visible');
    expect(csv[1]).toBe(`${photo},1,0,jaw.0,26.5,133.5,2,`);
    expect(csv).toHaveLength(69);
    const { out } = await detect(photo, photo, '--format', 'jsonl');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ image: photo, set: 'ibug68', convention: 'contour', unit: 'pixel' });
  });

  it('writes .pts files, counted from 1, and again over its own only', async () => {
    await writeFile(at('two.csv'), 'photo.jpg,40,30,100,80\nphoto.jpg,10,10,50,50\n');
    const out = at('points');
    const run = () => detect('--boxes', at('two.csv'), '--out', out, '--pts');
    expect((await run()).error).toBe('');
    const of = (...names: string[]): string[] => [...names, 'photo.json', 'photo.png'].sort();
    expect((await readdir(out)).sort()).toEqual(of('photo.face1.pts', 'photo.face2.pts'));
    const points = parsePts(await readFile(join(out, 'photo.face1.pts'), 'utf8'), 'photo.face1.pts', 68);
    expect([...points.subarray(0, 2)]).toEqual([26.5, 133.5]);
    expect((await run()).error).toBe('');
    // Those of an earlier run are not left beside those of another number of faces.
    expect((await detect(photo, '--box', '40,30,100,80', '--out', out, '--pts')).error).toBe('');
    expect((await readdir(out)).sort()).toEqual(of('photo.pts'));
    // A run without them does not forget whose they are.
    expect((await detect(photo, '--box', '40,30,100,80', '--out', out)).error).toBe('');
    expect((await detect(photo, '--box', '40,30,100,80', '--out', out, '--pts')).error).toBe('');
    await rm(join(out, 'photo.json'));
    await rm(join(out, 'photo.png'));
    expect((await run()).error).toContain('photo.pts is there already');
    expect((await readdir(out)).sort()).toEqual(['photo.pts']);
  });

  it("leaves somebody's .pts labels alone, where detect's points lie beside them, too", async () => {
    const out = at('labels');
    await mkdir(out);
    await writeFile(join(out, 'photo.pts'), 'labels');
    expect((await detect(photo, '--box', '40,30,100,80', '--out', out)).error).toBe('');
    const { error } = await detect(photo, '--box', '40,30,100,80', '--out', out, '--pts');
    expect(error).toContain('photo.pts is there already and was not written by detect');
    expect(await readFile(join(out, 'photo.pts'), 'utf8')).toBe('labels');
  });

  it('reads paths of any script, and formats that sharp lacks', async () => {
    const path = at('Übung – 写真.ppm');
    await writeFile(path, Buffer.concat([Buffer.from('P6 60 50 255\n'), Buffer.alloc(60 * 50 * 3, 90)]));
    const { out, error } = await detect(path, '--box', '10,10,30,30', '--json');
    expect(error).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      unit: 'pixel',
      landmarks: { set: 'ibug68' },
      images: [{ image: path }],
    });
  });

  it('lists truncated and missing images, does the others, and fails', async () => {
    const { out, log, error } = await detect(
      at('truncated.jpg'),
      photo,
      at('missing.jpg'),
      '--out',
      at('folder'),
    );
    expect(error).toMatch(
      /^detect: 2 of 3 images failed, the first: .*truncated\.jpg: the image cannot be read/,
    );
    expect(log).toMatch(/truncated\.jpg: the image cannot be read/);
    expect(log).toMatch(/missing\.jpg: image cannot be read: no such file/);
    expect(out).toBe('');
    expect((await sharp(join(at('folder'), 'photo.png')).metadata()).width).toBe(200);
  });

  it('never gives two images the same overlay, nor an image its own', async () => {
    const out = at('names');
    await mkdir(at('other'));
    await Promise.all([copyFile(photo, at('other/photo.jpg')), copyFile(photo, at('photo-2.jpg'))]);
    await detect(photo, at('other/photo.jpg'), at('photo-2.jpg'), '--out', out);
    const overlays = (await readdir(out)).filter((name) => name.endsWith('.png'));
    expect(overlays.sort()).toEqual(['photo-2-2.png', 'photo-2.png', 'photo.png']);
    await sharp(photo).toFile(at('square.png'));
    expect((await detect(at('square.png'), '--out', folder)).error).toContain('would overwrite the image');
  });

  it('refuses wrong use by naming the hint', async () => {
    await writeFile(at('bad.csv'), 'photo.jpg,40,30,100\n');
    expect((await detect()).error).toContain('no image is given');
    expect((await detect(photo, '--box', '1,2,3')).error).toContain('give x,y,w,h in pixels');
    expect((await detect(photo, photo, '--box', '1,2,3,4')).error).toContain(
      'one --box cannot serve 2 images',
    );
    expect((await detect(photo, photo, '--out', 'a.png')).error).toContain('is one picture, but there are 2');
    expect((await detect(photo, '--out', photo)).error).toContain('would overwrite the image itself');
    expect((await detect('--boxes', at('bad.csv'))).error).toContain(
      'bad.csv:1: not a box: photo.jpg,40,30,100',
    );
    expect((await detect(photo, '--boxes', at('missing.csv'))).error).toContain('no such file');
  });
});
