/** What `npm run build:web` makes lies in `dist` of this package, whether it runs from a build or from its sources. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param path – below `dist`. @returns undefined where it is not built. */
export function builtFile(...path: string[]): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; dirname(folder) !== folder; folder = dirname(folder)) {
    const built = join(folder, 'dist', ...path);
    if (existsSync(built)) return built;
  }
  return undefined;
}
