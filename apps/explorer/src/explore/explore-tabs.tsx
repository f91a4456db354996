/** The ways of looking at the same rows: what is filtered and selected goes along. */
import { Link } from 'react-router';
import { ExploreHelp } from './explore-help.js';
import { type ViewState, writeView } from './view-state.js';

const pages = [
  ['grid', 'Grid', '/explore'],
  ['map', 'Map', '/explore/map'],
  ['duplicates', 'Duplicates', '/explore/duplicates'],
  ['compare', 'Compare', '/explore/compare'],
] as const;

export function ExploreTabs({ view, now }: { view: ViewState; now: (typeof pages)[number][0] }) {
  const search = writeView(view);
  return (
    <>
      <nav className="explore-tabs" aria-label="Ways of looking">
        {pages.map(([name, title, path]) => (
          <Link
            key={name}
            to={`${path}?${search}`}
            {...(name === now && { 'aria-current': 'page' as const })}
          >
            {title}
          </Link>
        ))}
      </nav>
      <ExploreHelp />
    </>
  );
}
