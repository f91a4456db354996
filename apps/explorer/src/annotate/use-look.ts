import { useState } from 'react';
import type { StageLook } from './draw-stage.js';

const kept = 'lineament-annotate-look';
const usual: StageLook = { points: true, curves: false, names: false, uncertainty: true, magnifier: false };

/** What is shown on the picture; this browser remembers it, but not that points were hidden. */
export function useLook(): [StageLook, (key: keyof StageLook) => void] {
  const [look, setLook] = useState<StageLook>(remembered);
  const change = (key: keyof StageLook) =>
    setLook((old) => {
      const now = { ...old, [key]: !old[key] };
      localStorage.setItem(kept, JSON.stringify(now));
      return now;
    });
  return [look, change];
}

function remembered(): StageLook {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(kept) ?? 'null');
    return { ...usual, ...(typeof found === 'object' ? found : {}), points: true };
  } catch {
    return usual;
  }
}
