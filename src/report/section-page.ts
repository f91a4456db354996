/** A report's sections as one HTML page that opens anywhere. */
import {
  caption,
  contents,
  drawing,
  gallery,
  heading,
  htmlPage,
  type Markup,
  paragraph,
  picture,
  script,
  turnableHead,
  warning,
} from './html-page.js';
import type { Section } from './section.js';
import { tableMarkup } from './table.js';

/** Headings below which a page needs no contents. */
const leastForContents = 4;

/** What comes before the first heading is read first; then the contents. */
export function reportPage(title: string, sections: readonly Section[]): string {
  const headings = sections.flatMap((section) =>
    section.kind === 'heading' && section.level === 2 ? [section.text] : [],
  );
  const first = sections.findIndex(({ kind }) => kind === 'heading');
  const all = sections.map(sectionMarkup);
  if (headings.length >= leastForContents) all.splice(first, 0, [contents(headings)]);
  return htmlPage(title, all.flat());
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
      return [drawing(section.chart.svg, section.chart.caption, section.chart.narrow)];
    case 'heads': {
      const heads = section.heads.map(turnableHead);
      return [gallery(heads, section.side), script(section.script)];
    }
    case 'pictures': {
      const pictures = section.pictures.map(({ bytes, type, caption: words, link }) =>
        picture(bytes, type, words, link),
      );
      return [
        ...(section.title === undefined ? [] : [caption(section.title)]),
        ...(section.side === undefined ? pictures : [gallery(pictures, section.side, section.strip)]),
      ];
    }
  }
}
