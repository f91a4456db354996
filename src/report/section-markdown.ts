/** A report's sections as Markdown; charts are files beside it, pictures are on the page only. */
import { plainMarkdown } from './plain-markdown.js';
import type { Section } from './section.js';
import { tableMarkdown } from './table.js';

/** @param page – name of the page's file, where the pictures are. */
export function reportMarkdown(title: string, sections: readonly Section[], page: string): string {
  const parts = sections.map((section) => sectionMarkdown(section, page)).filter(Boolean);
  return `# ${plainMarkdown(title)}\n\n${parts.join('\n\n')}\n`;
}

function sectionMarkdown(section: Section, page: string): string {
  switch (section.kind) {
    case 'heading':
      return `${'#'.repeat(section.level)} ${plainMarkdown(section.text)}`;
    case 'text':
      return plainMarkdown(section.text);
    case 'warning':
      return `> **${plainMarkdown(section.text)}**`;
    case 'table':
      return tableMarkdown(section.table);
    case 'chart': {
      const caption = plainMarkdown(section.chart.caption);
      return `![${caption}](${section.chart.name}.svg)\n\n${caption}`;
    }
    case 'heads':
      return `Heads: see ${page}`;
    case 'pictures':
      return section.title === undefined ? '' : `${plainMarkdown(section.title)}: see ${page}`;
  }
}
