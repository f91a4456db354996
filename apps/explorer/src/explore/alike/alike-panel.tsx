/** The faces that look most like one, beside it; and all of them in the grid. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { DatasetView } from '../../../../../src/server/studio/schemas/explore.js';
import { ErrorState, LoadingState } from '../../ui/states.js';
import { alikeQuery } from '../explore-api.js';
import { pictureStore } from '../grid-stores.js';
import { type ViewState, writeView } from '../view-state.js';
import { FeaturesGate } from './features-gate.js';
import { likeLink } from './like-link.js';
import { Thumbnail } from './thumbnail.js';
import './alike.css';

interface AlikePanelProps {
  dataset: DatasetView;
  view: ViewState;
  row: number;
}

export function AlikePanel(props: AlikePanelProps) {
  return (
    <FeaturesGate number={props.view.dataset} dataset={props.dataset}>
      <Alike {...props} />
    </FeaturesGate>
  );
}

function Alike({ dataset, view, row }: AlikePanelProps) {
  const { data, error } = useQuery(alikeQuery(view.dataset, row));
  const pictures = useMemo(() => pictureStore(view.dataset, dataset, 96, null), [view.dataset, dataset]);
  if (error !== null) return <ErrorState error={error} />;
  if (data === undefined) return <LoadingState />;
  const search = writeView(view);
  return (
    <>
      <ul className="alike">
        {data.map(({ row: other, similarity }) => (
          <li key={other}>
            <Link
              to={`/explore/sample/${other}?${search}`}
              aria-label={`Row ${other}, alike by ${similarity.toFixed(2)}`}
            >
              <Thumbnail row={other} pictures={pictures} side={92} />
              <span aria-hidden="true">
                {other} <strong>{similarity.toFixed(2)}</strong>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Link className="button" to={likeLink(view, row)}>
        More like this in the grid
      </Link>
    </>
  );
}
