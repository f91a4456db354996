import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineamentVersion } from './version.js';

test('the version is that of package.json', () => {
  const description: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(lineamentVersion).toBe(description.version);
});
