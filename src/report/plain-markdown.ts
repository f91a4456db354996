/** Text that no reader of Markdown takes for HTML. */
export function plainMarkdown(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
