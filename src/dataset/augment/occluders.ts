/**
 * Things in front of the face: ellipses and turned rectangles filled with a colour, a gradient, noise, or another
 * part of the picture (skin in the wrong place, as hands are). Points stay: the network learns to guess hidden ones.
 * A plain form of random erasing (Zhong et al., AAAI 2020). H height, W width.
 */
import { z } from 'zod';
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import { type Partially, type Range, range } from './value-ranges.js';

export interface OccluderSettings {
  probability: number;
  /** Most shapes in one picture. */
  most: number;
  /** Bounds of a shape's width and height, as shares of the crop's side. */
  size: Range;
}

export const occluderSchema: z.ZodType<OccluderSettings, Partially<OccluderSettings>> = z.strictObject({
  probability: number(0, 1).default(0.35),
  most: number(1, 10).default(2),
  size: range(0.01, 1).default([0.06, 0.4]),
});

/** Whether something lies in front of a place of the picture, pixels. */
export type Covers = (x: number, y: number) => boolean;

/** Changes the image in place. @returns what it covers. */
export function augmentOccluders(image: Image, settings: OccluderSettings, random: Random): Covers {
  if (!random.chance(settings.probability)) return () => false;
  const shapes = Array.from({ length: random.integer(1, Math.floor(settings.most)) }, () =>
    drawShape(image, settings.size, random),
  );
  return (x, y) => shapes.some((covers) => covers(x, y));
}

type Fill = (x: number, y: number, channel: number) => number;

function drawShape({ width, height, data }: Image, size: Range, random: Random): Covers {
  const centreX = random.uniform(0, width);
  const centreY = random.uniform(0, height);
  const halfX = (random.uniform(...size) * width) / 2;
  const halfY = (random.uniform(...size) * height) / 2;
  const angle = random.uniform(0, Math.PI);
  const round = random.chance(0.5);
  const fill = sampleFill(data.slice(), width, height, random);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const covers: Covers = (x, y) => {
    const u = (cos * (x - centreX) + sin * (y - centreY)) / halfX;
    const v = (cos * (y - centreY) - sin * (x - centreX)) / halfY;
    return round ? u * u + v * v <= 1 : Math.abs(u) <= 1 && Math.abs(v) <= 1;
  };
  const reach = Math.hypot(halfX, halfY);
  const top = Math.max(0, Math.ceil(centreY - reach));
  const bottom = Math.min(height - 1, Math.floor(centreY + reach));
  const left = Math.max(0, Math.ceil(centreX - reach));
  const right = Math.min(width - 1, Math.floor(centreX + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      if (!covers(x, y)) continue;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) data[at + channel] = fill(x, y, channel);
    }
  }
  return covers;
}

function sampleFill(source: Uint8Array, width: number, height: number, random: Random): Fill {
  const colour = [random.next() * 255, random.next() * 255, random.next() * 255];
  switch (random.weighted({ plain: 2, gradient: 2, noise: 1, patch: 3 })) {
    case 'plain':
      return (_x, _y, channel) => colour[channel]!;
    case 'gradient': {
      const other = [random.next() * 255, random.next() * 255, random.next() * 255];
      return (x, _y, channel) => colour[channel]! + ((other[channel]! - colour[channel]!) * x) / width;
    }
    case 'noise':
      return (_x, _y, channel) => colour[channel]! * 0.5 + random.next() * 127;
    case 'patch': {
      const shiftX = random.integer(0, width - 1);
      const shiftY = random.integer(0, height - 1);
      return (x, y, channel) =>
        source[(((y + shiftY) % height) * width + ((x + shiftX) % width)) * 3 + channel]!;
    }
  }
}
