import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseS3Place, s3AccessOf } from './s3-client.js';
import { startS3, type TestS3 } from './s3-server.suite.js';
import { s3Storage } from './s3-storage.js';
import type { Storage } from './storage.js';
import { type StorageHouse, storageSuite } from './storage.suite.js';

async function house(): Promise<StorageHouse & { storage: Storage; s3: TestS3 }> {
  const s3 = await startS3({ pageSize: 2 });
  return {
    s3,
    storage: s3Storage('s3://faces/own/orders', { access: s3.access, partSize: 40_000 }),
    close: () => s3.close(),
  };
}

describe('the storage on S3', () => {
  storageSuite(house);

  it('lies below its prefix, and large files go up in parts', async () => {
    const { storage, s3, close } = await house();
    const scratch = await storage.scratch();
    await writeFile(join(scratch, 'large'), Buffer.alloc(100_000, 7));
    await storage.adopt('files/large', join(scratch, 'large'));
    expect([...s3.objects].map(([name, bytes]) => [name, bytes.length])).toEqual([
      ['faces/own/orders/files/large', 100_000],
    ]);
    expect(s3.uploads).toBe(0);
    await rm(scratch, { recursive: true });
    expect(await readdir(dirname(scratch))).not.toContain(scratch);
    await close();
  });

  it('asks again where the service is busy', async () => {
    const { storage, s3, close } = await house();
    s3.fail(2);
    await storage.write('a', 'content');
    expect(s3.objects.get('faces/own/orders/a')?.toString()).toBe('content');
    await close();
  });

  it('says what to check where it is refused or not reached', async () => {
    const { s3, close } = await house();
    const wrong = s3Storage('s3://faces', { access: { ...s3.access, secretAccessKey: 'wrong' } });
    await expect(wrong.write('a', 'content')).rejects.toThrow(
      /cannot be written: the storage answered SignatureDoesNotMatch .* AWS_SECRET_ACCESS_KEY/s,
    );
    await expect(wrong.children('a/')).rejects.toThrow(/cannot be listed/);
    await close();
  });

  it('reads place and key as other tools do', () => {
    expect(parseS3Place('s3://bucket')).toEqual({ bucket: 'bucket', prefix: '' });
    expect(parseS3Place('s3://my.bucket-1/a/b/')).toEqual({ bucket: 'my.bucket-1', prefix: 'a/b' });
    for (const place of [
      's3:/bucket',
      's3://',
      's3://Bucket',
      's3://bucket/a b',
      's3://bucket/é',
      's3://bucket/../x',
    ])
      expect(() => parseS3Place(place)).toThrow(/give s3:/);
    const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(s3AccessOf({ ...key, AWS_ENDPOINT_URL: 'http://minio:9000/', AWS_REGION: 'eu' })).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: undefined,
      region: 'eu',
      endpoint: 'http://minio:9000',
    });
    expect(() => s3AccessOf({ AWS_ACCESS_KEY_ID: 'id' })).toThrow(/needs a key/);
    expect(() => s3AccessOf({ ...key, AWS_ENDPOINT_URL: 'minio' })).toThrow(/AWS_ENDPOINT_URL is "minio"/);
  });
});
