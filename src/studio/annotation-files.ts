/**
 * An annotation project on disk: a plain folder that people can read. `project.json` says what is annotated; `faces/ID.json` (of a named
 * annotator `annotators/NAME/ID.json`) holds a face: what the detector saw, what a person did, one entry for each edit, and the
 * points that come of it. A file is written whole and synced before a request is answered, so a kill loses what was not
 * answered yet. Node only.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AnnotatedFace, annotatedFaceSchema } from '../annotation/annotated-face.js';
import { LineamentError, UsageError } from '../core/errors.js';
import { parseJsonAs } from '../core/settings/parse-json-as.js';
import { type Convention, conventions } from '../landmarks/landmark-set.js';
import { exists, readTextOr, writeFileWhole } from '../node/files.js';

const version = 1;
const projectFormat = 'lineament-annotations';
const faceFormat = 'lineament-annotated-face';

export interface AnnotationProject {
  /** Folder of the pictures. */
  pictures: string;
  landmarks: string;
  /** Where the set is one of a user's own: its YAML file. */
  setFile: string | null;
  names: string[];
  convention: Convention;
  /** Name or file of the model whose detections are corrected. */
  model: string;
}

const projectSchema = z.object({
  format: z.literal(projectFormat),
  version: z.literal(version),
  pictures: z.string(),
  landmarks: z.string(),
  setFile: z.string().nullable(),
  names: z.array(z.string()),
  convention: z.enum(conventions),
  model: z.string(),
});

const faceFileSchema = z.intersection(
  z.object({ format: z.literal(faceFormat), version: z.literal(version) }),
  annotatedFaceSchema,
);

const projectFile = (folder: string): string => join(folder, 'project.json');
const idPattern = /^[\w-]{1,120}$/;
const annotatorPattern = /^[\w-]{1,40}$/;

/** @returns where the faces of an annotator lie; those of one without a name in `faces`. */
export function facesFolder(folder: string, annotator?: string): string {
  if (annotator === undefined) return join(folder, 'faces');
  if (annotatorPattern.test(annotator)) return join(folder, 'annotators', annotator);
  throw new UsageError(`annotate: the annotator's name is '${annotator}'`, {
    hint: 'letters, digits, - and _, 40 at most: it is the name of a folder',
  });
}

/** Those who have a folder; one without a name is undefined. */
export async function annotatorsOf(folder: string): Promise<(string | undefined)[]> {
  const named = await readdir(join(folder, 'annotators')).catch((): string[] => []);
  return [
    ...((await exists(join(folder, 'faces'))) ? [undefined] : []),
    ...named.filter((name) => annotatorPattern.test(name)).sort(),
  ];
}

export async function findProject(folder: string): Promise<AnnotationProject | undefined> {
  return (await exists(projectFile(folder))) ? readProject(folder) : undefined;
}

export async function readProject(folder: string): Promise<AnnotationProject> {
  const file = projectFile(folder);
  const {
    format,
    version: _,
    ...project
  } = parseJsonAs(projectSchema, await readTextOr(file, 'annotation project'), damaged(file));
  return project;
}

export async function writeProject(folder: string, project: AnnotationProject): Promise<void> {
  await writeFileWhole(projectFile(folder), textOf({ format: projectFormat, version, ...project }));
}

/** Ids of the faces that have a file. @param faces – of `facesFolder`. */
export async function faceIds(faces: string): Promise<string[]> {
  const names = await readdir(faces).catch((): string[] => []);
  return names
    .filter((name) => name.endsWith('.json') && idPattern.test(name.slice(0, -5)))
    .map((name) => name.slice(0, -5))
    .sort();
}

export const faceFile = (faces: string, id: string): string => join(faces, `${id}.json`);

export async function readFace(faces: string, id: string): Promise<AnnotatedFace> {
  const file = faceFile(faces, id);
  const {
    format,
    version: _,
    ...face
  } = parseJsonAs(faceFileSchema, await readTextOr(file, 'annotated face'), damaged(file));
  return face;
}

export async function writeFace(faces: string, id: string, face: AnnotatedFace): Promise<void> {
  await writeFileWhole(faceFile(faces, id), textOf({ format: faceFormat, version, ...face }));
}

/** One key a line, lists of numbers in one line each: people read these files and compare them. */
function textOf(content: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(content).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function damaged(file: string): (rule: string) => LineamentError {
  return (rule) =>
    new LineamentError(`annotations: ${rule}`, {
      file,
      hint: 'put the file right, or take it away: the face is then looked at again',
    });
}
