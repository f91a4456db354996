/** What a report is made of, in its order: words, tables, charts and pictures. A page and Markdown only set it. */
import type { ChartShape } from './charts/axes.js';
import type { Table } from './table.js';

export interface Chart {
  /** Names its file beside Markdown. */
  name: string;
  caption: string;
  svg: string;
  /** The same for narrow pages; without it, they let the other scroll. */
  narrow?: string;
}

/** A chart in both of its shapes. */
export function chartOf(name: string, caption: string, draw: (shape: ChartShape) => string): Chart {
  return { name, caption, svg: draw('wide'), narrow: draw('narrow') };
}

export interface ReportPicture {
  bytes: Uint8Array;
  type: 'image/png' | 'image/jpeg';
  caption: string;
  /** Address that the picture leads to on a page. */
  link?: string;
}

/** Heads that can be turned in the page. */
export interface ReportHead {
  /** Binary glTF. */
  glb: Uint8Array;
  /** Row-major 3×3: how it is turned at first, from the head's axes to right, up and towards the viewer; to the front where it is left out. */
  rotation?: readonly number[];
  caption: string;
}

export type Section =
  | { kind: 'heading'; text: string; level: 2 | 3 }
  | { kind: 'text'; text: string }
  | { kind: 'warning'; text: string }
  | { kind: 'table'; table: Table }
  | { kind: 'chart'; chart: Chart }
  | {
      kind: 'pictures';
      title?: string;
      pictures: readonly ReportPicture[];
      /** Pixels that each should have at least; absent: one under the other, as they are. */
      side?: number;
      /** On a narrow page all stay in one row, which scrolls. */
      strip?: boolean;
    }
  | {
      kind: 'heads';
      heads: readonly ReportHead[];
      /** Shows the heads: apps/head-view, bundled. */
      script: string;
      /** Pixels of each. */
      side: number;
    };

export function headingSection(text: string, level: 2 | 3 = 2): Section {
  return { kind: 'heading', text, level };
}

export function textSection(text: string): Section {
  return { kind: 'text', text };
}

/** None for a table that is missing or has no rows. */
export function tableSections(table: Table | null): Section[] {
  return table === null || table.rows.length === 0 ? [] : [{ kind: 'table', table }];
}

/** A heading and what is to be known of the sections under it; nothing where there are none. */
export function titledSections(title: string, introduction: string, sections: readonly Section[]): Section[] {
  return sections.length === 0 ? [] : [headingSection(title), textSection(introduction), ...sections];
}
