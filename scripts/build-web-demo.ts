/** Bundles the page of apps/web-demo into dist/web-demo, and apps/head-view into dist/head-view: npx tsx scripts/build-web-demo.ts */
import { copyFile, mkdir } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';

const from = 'apps/web-demo';
const to = 'dist/web-demo';

await mkdir(to, { recursive: true });
const shared = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  // The runtime's module and WebAssembly are fetched from ort/.
  conditions: ['onnxruntime-web-use-extern-wasm'],
} satisfies BuildOptions;
await build({ ...shared, entryPoints: [`${from}/page.ts`], outdir: to });
for (const runtime of ['wasm', 'webgpu'])
  await build({
    ...shared,
    entryPoints: [`${from}/worker.ts`],
    outfile: `${to}/worker-${runtime}.js`,
    alias: { 'onnxruntime-web': `onnxruntime-web/${runtime}` },
  });
for (const file of ['index.html', 'style.css']) await copyFile(`${from}/${file}`, `${to}/${file}`);

// One script that stands inside a page: classic, and with three.js's licence.
await build({
  ...shared,
  format: 'iife',
  entryPoints: ['apps/head-view/view.ts'],
  outdir: 'dist/head-view',
  legalComments: 'inline',
});
