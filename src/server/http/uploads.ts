/** Files that come with a request: one as the body itself, or several as multipart/form-data. Bounded in bytes, count and time. */
import type { Context } from 'hono';
import { withBody } from './body.js';
import { ProblemError } from './problem.js';

export interface UploadedFile {
  /** As its sender calls it; never a path that is opened. */
  name: string;
  bytes: Uint8Array;
}

export interface UploadBounds {
  /** Of all files together. */
  bytes: number;
  files: number;
}

/** Milliseconds for a whole upload. */
const time = 60_000;

/** @param run – what is done with them; they are held as long. */
export async function uploadBody<T>(
  context: Context,
  { bytes, files: most }: UploadBounds,
  run: (files: UploadedFile[]) => Promise<T>,
): Promise<T> {
  const type = context.req.header('content-type') ?? '';
  const multipart = /^multipart\/form-data\s*;/i.test(type);
  if (!multipart && !/^image\/[\w.+-]+\s*(;|$)/i.test(type))
    throw new ProblemError(
      415,
      `the content-type is ${JSON.stringify(type.slice(0, 100))}; allowed: image/…, multipart/form-data`,
    );
  return withBody(context, { bytes, time }, async (body) => {
    if (!multipart) {
      if (body.length === 0) throw new ProblemError(422, 'the body is empty', 'send a picture');
      return run([{ name: 'image', bytes: new Uint8Array(body) }]);
    }
    const found = await filesOf(body, type);
    if (found.length === 0 || found.length > most)
      throw new ProblemError(422, `${found.length} files; allowed: 1 to ${most} at once`);
    return run(found);
  });
}

async function filesOf(body: Buffer, type: string): Promise<UploadedFile[]> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw new ProblemError(400, 'the body is not multipart/form-data as its content-type says');
    });
  const files: UploadedFile[] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string')
      throw new ProblemError(
        422,
        `${JSON.stringify(field.slice(0, 100))} is a text; allowed: files`,
        'give settings in the query',
      );
    files.push({ name: value.name.slice(0, 200), bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return files;
}
