import { expect, test } from 'vitest';
import { htmlPage } from './html-page.js';
import { type Table, tableMarkdown, tableMarkup, tableText } from './table.js';

const table: Table = {
  head: ['row', 'NME'],
  rows: [
    ['one|two', '6.00 [5.50, 6.50]'],
    ['three', '4.50 [4.00, 5.00]'],
  ],
  best: [[1, 1]],
};

test('On a page an interval stands under its figure, and the least error stands out', () => {
  const { html } = tableMarkup(table);
  expect(html).toContain(
    '<th scope="row">three</th><td><strong>4.50</strong><br><small>[4.00, 5.00]</small></td>',
  );
});

test('In Markdown a bar in a cell does not end it', () => {
  expect(tableMarkdown(table).split('\n')).toEqual([
    '| row | NME |',
    '| --- | ---: |',
    '| one\\|two | 6.00 [5.50, 6.50] |',
    '| three | **4.50 [4.00, 5.00]** |',
  ]);
});

test('On a terminal words are to the left, figures to the right', () => {
  expect(
    tableText({
      head: ['', 'n'],
      rows: [
        ['a', '10'],
        ['bc', '9'],
      ],
    }),
  ).toBe('     n\n──  ──\na   10\nbc   9');
});

test('A page carries the script that sorts only where a table can be sorted', () => {
  expect(htmlPage('t', [tableMarkup(table)])).not.toContain('<script>');
  expect(htmlPage('t', [tableMarkup({ ...table, sortable: true })])).toContain('<script>');
});
