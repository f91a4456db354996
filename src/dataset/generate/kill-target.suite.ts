/** A process for the kill test: kills itself, without warning, after 77 samples. Argument: the options as JSON. */
import { silentWork } from '../../core/work.js';
import { type GenerateOptions, generateDataset } from './generate-dataset.js';

const options = JSON.parse(process.argv[2] ?? '{}') as GenerateOptions;
await generateDataset(
  {
    ...options,
    worker: { module: './fake-worker.suite', base: import.meta.url },
  },
  { ...silentWork, report: (done) => done === 77 && process.kill(process.pid, 'SIGKILL') },
);
