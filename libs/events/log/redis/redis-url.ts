import { decodedPart, prefixIn, problemOfUrl, refuseUrl } from '../broker/broker-url.ts';

/** Where the log is in Redis, and how to connect. It holds a secret. */
export interface RedisPlace {
  host: string;
  port: number;
  database: number;
  isEncrypted: boolean;
  username?: string;
  password?: string;
  /** The beginning of all keys. */
  prefix: string;
}

const PREFIX = /^[\w.:-]{1,64}$/;

/** What is wrong with the URL of a log in Redis; undefined if it is valid. */
export function problemOfRedisUrl(text: string): string | undefined {
  return problemOfUrl(() => readRedisUrl(text));
}

/**
 * Reads a valid log URL such as `redis://user:password@host:6379/0?prefix=crowsnest`. `password` applies if the URL has
 * none.
 */
export function readRedisUrl(text: string, password?: string): RedisPlace {
  const url = URL.canParse(text) ? new URL(text) : refuseUrl('is not a URL');
  const username = decodedPart(url.username);
  const secret = decodedPart(url.password) || password;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || refuseUrl('names no host'),
    port: Number(url.port || 6379),
    database: databaseOf(url),
    isEncrypted: url.protocol === 'rediss:',
    ...(username !== '' && { username }),
    ...(secret !== undefined && { password: secret }),
    prefix: prefixOf(url),
  };
}

/** The address without credentials, for errors. */
export function addressOf({ host, port }: RedisPlace): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function databaseOf({ pathname }: URL): number {
  const database = pathname.replace(/^\//, '');
  return /^\d{0,4}$/.test(database)
    ? Number(database)
    : refuseUrl('has a path that is not the number of a database');
}

function prefixOf({ searchParams, hash }: URL): string {
  if (hash !== '') refuseUrl('has a parameter other than "prefix"');
  return prefixIn(searchParams, PREFIX, 'A-Z a-z 0-9 . _ : -');
}
