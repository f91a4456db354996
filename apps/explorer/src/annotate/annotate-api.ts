/** What the annotation page asks its server. */
import { queryOptions } from '@tanstack/react-query';
import type {
  Agreement,
  AnnotatedFace,
  AnnotateProject,
  DeskState,
  EditRequest,
} from '../../../../src/server/studio/schemas/annotate.js';
import { askJson } from '../api/ask.js';

const base = '/v1/studio/annotate';

export const projectQuery = queryOptions({
  queryKey: ['annotate', 'project'],
  queryFn: ({ signal }) => askJson<AnnotateProject>(`${base}/project`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const facesQuery = queryOptions({
  queryKey: ['annotate', 'faces'],
  queryFn: ({ signal }) => askJson<DeskState>(`${base}/faces`, { signal }),
  // Faces come in while pictures are looked at; later only other windows change something.
  refetchInterval: ({ state }) => (state.data === undefined || state.data.waiting > 0 ? 1500 : 5000),
});

export const faceQuery = (id: string) =>
  queryOptions({
    queryKey: ['annotate', 'face', id],
    queryFn: ({ signal }) => askFace(id, signal),
    // A server that was away and is back shows the face without being asked to.
    refetchInterval: ({ state }) => (state.status === 'error' ? 2000 : false),
    staleTime: 0,
    gcTime: 0,
  });

export const agreementQuery = (other: string | null) =>
  queryOptions({
    queryKey: ['annotate', 'agreement', other],
    queryFn: ({ signal }) =>
      askJson<Agreement>(`${base}/agreement?with=${encodeURIComponent(other ?? '')}`, { signal }),
    staleTime: 0,
  });

const faceAddress = (id: string): string => `${base}/faces/${encodeURIComponent(id)}`;

export const askFace = (id: string, signal?: AbortSignal): Promise<AnnotatedFace> =>
  askJson<AnnotatedFace>(faceAddress(id), { signal });

export const sendEdit = (id: string, body: EditRequest): Promise<AnnotatedFace> =>
  askJson<AnnotatedFace>(`${faceAddress(id)}/edits`, { method: 'POST', body });

export const pictureAddress = (id: string): string => `${faceAddress(id)}/picture`;
export const thumbnailAddress = (id: string): string => `${faceAddress(id)}/thumbnail`;
