/** How many are selected, and what can be done with them, or with all that pass the filter. */
import { Download, ScanFace, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ExploreAbout } from '../../../../src/server/studio/schemas/explore.js';
import { likeLink } from './alike/like-link.js';
import { ExportDialog } from './jobs/export-dialog.js';
import { type ChangeView, pruned, type ViewState } from './view-state.js';

interface SelectionBarProps {
  about: ExploreAbout;
  view: ViewState;
  change: ChangeView;
  rows: Uint32Array | undefined;
}

export function SelectionBar({ about, view, change, rows }: SelectionBarProps) {
  const { selected, filter } = view;
  const [isExporting, setExporting] = useState(false);
  const isOnly = filter.rows !== undefined;
  const count = selected.length > 0 ? selected.length : (rows?.length ?? 0);
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
          {selected.length === 1 && (
            <Link
              className="icon-button"
              aria-label="More like this"
              title="More like this"
              to={likeLink(view, selected[0]!)}
            >
              <ScanFace size={15} aria-hidden="true" />
            </Link>
          )}
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
      {about.formats.length > 0 && (
        <button type="button" className="button" disabled={count === 0} onClick={() => setExporting(true)}>
          <Download size={14} aria-hidden="true" /> Export
        </button>
      )}
      {isExporting && (
        <ExportDialog
          dataset={view.dataset}
          datasetName={about.datasets[view.dataset]?.name ?? ''}
          filter={selected.length > 0 ? { rows: [...selected] } : pruned(filter)}
          count={count}
          formats={about.formats}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}
