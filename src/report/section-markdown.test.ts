import { expect, test } from 'vitest';
import { type Section, textSection, titledSections } from './section.js';
import { reportMarkdown } from './section-markdown.js';
import { reportPage } from './section-page.js';

const bad = '<img src=x onerror=alert(1)> & more';
const sections: Section[] = [
  { kind: 'heading', text: bad, level: 2 },
  { kind: 'text', text: bad },
  { kind: 'warning', text: bad },
  { kind: 'table', table: { title: bad, caption: bad, head: [bad], rows: [[bad]], best: [[0, 0]] } },
  { kind: 'chart', chart: { name: 'bars', caption: bad, svg: '' } },
  { kind: 'pictures', title: bad, pictures: [] },
];

test('Names and captions do not become HTML in Markdown', () => {
  const text = reportMarkdown(bad, sections, 'report.html');
  expect(text).not.toContain('<img');
  expect(text.match(/&lt;img src=x onerror=alert\(1\)> &amp; more/g)!.length).toBe(11);
});

test('nor on the page', () => {
  const page = reportPage(bad, sections);
  expect(page).not.toContain('<img');
  // The title stands twice, the chart's caption once.
  expect(page.match(/&lt;img src=x onerror=alert\(1\)&gt; &amp; more/g)!.length).toBe(11);
});

test('What has no sections has no title either', () => {
  expect(titledSections('Samples', 'Of a prior.', [])).toEqual([]);
  expect(titledSections('Samples', 'Of a prior.', [textSection('one')])).toHaveLength(3);
});
