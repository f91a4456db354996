/** What the tests use of gltf-validator, which brings no types of its own. */
declare module 'gltf-validator' {
  export function validateBytes(file: Uint8Array): Promise<{
    issues: { numErrors: number; numWarnings: number; messages: { code: string; message: string }[] };
  }>;
}
