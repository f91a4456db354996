/**
 * Writes the types of `lineament/client` from the server's own OpenAPI document: `npx tsx scripts/client-types.ts`. A test
 * holds the file to what the document gives now.
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { type TestServer, testServer } from '../src/server/server.suite.js';

export const clientTypesFile = 'src/client/schema.ts';

const heading = `/** Made from the server's OpenAPI document by scripts/client-types.ts: change the routes, then run it. */\n`;

/** @returns what the file is to hold. */
export async function clientTypes(server: Pick<TestServer, 'ask'>): Promise<string> {
  const document = (await (await server.ask('/openapi.json')).json()) as OpenAPI3;
  return (
    heading +
    astToString(
      await openapiTypescript(document, {
        alphabetize: true,
        defaultNonNullable: false,
      }),
    )
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = await testServer();
  await writeFile(clientTypesFile, await clientTypes(server));
  await server.close();
}
