/** What the Markdown pages link to is there: files, and headings of other pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const folders = ['docs', 'src', 'apps', 'bench', 'models', 'recipes'];
const pages = ['', ...folders].flatMap((folder) =>
  readdirSync(folder || '.', { encoding: 'utf8', recursive: folder !== '' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const withoutCode = (page: string): string => readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');

/** As GitHub names a heading. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('the links of %s lead somewhere', (page) => {
  const broken = [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^(https?|mailto):/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?];
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(target)) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
  expect(broken).toEqual([]);
});

test.each(pages)('the files that %s names are there', (page) => {
  const named = withoutCode(page).matchAll(
    /`((?:src|docs|recipes|scripts|bench|models|apps|test)\/[\w./-]+\.\w+)`/g,
  );
  expect([...named].map(([, file]) => file!).filter((file) => !existsSync(file))).toEqual([]);
});

/** Of the code, from the repository's root on. */
const sources = ['src', 'scripts', 'apps', 'test', 'recipes', 'examples'].flatMap((folder) =>
  readdirSync(folder, { encoding: 'utf8', recursive: true }).map((name) => `/${join(folder, name)}`),
);

test.each(pages)('the files that %s names by their last folders are there', (page) => {
  const named = withoutCode(page).matchAll(/`([a-z][\w-]*(?:\/[\w.-]+)+\.tsx?)`/g);
  const missing = [...named]
    .map(([, file]) => file!)
    .filter((file) => !sources.some((source) => source.endsWith(`/${file}`)));
  expect(missing).toEqual([]);
});
