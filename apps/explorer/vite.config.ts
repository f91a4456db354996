import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server knows files of its list alone: all but index.html lie in assets/ under a name with their hash.
  build: { outDir: '../../dist/explorer', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  worker: { format: 'es' },
  // `npm run dev --workspace apps/explorer` beside a running `lineament explore … --port 8090`.
  server: { proxy: { '/v1': 'http://127.0.0.1:8090' } },
});
