/**
 * Elements of an XML file in their order, a piece of the file at a time (saxes). Bytes that are UTF-8 are read as that,
 * whatever is declared: dlib declares ISO-8859-1 and writes the bytes of the file system. Others are read as declared.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { SaxesParser } from 'saxes';
import { LineamentError, messageOf, StoppedError } from '../../../core/errors.js';

export interface XmlHandler {
  /** @param line – counted from 1. */
  open(element: string, attributes: ReadonlyMap<string, string>, line: number): void;
  close(element: string): void;
}

export interface XmlOutcome {
  /** Why reading ended before the end of the file; what came before was handed over. */
  broken: string | undefined;
}

/** Characters within which an element has to begin or end: no string grows with the file. */
const longest = 1 << 24;

/**
 * @param handlerOf – makes a fresh handler: where the bytes turn out to be no UTF-8, the file is read again from its start.
 */
export async function readXml<Handler extends XmlHandler>(
  file: string,
  handlerOf: () => Handler,
  signal?: AbortSignal,
): Promise<XmlOutcome & { handler: Handler }> {
  try {
    const head = await headOf(file);
    const first = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8';
    const encoding = head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : first;
    const handler = handlerOf();
    const outcome = await parse(file, handler, encoding, signal);
    if (outcome !== notThisEncoding) return { ...outcome, handler };
    const again = handlerOf();
    const declared = declaredEncoding(head, file);
    const second = await parse(file, again, declared, signal);
    if (second !== notThisEncoding) return { ...second, handler: again };
    throw new LineamentError(`the bytes are not ${declared}, as the file declares`, {
      file,
      hint: 'save the file as UTF-8',
    });
  } catch (cause) {
    if (cause instanceof LineamentError) throw cause;
    throw new LineamentError(`the labels cannot be read: ${messageOf(cause)}`, {
      file,
      hint: 'check the path and its permissions',
      cause,
    });
  }
}

const notThisEncoding = Symbol('the bytes are of another encoding');

async function parse(
  file: string,
  handler: XmlHandler,
  encoding: string,
  signal: AbortSignal | undefined,
): Promise<XmlOutcome | typeof notThisEncoding> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const parser = new SaxesParser();
  let since = 0;
  parser.on('opentag', ({ name, attributes }) => {
    since = 0;
    handler.open(name, new Map(Object.entries(attributes)), parser.line);
  });
  parser.on('closetag', ({ name }) => {
    since = 0;
    handler.close(name);
  });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 })) {
    if (signal?.aborted)
      throw new StoppedError('the labels were being read', {
        file,
        hint: 'run the same command again; it starts over',
      });
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      return notThisEncoding;
    }
    since += text.length;
    const broken = faultOf(() => parser.write(text));
    if (broken !== undefined) return { broken };
    if (since > longest)
      return { broken: `${atLine} ${parser.line}: no element begins or ends within ${longest} characters` };
  }
  // What the decoder holds back is a letter that the end of the file cuts: the parser misses the closing tags.
  return { broken: faultOf(() => parser.close()) };
}

const atLine = 'the XML is broken at line';

/** The parser throws at the first fault, with its line before the message. */
function faultOf(parsing: () => void): string | undefined {
  try {
    parsing();
    return undefined;
  } catch (cause) {
    return `${atLine} ${messageOf(cause)}`;
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  if (!(await stat(file)).isFile()) throw new Error('it is a folder, a device or a pipe');
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the first line says; where it says nothing, or UTF-8 against the bytes, what Windows would have written. */
function declaredEncoding(head: Uint8Array, file: string): string {
  const text = Buffer.from(head).toString('latin1');
  const name = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(text)?.[1] ?? 'windows-1252';
  const encoding = /^utf-?8$/i.test(name) ? 'windows-1252' : name;
  try {
    return new TextDecoder(encoding).encoding;
  } catch (cause) {
    throw new LineamentError(`the declared encoding '${name}' is unknown`, {
      file,
      hint: 'save the file as UTF-8',
      cause,
    });
  }
}
