import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './scripts/count-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files share the modules of their worker: loading them, and what is made once in a thread, such as a head, cost more than
    // many a test. So a test leaves the process as it found it: mocked modules, environment, working folder.
    isolate: false,
    unstubEnvs: true,
    // Against tests that never end, not against slow machines.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
