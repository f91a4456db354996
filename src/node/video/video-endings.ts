/** The endings of files that are taken for videos. */
import { extname } from 'node:path';

export const videoEndings: readonly string[] = [
  '.mp4',
  '.m4v',
  '.mov',
  '.mkv',
  '.webm',
  '.avi',
  '.mpg',
  '.mpeg',
  '.ts',
  '.wmv',
  '.ogv',
  '.3gp',
  '.flv',
];

/** Whether the name ends as a video's does; capitals do not count. */
export function isVideoName(name: string): boolean {
  return videoEndings.includes(extname(name).toLowerCase());
}
