/** "Render this sample again with …": the row's scene with something else in it; the picture follows. */
import { useEffect, useRef, useState } from 'react';
import type {
  RenderedView,
  SampleView,
  SceneChanges,
  SceneChoices,
} from '../../../../../src/server/studio/schemas/explore.js';
import { renderAgain } from '../explore-api.js';
import { KeepRow } from './keep-row.js';

interface AgainPanelProps {
  dataset: number;
  sample: SampleView;
  choices: SceneChoices;
  /** The dataset's own set. */
  own: string;
  again: RenderedView | null;
  onAgain(again: RenderedView | null): void;
}

const degrees = 180 / Math.PI;

interface KnownScene {
  pose: { yaw: number; pitch: number; roll: number };
  camera: { distance: number; fill: number };
  light: { kind: string };
  background: { kind: string };
  face: { expression: string; hair: { style: string }; worn: { glasses: { dark: boolean } | null } };
}

export function AgainPanel({ dataset, sample, choices, own, again, onAgain }: AgainPanelProps) {
  const scene = sample.scene as KnownScene;
  const [changes, setChanges] = useState<SceneChanges>({});
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Error | null>(null);
  const atWork = useRef(false);
  const latest = useRef(changes);
  latest.current = changes;
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  // The head and the renderer are loaded while a person still looks at the controls; a fault shows with the first change.
  useEffect(() => {
    const stop = new AbortController();
    renderAgain(dataset, sample.row, {}, stop.signal).catch(() => {});
    return () => stop.abort();
  }, [dataset, sample.row]);
  useEffect(() => {
    if (Object.keys(changes).length === 0) return onAgain(null);
    // One picture at a time; what was changed meanwhile is rendered next.
    const work = async (): Promise<void> => {
      if (atWork.current) return;
      atWork.current = true;
      setBusy(true);
      try {
        for (let done: SceneChanges | undefined; done !== latest.current; ) {
          done = latest.current;
          const made = await renderAgain(dataset, sample.row, done);
          if (isGone.current || Object.keys(latest.current).length === 0) break;
          onAgain(made);
          setFault(null);
        }
      } catch (error) {
        setFault(error instanceof Error ? error : new Error(String(error)));
      } finally {
        atWork.current = false;
        setBusy(false);
      }
    };
    void work();
  }, [changes, dataset, sample.row, onAgain]);

  const set = <Key extends keyof SceneChanges>(key: Key, value: SceneChanges[Key] | undefined): void => {
    const { [key]: _, ...others } = changes;
    setChanges(value === undefined ? others : { ...others, [key]: value });
  };
  const choose = (
    label: string,
    key: 'light' | 'background' | 'expression' | 'hair' | 'landmarks',
    words: string[],
    now: string,
  ) => (
    <label className="again-row">
      <span>{label}</span>
      <select
        className="select"
        value={changes[key] ?? ''}
        onChange={(event) => set(key, event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">as it is: {now}</option>
        {words.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
  const slide = (
    label: string,
    key: 'yaw' | 'pitch' | 'roll' | 'distance' | 'fill' | 'intensity',
    [low, high, step]: readonly [number, number, number],
    now: number,
  ) => {
    const value = changes[key] ?? now;
    return (
      <label className="again-row">
        <span>{label}</span>
        <input
          className="range"
          type="range"
          min={low}
          max={high}
          step={step}
          value={value}
          onChange={(event) => set(key, Number(event.target.value))}
        />
        <output>{Number(value.toFixed(step < 1 ? 2 : 0))}</output>
      </label>
    );
  };
  const { glasses } = scene.face.worn;
  return (
    <form className="again" onSubmit={(event) => event.preventDefault()}>
      {choose('Light', 'light', choices.lights, scene.light.kind)}
      {choose('Background', 'background', choices.backgrounds, scene.background.kind)}
      {slide('Yaw °', 'yaw', [-90, 90, 1], Math.round(scene.pose.yaw * degrees))}
      {slide('Pitch °', 'pitch', [-45, 45, 1], Math.round(scene.pose.pitch * degrees))}
      {slide('Roll °', 'roll', [-45, 45, 1], Math.round(scene.pose.roll * degrees))}
      {choose('Expression', 'expression', choices.expressions, scene.face.expression)}
      {changes.expression !== undefined && slide('Strength', 'intensity', [0, 1, 0.05], 1)}
      {choose('Hair', 'hair', choices.hairs, scene.face.hair.style)}
      <label className="again-row">
        <span>Glasses</span>
        <select
          className="select"
          value={changes.glasses ?? ''}
          onChange={(event) => {
            const chosen = (['none', 'clear', 'dark'] as const).find((one) => one === event.target.value);
            set('glasses', chosen);
          }}
        >
          <option value="">as it is: {glasses === null ? 'none' : glasses.dark ? 'dark' : 'clear'}</option>
          <option value="none">none</option>
          <option value="clear">clear</option>
          <option value="dark">dark</option>
        </select>
      </label>
      {slide('Distance cm', 'distance', [30, 300, 1], scene.camera.distance)}
      {slide('Fills', 'fill', [0.2, 1, 0.01], scene.camera.fill)}
      {choose('Landmarks', 'landmarks', choices.sets, own)}
      <div className="again-foot">
        <button
          type="button"
          className="button"
          disabled={Object.keys(changes).length === 0}
          onClick={() => setChanges({})}
        >
          As it was
        </button>
        <span role="status">
          {isBusy ? 'Rendering …' : again !== null ? `${again.seconds.toFixed(2)} s` : ''}
        </span>
      </div>
      <KeepRow dataset={dataset} row={sample.row} changes={changes} own={own} />
      {fault !== null && (
        <p className="where-fault" role="alert">
          {fault.message}
        </p>
      )}
    </form>
  );
}
