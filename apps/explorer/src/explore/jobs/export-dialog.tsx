/** What is selected, or what passes the filter, taken out of the dataset. */
import { useEffect, useRef, useState } from 'react';
import type { JobView, RowFilter } from '../../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../../api/ask.js';
import { base } from '../explore-api.js';
import { useJob } from './follow-job.js';
import { JobProgress } from './job-progress.js';

interface ExportDialogProps {
  dataset: number;
  datasetName: string;
  filter: RowFilter;
  count: number;
  formats: readonly string[];
  onClose(): void;
}

const meanings: Readonly<Record<string, string>> = {
  dataset: 'a dataset of its own',
  page: 'a page that opens without a server',
};

export function ExportDialog({ dataset, datasetName, filter, count, formats, onClose }: ExportDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [format, setFormat] = useState('page');
  const [name, setName] = useState(`${datasetName.replace(/[^\w.-]/g, '_')}-part`);
  const followed = useJob();
  const { job } = followed;
  const isRunning = job?.state === 'running';
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="export-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          followed.start(() =>
            askJson<JobView>(`${base}/${dataset}/exports`, {
              method: 'POST',
              body: { format, name, filter },
            }),
          );
        }}
      >
        <h2 id="export-title">Export {count.toLocaleString('en')} pictures</h2>
        <label>
          As
          <select className="select" value={format} onChange={(event) => setFormat(event.target.value)}>
            {formats.map((one) => (
              <option key={one} value={one}>
                {meanings[one] ?? one}
              </option>
            ))}
          </select>
        </label>
        <label>
          Folder
          <input
            className="field"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <JobProgress {...followed} />
        {job?.made && (
          <p role="status">
            {job.made.count} pictures in <code>{job.made.folder}</code>
            {job.made.failures.length > 0 &&
              `; ${job.made.failures.length} could not be held, the first: ${job.made.failures[0]!.reason}`}
          </p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          <button type="submit" className="button primary" disabled={isRunning || name.trim() === ''}>
            Export
          </button>
        </div>
      </form>
    </dialog>
  );
}
