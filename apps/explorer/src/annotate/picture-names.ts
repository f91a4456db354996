/** Pictures' names without their folders; where several would have the same, with as many folders as tell them apart. */
export function pictureNames(pictures: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let alike = new Map<string, string[][]>([['', [...new Set(pictures)].map((path) => path.split('/'))]]);
  for (let parts = 1; alike.size > 0; parts++) {
    const next = new Map<string, string[][]>();
    for (const path of [...alike.values()].flat()) {
      const name = path.slice(-parts).join('/');
      names.set(path.join('/'), name);
      next.set(name, [...(next.get(name) ?? []), path]);
    }
    alike = new Map([...next].filter(([, paths]) => paths.length > 1));
  }
  return names;
}
