import { useEffect, useRef } from 'react';

/** Keys of the whole page, but not while something is written or a dialog is open. */
export function useKeys<Deed extends string>(
  deedOf: (event: KeyboardEvent) => Deed | null,
  doDeed: (deed: Deed, event: KeyboardEvent) => void,
  isPaused: boolean,
): void {
  const latest = useRef(doDeed);
  useEffect(() => {
    latest.current = doDeed;
  });
  useEffect(() => {
    if (isPaused) return;
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('input, textarea, select, dialog') !== null && target !== null) return;
      const deed = deedOf(event);
      if (deed === null) return;
      // A button or a link that has the focus is pressed by Enter.
      if (
        (deed === 'done' || deed === 'finish') &&
        target?.closest('button, a:not(.faces-row.active), summary')
      )
        return;
      // What scrolls scrolls.
      if (deed === 'nudge' && target?.closest('.faces-scroller')) return;
      event.preventDefault();
      latest.current(deed, event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [deedOf, isPaused]);
}
