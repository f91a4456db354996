import { queryOptions } from '@tanstack/react-query';
import type { StudioAbout } from '../../../../src/server/studio/schemas/about.js';
import { askJson } from './ask.js';
import { sessionOpened } from './session.js';

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: async ({ signal }) => {
    await sessionOpened();
    return askJson<StudioAbout>('/v1/studio', { signal });
  },
  staleTime: Number.POSITIVE_INFINITY,
});
