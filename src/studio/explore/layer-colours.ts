/** Label layers as pictures for people: classes in colours of their own, depth from near (light) to far, normals as they are coded. */
import sharp, { type Sharp } from 'sharp';
import type { LayerName } from '../../dataset/layers/registry.js';
import { decodeLayer } from '../../dataset/layers/registry.js';
import { segmentClasses } from '../../mesh/segment-classes.js';

/** By class: background clear. */
const classColours: readonly (readonly [number, number, number])[] = Object.keys(segmentClasses).map(
  (_, i) => {
    // Hues a golden angle apart are far from each other, however many there are.
    const hue = (i * 137.508) % 360;
    return rgbOfHue(hue, i % 2 === 0 ? 0.62 : 0.5);
  },
);

function rgbOfHue(hue: number, lightness: number): [number, number, number] {
  const chroma = (1 - Math.abs(2 * lightness - 1)) * 0.75;
  const part = (shift: number): number => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1)) * 1));
  };
  return [part(0), part(8), part(4)];
}

/** @param file – as a row keeps it. @returns RGBA of the picture's size, clear where the layer says nothing. */
export async function colourLayer(
  name: LayerName,
  file: Uint8Array,
  size: { width: number; height: number },
): Promise<Sharp> {
  const count = size.width * size.height;
  const rgba = new Uint8Array(4 * count);
  const set = (i: number, r: number, g: number, b: number, a = 255): void => {
    rgba[4 * i] = r;
    rgba[4 * i + 1] = g;
    rgba[4 * i + 2] = b;
    rgba[4 * i + 3] = a;
  };
  if (name === 'segmentation') {
    const classes = await decodeLayer(name, file);
    for (let i = 0; i < count; i++) {
      const colour = classColours[classes[i]!];
      if (classes[i] !== 0 && colour !== undefined) set(i, ...(colour as [number, number, number]));
    }
  } else if (name === 'depth') {
    const depth = await decodeLayer(name, file);
    let [near, far] = [Number.POSITIVE_INFINITY, 0];
    for (const value of depth)
      if (value > 0) {
        near = Math.min(near, value);
        far = Math.max(far, value);
      }
    for (let i = 0; i < count; i++) {
      if (depth[i] === 0) continue;
      const grey = 255 - Math.round((200 * (depth[i]! - near)) / Math.max(1e-6, far - near));
      set(i, grey, grey, grey);
    }
  } else if (name === 'normals') {
    const normals = await decodeLayer(name, file);
    for (let i = 0; i < count; i++) {
      const [x, y, z] = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
      if (x !== 0 || y !== 0 || z !== 0) set(i, 127.5 * (x + 1), 127.5 * (y + 1), 127.5 * (z + 1));
    }
  } else if (name === 'albedo') {
    const albedo = await decodeLayer(name, file);
    for (let i = 0; i < count; i++) {
      const [r, g, b] = [albedo[3 * i]!, albedo[3 * i + 1]!, albedo[3 * i + 2]!];
      if (r + g + b > 0) set(i, r, g, b);
    }
  } else {
    const alpha = await decodeLayer(name, file);
    for (let i = 0; i < count; i++) set(i, alpha[i]!, alpha[i]!, alpha[i]!);
  }
  return sharp(rgba, { raw: { ...size, channels: 4 } });
}
