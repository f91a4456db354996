/** The files of a report that a study leaves in its folder, and whether they may be written there. */
import { join } from 'node:path';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';

export interface StudyReportFiles {
  /** All figures; written with the recipe as its first key. */
  json: string;
  markdown: string;
  html: string;
}

/** What the JSON begins with: by it all three are seen to be a report's. */
const mark = '{\n "recipe": {';

/**
 * Before the work. @param name – of the files without their endings.
 * @throws UsageError where one of them would be overwritten that no study wrote.
 */
export async function reportFilesIn(folder: string, name: string): Promise<StudyReportFiles> {
  const [json, markdown, html] = ['json', 'md', 'html'].map((ending) =>
    join(folder, `${name}.${ending}`),
  ) as [string, string, string];
  await refuseOverwriting(
    'study',
    [],
    [json, markdown, html].map((path) => ({ path, shownBy: json, mark })),
  );
  return { json, markdown, html };
}
