/**
 * A POST to an address of a customer's choice. Its name is looked up once, every address that it has is looked at, and the
 * connection goes to one of these: a name that leads elsewhere when it is asked again (DNS rebinding) changes nothing. No
 * redirect is followed, and no more than the head of the answer is read.
 */
import type { LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { LineamentError } from '../../core/errors.js';

export interface PostOptions {
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether it may lead into private networks. */
  privateNetworks: boolean;
  signal: AbortSignal;
  /** All addresses of a name; replaced in tests. */
  resolve?: (name: string) => Promise<LookupAddress[]>;
}

const allAddresses = (name: string): Promise<LookupAddress[]> => lookUp(name, { all: true });

/** @returns the status of the answer. */
export async function postOnce(address: string, options: PostOptions): Promise<number> {
  const { headers, body, privateNetworks, signal, resolve = allAddresses } = options;
  const url = new URL(address);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(name);
  const addresses = family === 0 ? await resolve(name) : [{ address: name, family }];
  const [first] = addresses;
  if (first === undefined) throw new LineamentError('the name has no address', { file: url.host });
  if (!privateNetworks && addresses.some((one) => isPrivate(one.address)))
    throw new LineamentError('the webhook leads into a private network', {
      file: url.host,
      hint: 'give a public address, or let the server allow private ones',
    });
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((done, reject) => {
    const asked = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal,
        agent: false,
        // What was looked at, and nothing that is looked up now; certificates are still checked against the name.
        lookup: (_, how, answer) =>
          how.all ? answer(null, addresses) : answer(null, first.address, first.family),
      },
      (response) => {
        response.on('error', () => {});
        response.destroy();
        done(response.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Networks that are not the public internet. */
const closed = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  // Addresses of IPv4 in another dress: as once compatible (and ::, ::1), translated, 6to4, Teredo; mapped ones below.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(network, bits, 'ipv6');

/** An address as the system gives it, or as it stands in a URL. */
export function isPrivate(address: string): boolean {
  if (isIP(address) !== 6) return closed.check(address, 'ipv4');
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address);
  if (mapped === null) return closed.check(address, 'ipv6');
  const [, dotted, high = '', low = ''] = mapped;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return closed.check(dotted ?? `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`, 'ipv4');
}
