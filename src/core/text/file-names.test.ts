import { expect, it } from 'vitest';
import { fileNames } from './file-names.js';

it.each([
  [['/home/me/photos/a.jpg'], ['a.jpg']],
  [
    ['/home/me/photos/a.jpg', '/home/me/photos/b/a.jpg'],
    ['a.jpg', 'b/a.jpg'],
  ],
  [
    ['/home/me/photos/a.jpg', '/home/me/clip.mp4'],
    ['photos/a.jpg', 'clip.mp4'],
  ],
  [
    ['photos\\a.jpg', 'photos\\b\\c.jpg'],
    ['a.jpg', 'b/c.jpg'],
  ],
  [
    ['/home/a.jpg', '/tmp/a.jpg'],
    ['/home/a.jpg', '/tmp/a.jpg'],
  ],
  [['/a.jpg'], ['/a.jpg']],
  [
    ['photos/a.jpg', '-'],
    ['a.jpg', 'standard input'],
  ],
  [
    ['-', '/a.jpg'],
    ['standard input', '/a.jpg'],
  ],
  [[], []],
])('names files from the folder on that holds them all: %j', (paths, names) => {
  expect([...fileNames(paths)]).toEqual(paths.map((path, i) => [path, names[i]]));
});
