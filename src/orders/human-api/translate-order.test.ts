import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseGeneration } from '../../dataset/generate/settings.js';
import { fieldsOf } from './ledger.js';
import { translateHumanOrder } from './translate-order.js';

const jobs = '../shared/human-api/jobs';
if (!existsSync(jobs)) console.warn(`job files of the Human API skipped: ${jobs} is missing`);

const order = (human: object): unknown => ({
  humans: [{ identities: { ids: [3, 8, 9, 12], renders_per_identity: 5 }, ...human }],
});

describe('orders of the Human API', () => {
  it('refuses what has no humans', () => {
    expect(() => translateHumanOrder({ people: [] })).toThrow('order: the file has no list of humans');
  });

  it('counts identities, renders and cameras exactly', () => {
    const camera = { specifications: { resolution_w: 96, resolution_h: 96 } };
    const { pictures, parts } = translateHumanOrder(
      order({ camera_and_light_rigs: [{ cameras: [camera, camera] }, { cameras: [camera] }] }),
    );
    expect(pictures).toBe(4 * 5 * 3);
    expect(parts.map(({ name, settings }) => [name, settings.size, settings.count])).toEqual([
      ['order', 96, 60],
    ]);
    const large = { specifications: { resolution_w: 192, resolution_h: 192 } };
    const two = translateHumanOrder(order({ camera_and_light_rigs: [{ cameras: [camera, large] }] }));
    expect(two.parts.map(({ name }) => name)).toEqual(['order-96', 'order-192']);
  });

  it('answers every field in one list, and refuses by name what it never heard of', () => {
    const content = order({
      facial_attributes: {
        head_turn: [{ yaw: { type: 'range', values: { min: -20, max: 20 } }, percent: 100 }],
        tattoo: [{ style: ['anchor'], percent: 10 }],
      },
      body: [{ height: ['tall'], percent: 100 }],
    });
    const { honoured, mapped, refused, pictures } = translateHumanOrder(content);
    expect(pictures).toBe(20);
    expect(honoured).toContain('humans[0].facial_attributes.head_turn[0].yaw');
    expect(refused.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'humans[0].facial_attributes.tattoo[0].style',
        'humans[0].facial_attributes.tattoo[0].percent',
        'humans[0].body[0].height',
      ]),
    );
    const answered = [...honoured, ...mapped.map(({ path }) => path), ...refused.map(({ path }) => path)];
    expect(answered.toSorted()).toEqual(fieldsOf(content, '').toSorted());
  });

  it('turns heads to the side that the service turned them to', () => {
    const roll = { type: 'range', values: { min: 10, max: 30 } };
    const { parts } = translateHumanOrder(
      order({ facial_attributes: { head_turn: [{ roll, percent: 100 }] } }),
    );
    // Its roll is positive towards the other shoulder.
    expect(JSON.stringify(parts[0]!.settings)).toContain('"roll":{"min":-30,"max":-10}');
  });

  it('names the field of a wrong value', () => {
    expect(() => translateHumanOrder({ humans: [{ identities: { ids: [] } }] })).toThrow(
      /humans\[0\]\.identities\.ids|humans\.0\.identities\.ids/,
    );
  });

  it.skipIf(!existsSync(jobs))('answers each job file that its users left', async () => {
    const files = (await readdir(jobs)).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(30);
    const refusing: string[] = [];
    for (const file of files) {
      const content: unknown = JSON.parse(await readFile(`${jobs}/${file}`, 'utf8'));
      const { parts, pictures, honoured, mapped, refused } = translateHumanOrder(content);
      for (const { settings } of parts) parseGeneration(settings);
      expect(pictures, file).toBeGreaterThan(0);
      expect(honoured.length + mapped.length + refused.length, file).toBe(fieldsOf(content, '').length);
      if (refused.length > 0) refusing.push(file);
    }
    // Bodies, gestures and animations are refused; what concerns heads is not.
    expect(refusing.every((file) => /body|gesture|matting/.test(file))).toBe(true);
    expect(refusing.length / files.length).toBeLessThan(0.25);
  });
});
