/** The address of the editor: what is looked at is a link, and what is not saved is not left without being asked. */
import { useEffect, useRef } from 'react';
import type { useSearchParams } from 'react-router';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import type { Look } from './stage/head-scene.js';

export function changedSearch(
  search: URLSearchParams,
  change: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const now = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change))
    if (value === null) now.delete(key);
    else now.set(key, value);
  return now;
}

/** The address follows what is looked at, a moment later; a link with a point opens with it. */
export function useAddress(
  search: URLSearchParams,
  setSearch: ReturnType<typeof useSearchParams>[1],
  { yaw, pitch, height }: Look,
  draft: SetDraft,
  selected: readonly number[],
): void {
  const name = selected.length === 1 ? (draft.points[selected[0]!]?.definition.name ?? null) : null;
  const turn = [yaw, pitch].map((angle) => Math.round((angle * 180) / Math.PI));
  const look = [...turn, Math.round(10 * height) / 10].join(',');
  const before = useRef(search);
  useEffect(() => {
    before.current = search;
  }, [search]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = changedSearch(before.current, { point: name, look: look === '0,0,25' ? null : look });
      if (now.toString() !== before.current.toString()) setSearch(now, { replace: true });
    }, 400);
    return () => clearTimeout(timer);
  }, [name, look, setSearch]);
}

/** The browser asks before the page is left. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
}
