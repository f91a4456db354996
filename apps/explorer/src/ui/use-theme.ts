/** Which theme is shown: for what is drawn in its colours and must be drawn again when it changes. */
import { useSyncExternalStore } from 'react';

const root = document.documentElement;

export const useTheme = (): string => useSyncExternalStore(listen, () => root.dataset.theme ?? '');

function listen(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(root, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
