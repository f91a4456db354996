import { expect, test } from 'vitest';
import { heading, htmlPage, picture, table } from './html-page.js';

test('text from outside cannot become markup', () => {
  const page = htmlPage('a <b> & "c"', [heading('<script>alert(1)</script>'), table(['<x>'], [['<y>', 1]])]);
  expect(page).not.toMatch(/<script>|<x>|<y>/);
  expect(page).toContain('<title>a &lt;b&gt; &amp; &quot;c&quot;</title>');
});

test('numbers have two decimals, the first cell heads its row', () => {
  expect(table(['', 'NME'], [['all', 4.567]]).html).toContain(
    '<tr><th scope="row">all</th><td>4.57</td></tr>',
  );
});

test('a picture travels inside the page', () => {
  expect(picture(Uint8Array.of(1, 2, 3), 'image/png', 'c').html).toContain(
    'src="data:image/png;base64,AQID"',
  );
});
