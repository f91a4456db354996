/**
 * Makes `recipes/splits/shared-faces.json`: the photographs of ../shared/faces, split once, by person.
 *
 * npx tsx scripts/split-shared-faces.ts ../shared/faces recipes/splits/shared-faces.json
 *
 * The persons of `frl-london-neutral_NNN…` are those of `frl-london-smiling_NNN…`. Everyone else is on one picture, as
 * far as the file names tell.
 */
import { join, parse } from 'node:path';
import { type PersonFace, splitByPerson } from '../src/dataset/import/person-split.js';
import { readTextOr, writeFileWhole } from '../src/node/files.js';

const seed = 1;
const shares = { train: 72, validation: 20, test: 50 };
const [folder = '../shared/faces', out = 'recipes/splits/shared-faces.json'] = process.argv.slice(2);

const labelled = await facesOf('labelled.jsonl');
const unlabelled = await facesOf('unlabelled.jsonl');
const split = {
  about:
    'The photographs of ../shared/faces by person: about 72, 20 and 50 persons, both labelled sources in every split alike; unlabelled pictures of validation and test persons are left out.',
  command: 'npx tsx scripts/split-shared-faces.ts ../shared/faces recipes/splits/shared-faces.json',
  seed,
  ...splitByPerson(labelled, unlabelled, shares, seed),
};
await writeFileWhole(out, `${JSON.stringify(split, null, 1)}\n`);
const { train, validation, test } = split.splits;
process.stdout.write(
  `${out}: ${train.length} train, ${validation.length} validation, ${test.length} test, ${split.unlabelled.length} unlabelled, ${split.leftOut.length} left out\n`,
);

async function facesOf(name: string): Promise<PersonFace[]> {
  const text = await readTextOr(join(folder, name), 'the list of photographs');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { image, subset, source } = JSON.parse(line) as {
        image: string;
        subset?: string;
        source: string;
      };
      const id = parse(image).name;
      const london = /^frl-london-(?:neutral|smiling)_(\d+)/.exec(id);
      return { id, person: london === null ? id : `london ${london[1]}`, source: subset ?? source };
    });
}
