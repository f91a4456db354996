/** One rule for all importers: labels that are not of their picture are listed, the rest is imported to the end. */
import { expect, it } from 'vitest';
import { ptsText, rowsOf, useWorkplace } from './files/labelled-pictures.suite.js';
import { doubles, matFile } from './files/mat/mat-bytes.suite.js';
import { importAflw2000 } from './formats/aflw2000.js';
import { importDlib } from './formats/dlib-xml.js';
import { importFaceSynthetics } from './formats/face-synthetics.js';
import { importJsonl } from './formats/jsonl.js';
import { importLjson } from './formats/ljson.js';
import { importMenpo } from './formats/pts/menpo.js';
import { importMerlRav } from './formats/pts/merl-rav.js';
import { importPts } from './formats/pts/pts.js';
import { importThreeHundredW } from './formats/pts/three-hundred-w.js';
import { importWflw } from './formats/wflw.js';
import type { ImportResult } from './import-dataset.js';

const place = useWorkplace();
type Rows = number[][];

/** 68 points of which one is as given. */
const withPoint = (point: number[], count = 68): Rows =>
  rowsOf(count).map((row, k) => (k === 8 ? point : row));
/** What is wrong with each face: of good ones, of one with a lost decimal point, of one with a number beyond float32. */
const kinds: Record<string, (count?: number) => Rows> = {
  a: (count = 68) => rowsOf(count),
  b: (count) => withPoint([111_077_065, 20], count),
  c: (count) => withPoint([20, 1e39], count),
  d: (count = 68) => rowsOf(count).map(([x, y]) => [x! + 4000, y!]),
  e: (count = 68) => rowsOf(count),
};

/** Writes `a` to `e`, pictures and labels. */
function each(
  folder: string,
  ending: string,
  labelsOf: (rows: Rows, name: string) => string | Uint8Array,
): void {
  for (const [name, rows] of Object.entries(kinds)) {
    place.picture(`${folder}${name}.jpg`);
    place.write(`${folder}${name}${ending}`, labelsOf(rows(), name));
  }
}

const dlibFace = (rows: Rows, name: string, box = "top='8' left='4' width='56' height='24'"): string =>
  `<image file='${name}.jpg'><box ${box}>${rows.map(([x, y], k) => `<part name='${k}' x='${x}' y='${y}'/>`).join('')}</box></image>`;

const importers: Record<string, () => Promise<ImportResult>> = {
  pts: () => {
    each('', '.pts', ptsText);
    return importPts({ folder: place.source, out: place.out });
  },
  '300w': () => {
    each('afw/', '.pts', ptsText);
    return importThreeHundredW({ folder: place.source, out: place.out });
  },
  menpo: () => {
    each('', '.pts', ptsText);
    return importMenpo({ folder: place.source, out: place.out });
  },
  'merl-rav': () => {
    each('', '.pts', ptsText);
    return importMerlRav({ folder: place.source, out: place.out });
  },
  ljson: () => {
    each('', '.ljson', (rows) =>
      JSON.stringify({ version: 2, landmarks: { points: rows.map(([x, y]) => [y, x]) } }),
    );
    return importLjson({ folder: place.source, out: place.out });
  },
  aflw2000: () => {
    each('', '.mat', (rows) =>
      matFile(
        doubles(
          'pt3d_68',
          [3, 68],
          rows.flatMap(([x, y]) => [x!, y!, 0]),
        ),
      ),
    );
    return importAflw2000({ folder: place.source, out: place.out });
  },
  facesynthetics: () => {
    for (const [name, rows] of Object.entries(kinds)) {
      place.picture(`${name}.png`);
      place.write(
        `${name}_ldmks.txt`,
        rows(70)
          .map((row) => row.join(' '))
          .join('\n'),
      );
    }
    return importFaceSynthetics({ folder: place.source, out: place.out });
  },
  jsonl: () => {
    for (const name of Object.keys(kinds)) place.picture(`${name}.jpg`);
    const line = ([name, rows]: [string, (count?: number) => Rows]): string =>
      JSON.stringify({ id: name, image: `${name}.jpg`, points: rows() });
    return importJsonl({
      file: place.write('list.jsonl', Object.entries(kinds).map(line).join('\n')),
      out: place.out,
    });
  },
  wflw: () => {
    for (const name of Object.keys(kinds)) place.picture(`WFLW_images/${name}.jpg`);
    const line = ([name, rows]: [string, (count?: number) => Rows]): string =>
      [
        ...rows(98).flat(),
        ...(name === 'd' ? [4004, 9, 4053, 29] : [4, 9, 53, 29]),
        ...new Array(6).fill(0),
        `${name}.jpg`,
      ].join(' ');
    place.write('list_98pt_rect_attr_test.txt', Object.entries(kinds).map(line).join('\n'));
    return importWflw({ folder: place.source, out: place.out });
  },
  dlib: () => {
    for (const name of Object.keys(kinds)) place.picture(`${name}.jpg`);
    const beside = "top='8' left='4000' width='56' height='24'";
    const faces = Object.entries(kinds).map(([name, rows]) =>
      dlibFace(rows(), name, name === 'd' ? beside : undefined),
    );
    return importDlib({
      file: place.write('list.xml', `<dataset><images>${faces.join('\n')}</images></dataset>`),
      out: place.out,
    });
  },
};

it.each(Object.entries(importers))('%s lists them and goes on', async (_, run) => {
  const { count, failures } = await run();
  expect(count).toBe(2);
  expect([...(await place.samples()).keys()].map((id) => id.replace(/^.*\//, ''))).toEqual(['a', 'e']);
  expect(failures).toHaveLength(3);
  const [lost, infinite, beside] = failures.map(({ reason }) => reason);
  expect(lost).toMatch(
    /(point 8 .* lies at 1110770|more than 10 times as large as the image of 80 × 60).*\(.+\)$/,
  );
  expect(infinite).toMatch(/(Infinity|1e\+?39).*\(.+\)$/);
  expect(beside).toMatch(/outside the image of 80 × 60.*\(.+\)$/);
});
