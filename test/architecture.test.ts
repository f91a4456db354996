/** The table of rooms in docs/architecture.md says what the tree and the rules of `npm run check` say; each room has a README. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** By room: what it may import, `core` aside. */
function ruledDoors(): Map<string, string[]> {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    forbidden: { name: string; to: { pathNot?: string } }[];
  };
  return new Map(
    forbidden
      .filter(({ name }) => name.startsWith('room-'))
      .map(({ name, to }) => {
        const room = name.slice('room-'.length);
        return [room, to.pathNot!.match(/\w+/g)!.filter((word) => rooms.includes(word) && word !== room)];
      }),
  );
}

function writtenDoors(): Map<string, string[]> {
  const table = readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `(\w+)` \| .* \| (.*) \|$/gm);
  const written = new Map<string, string[]>();
  for (const [, room, doors] of table) {
    const named = doors!.match(/\w+/g)?.filter((word) => rooms.includes(word) && word !== room) ?? [];
    const all = /^all above(?: but (\w+))?$/.exec(doors!);
    const list = all === null ? named : [...written.keys()].filter((above) => above !== all[1]);
    written.set(room!, [...new Set(list)]);
  }
  return written;
}

test('the table of rooms is that of the rules, and of the tree', () => {
  const sorted = (doors: Map<string, string[]>): Record<string, string[]> =>
    Object.fromEntries([...doors].map(([room, list]) => [room, list.filter((one) => one !== 'core').sort()]));
  expect(sorted(writtenDoors())).toEqual(sorted(ruledDoors()));
  expect([...ruledDoors().keys()].sort()).toEqual([...rooms].sort());
});

test.each(rooms)('%s has a README', (room) => {
  expect(existsSync(`src/${room}/README.md`)).toBe(true);
});
