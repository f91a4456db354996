import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { typed } from '../command/typed.suite.js';
import { descriptionText } from './describe-faces.js';

let folder: string;
let photo: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-'));
  photo = join(folder, 'photo.jpg');
  await sharp('docs/images/faces.jpg').extract({ left: 770, top: 0, width: 200, height: 160 }).toFile(photo);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

describe('lineament detect --describe', () => {
  it('says in JSON how the head stands, with its error bar, and its shape', async () => {
    const { out, error } = await typed('detect', photo, '--box', '58,40,86,88', '--describe', '--json');
    expect(error).toBe('');
    const { description } = JSON.parse(out).images[0].faces[0];
    const { yaw, pitch, roll, position, covariance, deviation } = description.pose;
    for (const angle of [yaw, pitch, roll]) expect(Math.abs(angle)).toBeLessThan(1.2);
    expect(position[2]).toBeLessThan(-10);
    expect(covariance).toHaveLength(6);
    expect(deviation).toBeGreaterThan(0);
    expect(description.reconstruction.head).toBe('cage');
    expect(description.camera.focalDeviation).toBeGreaterThan(0);
  });

  it('takes the focal length as it is given, and prints a line for people', async () => {
    const { out } = await typed('detect', photo, '--box', '58,40,86,88', '--describe', '--focal', '400');
    expect(out).toMatch(
      /^ {5}(looks|expression) .*; mouth .*; eyes right .*; gaze .*; head yaw -?\d+°, pitch -?\d+°, roll -?\d+° \(± \d+°\).*; \d+ cm away; misfit/m,
    );
  });

  it('refuses CSV, of pictures and of videos: it has no place for it', async () => {
    for (const file of [photo, 'clip.mp4']) {
      const { error } = await typed('detect', file, '--describe', '--format', 'csv');
      expect(error).toContain('CSV has no place for what --describe says (give --format jsonl');
    }
  });

  it('prints no degrees below zero that round to zero', () => {
    const pose = { yaw: -0.001, pitch: -0.002, roll: -0.02, position: [0, 0, -50], deviation: 0.1 };
    expect(descriptionText({ pose, misfit: 1 } as unknown as DescribedFace)).toContain(
      'gaze unknown; head yaw 0°, pitch 0°, roll -1° (± 6°)',
    );
  });

  it('refuses its flags without it', async () => {
    expect((await typed('detect', photo, '--whole', '--focal', '400')).error).toContain('go with --describe');
    expect((await typed('detect', photo, '--describe', '--focal', '-1')).error).toContain(
      'give pixels, above 0',
    );
  });
});
