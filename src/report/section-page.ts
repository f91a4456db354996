/** A report's sections as one HTML page that opens anywhere. */
import {
  caption,
  drawing,
  gallery,
  heading,
  htmlPage,
  type Markup,
  paragraph,
  picture,
  warning,
} from './html-page.js';
import type { Section } from './section.js';
import { tableMarkup } from './table.js';

export function reportPage(title: string, sections: readonly Section[]): string {
  return htmlPage(title, sections.flatMap(sectionMarkup));
}

function sectionMarkup(section: Section): Markup[] {
  switch (section.kind) {
    case 'heading':
      return [heading(section.text, section.level)];
    case 'text':
      return [paragraph(section.text)];
    case 'warning':
      return [warning(section.text)];
    case 'table':
      return [tableMarkup(section.table)];
    case 'chart':
      return [drawing(section.chart.svg, section.chart.caption)];
    case 'pictures': {
      const pictures = section.pictures.map(({ bytes, type, caption: words }) => picture(bytes, type, words));
      return [
        ...(section.title === undefined ? [] : [caption(section.title)]),
        ...(section.side === undefined ? pictures : [gallery(pictures, section.side)]),
      ];
    }
  }
}
