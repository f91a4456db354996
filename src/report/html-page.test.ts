import { expect, test } from 'vitest';
import { contents, drawing, gallery, heading, htmlPage, picture } from './html-page.js';
import { svgDrawing } from './svg.js';
import { tableMarkup } from './table.js';

test('text from outside cannot become markup', () => {
  const page = htmlPage('a <b> & "c"', [
    heading('<script>alert(1)</script>'),
    tableMarkup({ title: '<t>', head: ['<x>'], rows: [['<y>', '<z>']] }),
  ]);
  expect(page).not.toMatch(/<script>|<[txyz]>/);
  expect(page).toContain('<title>a &lt;b&gt; &amp; &quot;c&quot;</title>');
});

test('the first cell heads its row', () => {
  expect(tableMarkup({ head: ['', 'NME'], rows: [['all', '4.57']] }).html).toContain(
    '<tr><th scope="row">all</th><td>4.57</td></tr>',
  );
});

test('a picture travels inside the page', () => {
  const one = picture(Uint8Array.of(1, 2, 3), 'image/png', 'c');
  expect(one.html).toContain('src="data:image/png;base64,AQID"');
  expect(gallery([one, one], 100).html.match(/<figure>/g)).toHaveLength(2);
  expect(picture(Uint8Array.of(1), 'image/png', 'c', 'a"b.png').html).toContain(
    '<a href="a&quot;b.png"><img',
  );
});

test('contents lead to the headings', () => {
  const [title, other] = ['Table 1: nearest subset', 'How many <b> labels?'];
  const place = /href="#([^"]*)"/g;
  const links = [...contents([title, other]).html.matchAll(place)].map(([, found]) => found);
  expect(links).toEqual(['table-1-nearest-subset', 'how-many-b-labels']);
  for (const [i, text] of [title, other].entries()) expect(heading(text).html).toContain(`id="${links[i]}"`);
});

test('a chart is no white block on a dark page: its ground is named by what the page takes away', () => {
  const page = htmlPage('a', [drawing(svgDrawing(10, 10, 'c', []), 'c')]);
  const dark = /@media screen and \(prefers-color-scheme: dark\) \{([^@]*)/.exec(page)![1]!;
  const ground = /(\S+) \{ fill: none; \}/.exec(dark)![1]!;
  expect(page).toContain(`<rect class="${ground.slice(1)}" width="10" height="10" fill="#fff"/>`);
  expect(dark).toContain('filter: invert(1)');
});

/** The rules for narrow screens. */
const narrowRules = (page: string): string =>
  /@media screen and \(max-width: 40rem\) \{([^@]*)/.exec(page)![1]!;

test('a chart that is drawn for narrow pages too takes the place of the other there, and only there', () => {
  const page = htmlPage('a', [drawing('<svg id="w"/>', 'c', '<svg id="n"/>')]);
  expect(page).toContain('<div class="wide"><svg id="w"/></div><div class="narrow"><svg id="n"/></div>');
  expect(page).toContain('.drawing .narrow { display: none; }');
  expect(narrowRules(page)).toMatch(
    /\.drawing \.wide \{ display: none; \} \.drawing \.narrow \{ display: block; \}/,
  );
});

test('head and first column of a large table stay in sight where the table scrolls, and on paper the table is whole', () => {
  const page = htmlPage('a', [tableMarkup({ head: ['', 'x'], rows: [['a', '1']] })]);
  expect(page).toMatch(/\.table \{ overflow: auto; max-height: \d+vh;/);
  expect(page).toMatch(/thead th \{ position: sticky; top: 0;/);
  expect(page).toMatch(/thead th:first-child \{ position: sticky; left: 0;/);
  const paper = /@media print \{([^@]*)/.exec(page)![1]!;
  expect(paper).toContain('.table, .drawing { overflow: visible; max-height: none; }');
});

test('a table is shaded at an edge beyond which it goes on: the cover of the shade goes with what is scrolled', () => {
  const page = htmlPage('a', [tableMarkup({ head: ['', 'x'], rows: [['a', '1']] })]);
  const layers = /\.table \{[^}]*background: ([^;]*);/.exec(page)![1]!.split(/, (?=linear)/);
  expect(layers.map((layer) => /(right|bottom) .*(local|scroll)/.exec(layer)!.slice(1))).toEqual([
    ['right', 'local'],
    ['bottom', 'local'],
    ['right', 'scroll'],
    ['bottom', 'scroll'],
  ]);
  expect(layers.filter((layer) => layer.includes('var(--shade)'))).toEqual(layers.slice(2));
  expect(/@media print \{([^@]*)/.exec(page)![1]).toContain('.table { background: none; }');
});

test('pictures of a strip stay in one row on a narrow page, large', () => {
  const one = picture(Uint8Array.of(1, 2, 3), 'image/png', 'c');
  expect(gallery([one], 100, true).html).toContain('class="gallery strip"');
  expect(gallery([one], 100).html).not.toContain('strip');
  expect(narrowRules(htmlPage('a', []))).toMatch(/\.strip figure \{ flex: 0 0 82%/);
});
