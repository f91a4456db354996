/** Exports slowly in a process of its own, so that a test can kill it: dataset and folder are the arguments. */
import { silentWork } from '../../core/work.js';
import { openDataset } from '../store/store.js';
import { exportDataset } from './export-dataset.js';

const [data, out] = process.argv.slice(2) as [string, string];
const pause = new Int32Array(new SharedArrayBuffer(4));
await exportDataset(
  {
    dataset: await openDataset(data),
    format: '300w',
    out,
  },
  { ...silentWork, report: () => void Atomics.wait(pause, 0, 0, 10) },
);
