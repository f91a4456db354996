import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importJsonl } from '../formats/jsonl.js';
import { splitByPerson } from '../person-split.js';
import { rowsOf, useWorkplace } from './labelled-pictures.suite.js';
import { readSplitFile } from './split-file.js';

const place = useWorkplace();
const about = { about: 'a test', command: 'none', seed: 1 };

function list(ids: readonly string[]): string {
  place.picture('one.jpg');
  const lines = ids.map((id) => JSON.stringify({ id, image: 'one.jpg', points: rowsOf(68) }));
  return place.write('list.jsonl', lines.join('\n'));
}

function splitFile(content: object): string {
  return place.write(
    'splits.json',
    JSON.stringify({ ...about, splits: {}, unlabelled: [], leftOut: [], ...content }),
  );
}

describe('splitByPerson', () => {
  const faces = Array.from({ length: 40 }, (_, i) => ({
    id: `face-${i}`,
    person: `person ${i >> 1}`,
    source: i < 24 ? 'a' : 'b',
  }));
  const extra = Array.from({ length: 22 }, (_, i) => ({ id: `extra-${i}`, person: `person ${i}` }));
  const shares = { train: 2, validation: 1, test: 1 };

  it('keeps each person in one split and each source at its share, whatever the order of the list', () => {
    const { splits } = splitByPerson(faces, [], shares, 3);
    const of = (name: keyof typeof splits, source: string): number =>
      faces.filter((face) => face.source === source && splits[name].includes(face.id)).length;
    // 12 persons of a, 8 of b, two faces each.
    expect([of('train', 'a'), of('validation', 'a'), of('test', 'a')]).toEqual([12, 6, 6]);
    expect([of('train', 'b'), of('validation', 'b'), of('test', 'b')]).toEqual([8, 4, 4]);
    for (let i = 0; i < 40; i += 2)
      expect(
        Object.values(splits).filter((ids) => ids.includes(`face-${i}`) !== ids.includes(`face-${i + 1}`)),
      ).toEqual([]);
    expect(splitByPerson([...faces].reverse(), [], shares, 3).splits).toEqual(splits);
    expect(splitByPerson(faces, [], shares, 4).splits).not.toEqual(splits);
  });

  it('leaves out unlabelled pictures of held-out persons, and keeps those of strangers', () => {
    const { splits, unlabelled, leftOut } = splitByPerson(faces, extra, shares, 3);
    expect(unlabelled.length + leftOut.length).toBe(22);
    for (const { id, person } of extra) {
      const own = faces.find((face) => face.person === person);
      const held = own !== undefined && !splits.train.includes(own.id);
      expect([id, leftOut.includes(id)]).toEqual([id, held]);
    }
    expect(unlabelled).toContain('extra-20');
    expect(leftOut.length).toBe(10);
  });
});

describe('import jsonl with a file of splits', () => {
  it('gives each face its split, and the same rows twice', async () => {
    const file = list(['a', 'b', 'c']);
    const splits = splitFile({ splits: { train: ['c'], test: ['b', 'a'] }, unlabelled: ['d'] });
    await importJsonl({ file, splits, out: place.out });
    const first = await place.samples();
    expect([...first].map(([id, { split }]) => [id, split])).toEqual([
      ['a', 'test'],
      ['b', 'test'],
      ['c', 'train'],
    ]);
    expect((await place.manifest()).origin).toMatchObject({ splits });
    rmSync(place.out, { recursive: true });
    await importJsonl({ file, splits, out: place.out });
    expect(await place.samples()).toEqual(first);
  });

  it('takes a file that says nothing but the splits', async () => {
    const file = place.write('only.json', '{"splits": {"train": ["a"], "test": ["b"]}}');
    expect(await readSplitFile(file)).toEqual({
      about: '',
      command: '',
      seed: 0,
      splits: { train: ['a'], test: ['b'] },
      unlabelled: [],
      leftOut: [],
    });
  });

  it('names a face that is in no split, and one that the list does not have', async () => {
    const file = list(['a', 'b', 'c']);
    await expect(
      importJsonl({ file, out: place.out, splits: splitFile({ splits: { train: ['a'] } }) }),
    ).rejects.toThrow(`the face 'b' of ${file} is in no split (and 1 more)`);
    await expect(
      importJsonl({ file, out: place.out, splits: splitFile({ splits: { train: ['a', 'b', 'c', 'z'] } }) }),
    ).rejects.toThrow(`names the face 'z', which ${file} does not have`);
    expect(existsSync(place.out)).toBe(false);
  });

  it('refuses a file that puts a face in two places, or is none', async () => {
    await expect(readSplitFile(splitFile({ splits: { train: ['a'], test: ['b', 'a'] } }))).rejects.toThrow(
      "the face 'a' is in train and in test",
    );
    await expect(
      readSplitFile(splitFile({ splits: { train: ['a'] }, unlabelled: ['q', 'q'] })),
    ).rejects.toThrow("the face 'q' is in unlabelled twice");
    await expect(readSplitFile(place.write('s.json', '{"splits": 3}'))).rejects.toThrow('not a split file');
    await expect(readSplitFile(place.write('s.json', '{'))).rejects.toThrow('is not JSON');
  });
});

const shared = new URL('../../../../../shared/faces/', import.meta.url).pathname;
const committed = new URL('../../../../recipes/splits/shared-faces.json', import.meta.url).pathname;

describe('recipes/splits/shared-faces.json', () => {
  it('holds no person of a held-out split in training', async () => {
    const { splits, unlabelled, leftOut } = await readSplitFile(committed);
    expect([splits.train!.length, splits.validation!.length, splits.test!.length]).toEqual([72, 20, 50]);
    expect([unlabelled.length, leftOut.length]).toEqual([470, 50]);
    const london = (ids: readonly string[]): string[] =>
      ids.flatMap((id) => /^frl-london-[a-z]+_(\d+)/.exec(id)?.[1] ?? []);
    const held = new Set(london([...splits.validation!, ...splits.test!]));
    expect(london([...splits.train!, ...unlabelled]).filter((person) => held.has(person))).toEqual([]);
    expect(new Set(london(leftOut))).toEqual(held);
  });

  it.skipIf(!existsSync(shared))(
    'is the split of the photographs beside the project (skipped without them)',
    async () => {
      const file = `${shared}labelled.jsonl`;
      const before = createHash('sha256').update(readFileSync(file)).digest('hex');
      const result = await importJsonl({ file, splits: committed, out: place.out });
      expect(result).toMatchObject({ count: 142, failures: [] });
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(before);
      const counts: Record<string, number> = {};
      for (const { split } of (await place.samples()).values()) counts[split] = (counts[split] ?? 0) + 1;
      expect(counts).toEqual({ train: 72, validation: 20, test: 50 });
    },
  );
});
