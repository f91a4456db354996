/** What the studio says of itself. The browser app imports the files of this folder: they run in browsers. */

/** The studio's pages. */
export type StudioPartName = 'explore' | 'annotate' | 'landmarks';

export interface StudioAbout {
  version: string;
  /** The pages that this server offers, the first one shown at `/`. */
  parts: StudioPartName[];
  /** What is worked on, for the page's title: a folder's name. */
  title: string;
}
