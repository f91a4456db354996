/** Where a set begins: with a built-in one, the points that serve a task best, a file, or nothing. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import {
  type SelectionTask,
  selectionTasks,
} from '../../../../src/detect/describe/selection/select-points.js';
import { landmarkSet, landmarkSetNames } from '../../../../src/landmarks/sets/registry.js';
import type { BestAnswer, BestAsked } from './select-worker.js';

interface BeginDialogProps {
  onText: (text: string) => void;
  onNothing: () => void;
  onClose: () => void;
}

const sayings: Readonly<Record<string, string>> = {
  ibug68: 'as annotators know them',
  wflw98: 'as WFLW marks them',
  cofw29: 'as COFW marks them',
};

const tasks: Readonly<Record<SelectionTask, string>> = {
  reconstruction: 'the 3D shape of a face',
  pose: 'how a head is turned',
  gaze: 'where the eyes look',
};

export function BeginDialog({ onText, onNothing, onClose }: BeginDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [fault, setFault] = useState<string>();
  const take = (text: string) => {
    onText(text);
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} className="set-dialog" aria-labelledby="begin-title" onClose={onClose}>
      <header>
        <h2 id="begin-title">Begin from</h2>
        <button
          type="button"
          className="icon-button quiet"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <X size={15} aria-hidden="true" />
        </button>
      </header>
      <h3>A built-in set</h3>
      <ul className="begin-sets">
        {landmarkSetNames.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="button"
              onClick={() => take(`name: my-${name}\npoints:\n  - set: ${name}\n`)}
            >
              <strong>{name}</strong>
              <span className="begin-said">
                {sayings[name] ?? `${landmarkSet(name).points.length} points, ours`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <h3>The points of dense1001 that serve best</h3>
      <BestPoints onText={take} onFault={setFault} />
      <h3>Another</h3>
      <div className="begin-row">
        <label className="button">
          A YAML file of your own …
          <input
            className="visually-hidden"
            type="file"
            accept=".yaml,.yml"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) file.text().then(take, () => setFault('The file cannot be read'));
            }}
          />
        </label>
        <button
          type="button"
          className="button"
          onClick={() => {
            onNothing();
            dialog.current?.close();
          }}
        >
          Nothing
        </button>
      </div>
      {fault !== undefined && <p role="alert">{fault}</p>}
      <p className="set-soft">What you have now is an undo away.</p>
    </dialog>
  );
}

function BestPoints({
  onText,
  onFault,
}: {
  onText: (text: string) => void;
  onFault: (fault: string) => void;
}) {
  const [task, setTask] = useState<SelectionTask>('reconstruction');
  const [count, setCount] = useState(68);
  const [isBusy, setBusy] = useState(false);
  const worker = useRef<Worker | null>(null);
  useEffect(() => () => worker.current?.terminate(), []);
  const choose = () => {
    setBusy(true);
    worker.current ??= new Worker(new URL('./select-worker.ts', import.meta.url), { type: 'module' });
    worker.current.onmessage = ({ data }: MessageEvent<BestAnswer>) => {
      setBusy(false);
      if ('error' in data) return onFault(data.error);
      const names = data.names.map((name) => `      - ${name}\n`).join('');
      onText(
        `# ${data.names.length} points of dense1001 that serve ${task} best.\nname: ${task}${data.names.length}\npoints:\n  - set: dense1001\n    names:\n${names}`,
      );
    };
    worker.current.onerror = () => {
      setBusy(false);
      onFault('The points could not be chosen');
    };
    worker.current.postMessage({ task, count } satisfies BestAsked);
  };
  return (
    <form
      className="begin-row"
      onSubmit={(event) => {
        event.preventDefault();
        choose();
      }}
    >
      <select
        className="select"
        aria-label="What the points are for"
        value={task}
        onChange={(event) => setTask(event.target.value as SelectionTask)}
      >
        {selectionTasks.map((name) => (
          <option key={name} value={name}>
            {tasks[name]}
          </option>
        ))}
      </select>
      <input
        className="field set-number"
        type="number"
        min={4}
        max={200}
        aria-label="How many points"
        value={count}
        onChange={(event) => setCount(Number(event.target.value))}
      />
      <button type="submit" className="button" disabled={isBusy || !(count >= 4 && count <= 200)}>
        {isBusy ? 'Choosing …' : 'Choose them'}
      </button>
      {isBusy && (
        <span className="set-soft" role="status">
          some seconds
        </span>
      )}
    </form>
  );
}
