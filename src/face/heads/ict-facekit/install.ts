/**
 * Installs ICT-FaceKit into the assets folder, from a published folder, from an already baked one, or by cloning the
 * public repository. The installed folder is whole or absent: it is made beside its place and renamed. Node only.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LineamentError, messageOf, StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import {
  errorCode,
  exists,
  makeFolder,
  removeAbandoned,
  temporaryName,
  writeFileWhole,
} from '../../../node/files.js';
import { tongueActions } from '../tongue.js';
import { actionShapes } from './action-shapes.js';
import { bakeFacekit, type FacekitNeeds, neutralFile } from './bake.js';
import { bakedFiles, readBaked } from './baked.js';
import { lookShapes } from './lids.js';
import { publishedVertexCount } from './parts.js';

export const repository = 'https://github.com/ICT-VGL/ICT-FaceKit';
export const licenceLine =
  'ICT-FaceKit: MIT License, Copyright (c) 2020 USC Institute for Creative Technologies';

/** ICT-FaceKit has no shapes of the tongue: the loader makes them. */
const madeShapes: ReadonlySet<string> = new Set(tongueActions);

export const publishedNeeds: FacekitNeeds = {
  vertexCount: publishedVertexCount,
  expressions: [
    ...new Set([...[...actionShapes.values()].flatMap((mixture) => Object.keys(mixture)), ...lookShapes]),
  ].filter((name) => !madeShapes.has(name)),
};

export interface InstallOptions {
  /** A clone of ICT-FaceKit, its FaceXModel folder, or a baked folder; cloned from the repository if left out. */
  from?: string | undefined;
  /** The folder to make. */
  to: string;
  /** Replaced in tests. */
  needs?: FacekitNeeds;
  clone?: (folder: string, signal: AbortSignal) => Promise<void>;
}

export interface Installed {
  folder: string;
  vertices: number;
  identityModes: number;
  expressions: number;
}

export async function installIctFacekit(
  options: InstallOptions,
  work: Work = silentWork,
): Promise<Installed> {
  const { from, clone = cloneRepository } = options;
  if (from !== undefined) return installFrom(from, options, work);
  const temporary = await mkdtemp(join(tmpdir(), 'ict-facekit-'));
  try {
    const folder = join(temporary, 'ICT-FaceKit');
    await clone(folder, work.signal);
    return await installFrom(folder, options, work);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function installFrom(from: string, options: InstallOptions, work: Work): Promise<Installed> {
  const to = resolve(options.to);
  const needs = options.needs ?? publishedNeeds;
  const beside = temporaryName(to);
  await refuseOthersFolder(to);
  makeFolder(dirname(to));
  await removeAbandoned(dirname(to));
  try {
    await mkdir(beside, { recursive: true });
    if (await exists(join(from, bakedFiles.header))) {
      for (const file of Object.values(bakedFiles)) await copyFile(join(from, file), join(beside, file));
    } else {
      const { header, data } = await bakeFacekit(await modelFolder(from), needs, work);
      await writeFileWhole(join(beside, bakedFiles.data), data);
      await writeFileWhole(join(beside, bakedFiles.header), JSON.stringify(header));
    }
    if (await exists(join(from, licenceFile)))
      await copyFile(join(from, licenceFile), join(beside, licenceFile));
    // Read back what will be used: a broken copy must not take the place of a good one.
    const { header } = await readBaked(beside);
    checkNeeds(from, header, needs);
    await swapIn(beside, to);
    return {
      folder: to,
      vertices: header.vertices,
      identityModes: header.identityNames.length,
      expressions: header.expressionNames.length,
    };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

const licenceFile = 'LICENSE';

/** The old folder is removed once the new one is in place: it must be empty or hold nothing but an installed head. */
async function refuseOthersFolder(to: string): Promise<void> {
  if (!(await exists(to))) return;
  const ours: ReadonlySet<string> = new Set([...Object.values(bakedFiles), licenceFile]);
  let names: string[];
  try {
    names = await readdir(to);
  } catch (cause) {
    throw new LineamentError(`is not a folder that can be read: ${messageOf(cause)}`, {
      file: to,
      hint: 'name a new or empty folder',
      cause,
    });
  }
  const others = names.filter((name) => !ours.has(name));
  if (others.length > 0)
    throw new LineamentError(`ict-facekit would replace this folder, which holds '${others[0]}'`, {
      file: to,
      hint: 'name a new or empty folder, or one that holds an installed head',
    });
}

function checkNeeds(
  from: string,
  header: { vertices: number; expressionNames: readonly string[] },
  needs: FacekitNeeds,
): void {
  const hint = `take it from ${repository}`;
  if (header.vertices !== needs.vertexCount)
    throw new LineamentError(`ict-facekit must have ${needs.vertexCount} vertices, got ${header.vertices}`, {
      file: from,
      hint,
    });
  const missing = needs.expressions.filter((name) => !header.expressionNames.includes(name));
  if (missing.length > 0)
    throw new LineamentError(`ict-facekit lacks the expressions ${missing.join(', ')}`, { file: from, hint });
}

async function copyFile(from: string, to: string): Promise<void> {
  try {
    await cp(from, to);
  } catch (cause) {
    throw new LineamentError(`cannot be copied to ${to}: ${messageOf(cause)}`, {
      file: from,
      hint: 'check both folders',
      cause,
    });
  }
}

/** The folder with the OBJ files: the given one or its FaceXModel. */
async function modelFolder(from: string): Promise<string> {
  for (const folder of [from, join(from, 'FaceXModel')])
    if (await exists(join(folder, neutralFile))) return folder;
  throw new LineamentError(
    `is no ICT-FaceKit folder: it holds neither FaceXModel/${neutralFile} nor ${bakedFiles.header}`,
    {
      file: from,
      hint: `give the folder of a clone of ${repository}`,
    },
  );
}

/** Puts the finished folder in its place; an older one steps aside first. */
async function swapIn(finished: string, to: string): Promise<void> {
  const old = `${to}.${process.pid}.old`;
  const hadOne = await exists(to);
  if (hadOne) await rename(to, old);
  try {
    await rename(finished, to);
  } catch (cause) {
    if (hadOne) await rename(old, to);
    throw new LineamentError(`cannot be put in place: ${messageOf(cause)}`, {
      file: to,
      hint: 'check its permissions',
      cause,
    });
  }
  await rm(old, { recursive: true, force: true });
}

async function cloneRepository(folder: string, signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)('git', ['clone', '--depth', '1', repository, folder], {
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      signal,
    });
  } catch (cause) {
    if (signal.aborted) throw new StoppedError('ICT-FaceKit was being fetched');
    const absent = errorCode(cause) === 'ENOENT';
    const said = absent ? 'git is not installed' : (messageOf(cause).trim().split('\n').at(-1) ?? '');
    throw new LineamentError(`ict-facekit cannot be fetched from ${repository}: ${said}`, {
      hint: 'on a machine without a network, copy a clone of it here and run: lineament assets install ict-facekit --from FOLDER',
      cause,
    });
  }
}
