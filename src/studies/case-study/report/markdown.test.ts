import { expect, test } from 'vitest';
import { reportMarkdown } from './markdown.js';
import type { StudyReport } from './study-report.js';

test('Names and captions do not become HTML', () => {
  const bad = '<img src=x onerror=alert(1)> & more';
  const report = { study: { name: bad, scale: 'tiny' }, domain: 'real' } as StudyReport;
  const text = reportMarkdown(report, [
    { kind: 'heading', text: bad, level: 2 },
    { kind: 'text', text: bad },
    { kind: 'warning', text: bad },
    { kind: 'table', table: { title: bad, caption: bad, head: [bad], rows: [[bad]], best: [[0, 0]] } },
    { kind: 'chart', chart: { name: 'bars', caption: bad, svg: '' } },
    { kind: 'faces', overlays: { title: bad, faces: [] } },
  ]);
  expect(text).not.toContain('<img');
  expect(text.match(/&lt;img src=x onerror=alert\(1\)> &amp; more/g)!.length).toBe(11);
});
