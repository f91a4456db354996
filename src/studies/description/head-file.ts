/** The fitted head of one face as a file for the page's view: a mesh that wears the photograph. */
import sharp from 'sharp';
import type { Image } from '../../core/image.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { encodeGlb } from '../../detect/describe/reconstruction/encode-glb.js';
import { headMesh } from '../../detect/describe/reconstruction/head-mesh.js';
import type { HeadModel } from '../../face/heads/head-model.js';

/** Pixels: larger photographs make the page heavier and the head hardly better. */
const mostTexture = 768;

/** @returns binary glTF; undefined where no head was fitted, or another one. */
export async function headFile(
  { width, height, data }: Image,
  described: DescribedFace,
  head: HeadModel,
): Promise<Uint8Array | undefined> {
  if (described.reconstruction?.head !== head.name) return undefined;
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: mostTexture, height: mostTexture, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
  return encodeGlb(headMesh(described, head, { width, height }), { bytes, type: 'image/jpeg' });
}
