import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { silentWork } from '../../../core/work.js';
import { useWorkplace } from '../files/labelled-pictures.suite.js';
import { importDlib } from './dlib-xml.js';

const workplace = useWorkplace();

const box = '<box top="5" left="6" width="30" height="20"><part name="0" x="10" y="12"/></box>';

function xml(...images: readonly string[]): string {
  return `<?xml version='1.0' encoding='ISO-8859-1'?>\n<dataset><images>${images.join('\n')}</images></dataset>`;
}

async function imported(content: string | Uint8Array, options: { images?: string } = {}) {
  const file = workplace.write('labels.xml', content);
  return importDlib({ file, out: workplace.out, ...options });
}

const ids = async (): Promise<string[]> => [...(await workplace.samples()).keys()].sort();

describe('dlib XML', () => {
  it('reads backslashes of Windows and absolute paths below the folder', async () => {
    workplace.picture('sub/a.jpg');
    workplace.picture('b.jpg');
    const absolute = join(workplace.source, 'b.jpg');
    await imported(
      xml(`<image file='sub\\a.jpg'>${box}</image>`, `<image file='${absolute}'>${box}</image>`),
    );
    expect(await ids()).toEqual(['b', 'sub/a']);
  });

  it('refuses pictures outside of the folder, unless --images names theirs', async () => {
    workplace.picture('b.jpg');
    const outside = join(dirname(workplace.source), 'elsewhere', 'secret.jpg');
    mkdirSync(dirname(outside), { recursive: true });
    workplace.picture('secret.jpg');
    renameSync(join(workplace.source, 'secret.jpg'), outside);
    const labels = xml(
      `<image file='b.jpg'>${box}</image>`,
      `<image file='${outside}'>${box}</image>`,
      `<image file='../elsewhere/secret.jpg'>${box}</image>`,
    );
    const { count, failures } = await imported(labels);
    expect(count).toBe(1);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/lies outside of .*--images/),
      expect.stringMatching(/lies outside of .*--images/),
    ]);
    const again = await importDlib({
      file: workplace.write('labels.xml', xml(`<image file='${outside}'>${box}</image>`)),
      images: dirname(outside),
      out: join(workplace.out, 'again'),
    });
    expect(again).toMatchObject({ count: 1, failures: [] });
  });

  it('decodes numeric references, and bytes that are no UTF-8 as declared', async () => {
    workplace.picture('é.jpg');
    workplace.picture('ü.jpg');
    await imported(xml(`<image file='&#233;.jpg'>${box}</image>`, `<image file='&#xfc;.jpg'>${box}</image>`));
    expect(await ids()).toEqual(['é', 'ü']);
    const latin = Buffer.from(xml(`<image file='é.jpg'>${box}</image>`), 'latin1');
    const file = workplace.write('latin.xml', latin);
    expect(await importDlib({ file, out: join(workplace.out, 'latin') })).toMatchObject({ count: 1 });
    // dlib declares ISO-8859-1 and writes the file system's bytes.
    const plain = workplace.write('utf8.xml', xml(`<image file='é.jpg'>${box}</image>`));
    expect(await importDlib({ file: plain, out: join(workplace.out, 'utf8') })).toMatchObject({ count: 1 });
    const wide = workplace.write(
      'utf16.xml',
      Buffer.from(`\ufeff${xml(`<image file='é.jpg'>${box}</image>`)}`, 'utf16le'),
    );
    expect(await importDlib({ file: wide, out: join(workplace.out, 'utf16') })).toMatchObject({ count: 1 });
  });

  it('numbers the faces of a picture through all of its blocks', async () => {
    workplace.picture('a.jpg');
    await imported(xml(`<image file='a.jpg'>${box}${box}</image>`, `<image file='./a.jpg'>${box}</image>`));
    expect(await ids()).toEqual(['a#1', 'a#2', 'a#3']);
  });

  it('turns and scales labels by the size that the XML states, and lists a size that does not fit', async () => {
    const raw = sharp(new Uint8Array(80 * 60), { raw: { width: 80, height: 60, channels: 1 } });
    workplace.write('turned.jpg', await raw.jpeg().withMetadata({ orientation: 6 }).toBuffer());
    workplace.picture('a.jpg');
    const { failures } = await imported(
      xml(
        `<image file='turned.jpg' width='80' height='60'>${box}</image>`,
        `<image file='a.jpg' width='160' height='120'>${box}</image>`,
        `<image file='a.jpg' width='70' height='120'>${box}</image>`,
      ),
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('a picture of 70 × 120 pixels, this one has 80 × 60'),
    ]);
    const samples = await workplace.samples();
    // Turned a quarter clockwise: (10, 12) comes to (59 − 12, 10); halved about the corner of the first pixel: 10.5 / 2 − 0.5.
    expect([...samples.get('turned')!.points.contour!.subarray(0, 2)]).toEqual([47, 10]);
    expect([...samples.get('a#1')!.points.contour!.subarray(0, 2)]).toEqual([4.75, 5.75]);
  });

  it('gives pictures of one name ids of their own', async () => {
    for (const name of ['a.jpg', 'a.png', 'b.jpg']) workplace.picture(name);
    const result = await imported(
      xml(...['a.jpg', 'a.png', 'b.jpg'].map((name) => `<image file="${name}">${box}</image>`)),
    );
    expect(result).toMatchObject({ count: 3, failures: [] });
    expect(await ids()).toEqual(['a.jpg', 'a.png', 'b']);
  });

  it('imports what comes before a cut and lists the cut, wherever it is', async () => {
    workplace.picture('a.jpg');
    workplace.picture('b.jpg');
    const whole = xml(`<image file='a.jpg'>${box}</image>`, `<image file='b.jpg'>${box}</image>`);
    const firstEnds = whole.indexOf('</box>') + '</box>'.length;
    for (const end of [firstEnds, whole.lastIndexOf('<part') + 4, whole.length - 3]) {
      const file = workplace.write(`cut-${end}.xml`, whole.slice(0, end));
      const out = join(workplace.out, `cut-${end}`);
      const { count, failures } = await importDlib({ file, out });
      expect(count).toBe(end === whole.length - 3 ? 2 : 1);
      expect(failures).toEqual([
        { id: file, reason: expect.stringMatching(/^the XML is broken at line \d+/) },
      ]);
    }
    const early = workplace.write('early.xml', whole.slice(0, 100));
    await expect(importDlib({ file: early, out: join(workplace.out, 'early') })).rejects.toThrow(
      /the XML is broken/,
    );
  });

  it.each([
    ['many openings', `<dataset><images>${'<image '.repeat(60_000)}`],
    ['a comment without end', `<dataset>${'<!-- '.repeat(200_000)}`],
    ['a name of 20 MB', `<dataset><image ${'a'.repeat(20_000_000)}>`],
    ['a text of 20 MB', `<dataset>${'a'.repeat(20_000_000)}`],
    ['zeros', Buffer.alloc(1_000_000)],
    ['JSON', '{"images": []}'],
  ])('refuses %s in one pass', async (_, content) => {
    await expect(imported(content)).rejects.toThrow(/the XML is broken at line/);
  });

  it('stops where it is told to', async () => {
    workplace.picture('a.jpg');
    const file = workplace.write('labels.xml', xml(`<image file='a.jpg'>${box}</image>`));
    const signal = AbortSignal.abort();
    await expect(importDlib({ file, out: workplace.out }, { ...silentWork, signal })).rejects.toThrow(
      /were being read/,
    );
  });

  it('leaves its source alone', async () => {
    workplace.picture('a.jpg');
    const content = xml(`<image file='a.jpg'>${box}</image>`);
    await imported(content);
    expect(readFileSync(join(workplace.source, 'labels.xml'), 'utf8')).toBe(content);
    writeFileSync(join(workplace.source, 'labels.xml'), '');
    await expect(
      importDlib({ file: join(workplace.source, 'labels.xml'), out: join(workplace.out, 'b') }),
    ).rejects.toThrow(/root element/);
  });
});
