/** The frame around all pages: which ones this server offers, their addresses, the theme, the token where one is needed. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate, NavLink, Outlet, RouterProvider } from 'react-router';
import type { StudioPartName } from '../../../src/server/studio/schemas/about.js';
import { ApiError } from './api/ask.js';
import { takeTokenFromLink } from './api/session.js';
import { aboutQuery } from './api/studio.js';
import { ErrorState, LoadingState } from './ui/states.js';
import { ThemeButton } from './ui/theme-button.js';
import { TokenForm } from './ui/token-form.js';
import './studio.css';

const pages = {
  explore: { title: 'Explore', page: lazy(() => import('./explore/explore-page.js')) },
  annotate: { title: 'Annotate', page: lazy(() => import('./annotate/annotate-page.js')) },
  landmarks: { title: 'Landmark sets', page: lazy(() => import('./landmarks/landmarks-page.js')) },
} satisfies Record<StudioPartName, unknown>;

const router = createBrowserRouter([
  {
    element: <Frame />,
    children: [
      { index: true, element: <First /> },
      ...Object.entries(pages).map(([name, { page: Page }]) => ({
        path: `${name}/*`,
        element: (
          <Suspense fallback={<LoadingState />}>
            <Page />
          </Suspense>
        ),
      })),
      {
        path: '*',
        element: (
          <ErrorState error={new Error('There is no such page')} hint="Choose one from the bar above." />
        ),
      },
    ],
  },
]);

takeTokenFromLink();

export function Studio() {
  return <RouterProvider router={router} />;
}

function Frame() {
  const { data: about, error, refetch } = useQuery(aboutQuery);
  if (error instanceof ApiError && error.status === 401)
    return <TokenForm onAccepted={() => void refetch()} />;
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (about === undefined) return <LoadingState />;
  return (
    <div className="frame">
      <header className="bar">
        <h1 className="bar-name">Lineament</h1>
        <nav aria-label="Pages">
          {about.parts.map((name) => (
            <NavLink key={name} to={`/${name}`}>
              {pages[name].title}
            </NavLink>
          ))}
        </nav>
        <span className="bar-title" title={about.title}>
          {about.title}
        </span>
        <ThemeButton />
      </header>
      <main className="page">
        <Outlet />
      </main>
    </div>
  );
}

function First() {
  const { data: about } = useQuery(aboutQuery);
  return about === undefined ? <LoadingState /> : <Navigate to={`/${about.parts[0]}`} replace />;
}
