/** Heads as the set editor shows them: mesh, curves and two faces of each, packed for the page. Node only. */
import { Random } from '../../core/random.js';
import type { FacialAction } from '../../face/heads/facial-actions.js';
import { type HeadModel, neutralParameters } from '../../face/heads/head-model.js';
import { headNames, isHeadInstalled, loadHead } from '../../face/heads/registry.js';
import { sampleFace } from '../../face/person/distributions.js';
import { packFiles } from '../explore/packs.js';
import type { HeadPackMeta } from './asked.js';

/** Beside the mean face: what a set meets on others. */
const faces: readonly { title: string; actions: Partial<Record<FacialAction, number>> }[] = [
  { title: 'another person', actions: {} },
  {
    title: 'mouth open, smiling',
    actions: { jawDrop: 0.6, 'lipCornerPuller.right': 0.7, 'lipCornerPuller.left': 0.7 },
  },
];

export async function installedHeads(): Promise<string[]> {
  const installed = await Promise.all(headNames.map((name) => isHeadInstalled(name)));
  return headNames.filter((_, i) => installed[i]);
}

/** Made once for each head. */
export class HeadPacks {
  readonly #packs = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  /** @param name – of an installed head. */
  of(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const pack = this.#packs.get(name) ?? loadHead(name).then(packHead);
    this.#packs.set(name, pack);
    return pack;
  }
}

function packHead(head: HeadModel): Uint8Array<ArrayBuffer> {
  const { rest, triangles, materials, vertexCount } = head.topology;
  const curves = [...head.curves];
  const meta: HeadPackMeta = {
    name: head.name,
    vertexCount,
    faces: faces.map(({ title }) => title),
    curves: curves.map(([name, { closed, points }]) => ({ name, closed, points: points.length })),
  };
  const places = Float64Array.from(
    curves.flatMap(([, { points, fractions }]) =>
      points.flatMap(({ triangle, weights }, i) => [triangle, ...weights, fractions[i]!]),
    ),
  );
  const shapes = faces.map(({ actions }, i) => {
    const { identity } = sampleFace(new Random(2, 'set editor', i), head);
    const known = Object.fromEntries(
      Object.entries(actions).filter(([action]) => (head.actions as readonly string[]).includes(action)),
    );
    return head.shape({ ...neutralParameters(head), identity, actions: known }).positions;
  });
  return packFiles([
    new TextEncoder().encode(JSON.stringify(meta)),
    ...[rest, triangles, materials, places, ...shapes].map(bytesOf),
  ]);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
