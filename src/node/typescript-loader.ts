/**
 * How threads and processes of ours read TypeScript sources: by the tsx of this package, wherever the process was started. Node would
 * look for it from the working folder on. Only where the package runs from its sources: installed, there is none. Node only.
 */

/** @returns what `node --import` takes. */
export function loaderUrl(): string {
  return import.meta.resolve('tsx');
}

/** @returns CommonJS for a thread: it learns TypeScript, then imports the module. */
export function importingCode(module: URL): string {
  const [loader, own] = [import.meta.resolve('tsx/esm/api'), module.href].map((url) => JSON.stringify(url));
  return `import(${loader}).then(({ register }) => { register(); return import(${own}); })`;
}
