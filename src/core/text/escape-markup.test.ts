import { expect, test } from 'vitest';
import { escapeMarkup } from './escape-markup.js';

test('text cannot leave its element or its attribute', () => {
  expect(escapeMarkup(`<script>'&"`)).toBe('&lt;script&gt;&#39;&amp;&quot;');
  expect(escapeMarkup('Müller 😀\t→')).toBe('Müller 😀\t→');
});

test('what XML forbids is replaced: control characters and lone surrogates', () => {
  expect(escapeMarkup('a\u0000b\u001b[31m\ud800c')).toBe('a\ufffdb\ufffd[31m\ufffdc');
});
