/** Text from outside (names, captions, files) inside HTML and SVG. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the content of elements and for quoted attributes. */
export function escapeMarkup(text: string): string {
  return Array.from(
    text,
    (character) => entities[character] ?? (isAllowed(character) ? character : '\ufffd'),
  ).join('');
}

/** Control characters make an SVG that no reader opens: XML 1.0 knows tab, line feed and carriage return only. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
