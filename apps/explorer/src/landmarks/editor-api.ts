/** What the set editor asks of its server. */
import { queryOptions } from '@tanstack/react-query';
import type { SurfaceCurve } from '../../../../src/landmarks/surface.js';
import type {
  HeadPackMeta,
  SetEditorAbout,
  SetFileState,
  SetSaved,
  SetSaving,
} from '../../../../src/server/studio/schemas/landmarks.js';
import { ask, askJson } from '../api/ask.js';
import { unpack } from '../api/unpack.js';
import { EditorHead } from './editor-head.js';

const base = '/v1/studio/landmarks';

export const editorQuery = queryOptions({
  queryKey: ['set editor'],
  queryFn: ({ signal }) => askJson<SetEditorAbout>(`${base}/about`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const fileQuery = queryOptions({
  queryKey: ['set file'],
  queryFn: ({ signal }) => askJson<SetFileState>(`${base}/file`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export function saveFile(saving: SetSaving): Promise<SetSaved> {
  return askJson<SetSaved>(`${base}/file`, { method: 'PUT', body: saving });
}

export const headQuery = (name: string) =>
  queryOptions({
    queryKey: ['head', name],
    queryFn: async ({ signal }) => headOf(await ask(`${base}/heads/${name}`, { signal })),
    staleTime: Number.POSITIVE_INFINITY,
    // A head has methods: it is no data to be compared.
    structuralSharing: false,
  });

async function headOf(answer: Response): Promise<EditorHead> {
  const [told, rest, triangles, materials, places, ...faces] = await unpack(answer);
  const meta = JSON.parse(new TextDecoder().decode(told)) as HeadPackMeta;
  // Copies: files of a pack do not lie on the limits of words.
  const floats = (bytes: Uint8Array<ArrayBuffer>) => new Float32Array(bytes.slice().buffer);
  const numbers = new Float64Array(places!.slice().buffer);
  let at = 0;
  const curves = new Map<string, SurfaceCurve>();
  for (const { name, closed, points } of meta.curves) {
    const rows = Array.from({ length: points }, (_, i) => {
      const value = (k: number): number => numbers[at + 5 * i + k]!;
      return {
        point: { triangle: value(0), weights: [value(1), value(2), value(3)] as const },
        fraction: value(4),
      };
    });
    at += 5 * points;
    curves.set(name, {
      closed,
      points: rows.map(({ point }) => point),
      fractions: rows.map(({ fraction }) => fraction),
    });
  }
  const mesh = {
    rest: floats(rest!),
    triangles: new Uint32Array(triangles!.slice().buffer),
    materials: materials!.slice(),
  };
  return new EditorHead(meta, mesh, faces.map(floats), curves);
}
