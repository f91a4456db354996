/** A study on parts of 300-W, as people have it on disk. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { silentWork } from '../../core/work.js';
import { ptsText, rowsOf, useWorkplace } from '../../dataset/import/files/labelled-pictures.suite.js';
import { runStudy, type StudyOptions, type StudyResult } from './study.js';

const workplace = useWorkplace();

function face(stem: string): void {
  workplace.write(`${stem}.pts`, ptsText(rowsOf(68)));
  workplace.picture(`${stem}.jpg`);
}

const study = (options: Partial<StudyOptions>, lines: string[] = []): Promise<StudyResult> =>
  runStudy(
    {
      ...{ file: 'recipes/case-study.yaml', scale: 'tiny', out: workplace.out, real: workplace.source },
      ...options,
    },
    {
      ...silentWork,
      log: { info: (line) => void lines.push(line), warn: (line) => void lines.push(`warning: ${line}`) },
    },
  );

describe('A dry run', () => {
  it('says what is missing or broken of 300-W, every job and how long they take', async () => {
    for (const stem of ['afw/1_1', 'afw/2_1', 'helen/testset/3_1']) face(stem);
    workplace.write('afw/4_1.pts', ptsText(rowsOf(68)));
    workplace.write('afw/4_1.jpg', 'no picture');
    const lines: string[] = [];
    const { plan, warnings, refused, samples, report, reused } = await study({ dryRun: true }, lines);
    expect(warnings).toEqual([
      expect.stringMatching(/^Only a part of 300-W: AFW 2 of 337 .* nothing of HELEN train, LFPW train/),
    ]);
    expect(lines).toContain(`warning: ${warnings[0]}`);
    expect(refused).toEqual([{ id: expect.stringMatching(/4_1\.pts$/), reason: expect.any(String) }]);
    expect(samples).toBe(4);
    expect(report).toBeNull();
    const [base] = plan.jobs.filter(({ name }) => name === 'train base, seed 1');
    expect(base).toMatchObject({ kind: 'training', done: false });
    expect(plan.jobs.filter(({ done }) => done).map(({ name }) => name)).toEqual(['photographs']);
    expect(reused).toBe(1);
    const left = plan.jobs.reduce((sum, { done, seconds }) => sum + (done ? 0 : seconds), 0);
    expect(plan.seconds).toBeCloseTo(left, 6);
    expect(plan.seconds).toBeGreaterThan(base!.seconds);
  });
});

describe('Test parts of 300-W alone', () => {
  it('measure the rows that read nothing of them, and the report says what is left out', async () => {
    for (const stem of ['ibug/image_003_1', 'ibug/image_004_1', 'helen/testset/3_1']) face(stem);
    const { failed, report } = await study({ rows: ['synthetic-only'] });
    expect(failed).toEqual([]);
    const page = await readFile(report!.markdown, 'utf8');
    expect(page).toContain('No adapter was fitted: the photographs have too few faces for training');
    const { cells } = JSON.parse(await readFile(report!.json, 'utf8'));
    const on = (part: string): string[] =>
      cells.filter((cell: { part: string }) => cell.part === part).map((cell: { row: string }) => cell.row);
    expect(on('challenging')).toContain('synthetic-only');
    expect(on('train')).toEqual([]);
  });

  it('are refused for rows that need more, with those that do not', async () => {
    face('ibug/image_003_1');
    await expect(study({ rows: ['synthetic-only', 'supervised'] })).rejects.toThrow(
      /no faces for training \(split train\), needed by supervised; .*--rows synthetic-only\)$/,
    );
    await expect(study({ rows: ['daln', 'supervised'] })).rejects.toThrow(
      /needed by daln, supervised; .*or give pictures to adapt to \(daln\) with --unlabelled\)$/,
    );
  });
});
