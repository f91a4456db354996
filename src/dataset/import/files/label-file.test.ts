import { truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importPts } from '../formats/pts/pts.js';
import { ptsText, rowsOf, useWorkplace } from './labelled-pictures.suite.js';

const workplace = useWorkplace();

it('a file far larger than labels is listed, not read', async () => {
  workplace.picture('a.jpg');
  workplace.picture('b.jpg');
  workplace.write('a.pts', ptsText(rowsOf(68)));
  // Sparse: no bytes on the disk.
  truncateSync(workplace.write('b.pts', ''), 2 ** 33);
  const { count, failures } = await importPts({ folder: workplace.source, out: workplace.out });
  expect(count).toBe(1);
  expect(failures).toEqual([
    { id: expect.stringMatching(/b\.pts$/), reason: expect.stringMatching(/has 8589934592 bytes/) },
  ]);
});
