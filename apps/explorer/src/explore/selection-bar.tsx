/** How many are selected, and what can be done with them. */
import { X } from 'lucide-react';
import type { ChangeView, ViewState } from './view-state.js';

interface SelectionBarProps {
  view: ViewState;
  change: ChangeView;
  rows: Uint32Array | undefined;
}

export function SelectionBar({ view, change }: SelectionBarProps) {
  const { selected, filter } = view;
  const isOnly = filter.rows !== undefined;
  return (
    <div className="selection">
      {selected.length > 0 && (
        <>
          <span role="status">{selected.length.toLocaleString('en')} selected</span>
          <button
            type="button"
            className="button"
            aria-pressed={isOnly}
            onClick={() => {
              const { rows: _, ...rest } = filter;
              change({ filter: isOnly ? rest : { ...filter, rows: [...selected] } }, 'push');
            }}
          >
            Only these
          </button>
          <button
            type="button"
            className="icon-button quiet"
            aria-label="Clear the selection"
            title="Clear the selection"
            onClick={() => change({ selected: [] })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </>
      )}
    </div>
  );
}
