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

const DEFAULT_PREFIX = 'crowsnest';

const PREFIX = /^[\w.:-]{1,64}$/;
/** A part of a URL that cannot be used. The message describes it as a clause, without the credentials. */
class RedisUrlProblem extends Error {}

/** What is wrong with the URL of a log in Redis; undefined if it is valid. */
export function problemOfRedisUrl(text: string): string | undefined {
  try {
    readRedisUrl(text);
    return undefined;
  } catch (error) {
    if (error instanceof RedisUrlProblem) return error.message;
    throw error;
  }
}

/**
 * Reads a valid log URL such as `redis://user:password@host:6379/0?prefix=crowsnest`. `password` applies if the URL has
 * none.
 */
export function readRedisUrl(text: string, password?: string): RedisPlace {
  const url = URL.canParse(text) ? new URL(text) : refuse('is not a URL');
  const username = decoded(url.username);
  const secret = decoded(url.password) || password;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || refuse('names no host'),
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
    : refuse('has a path that is not the number of a database');
}

function prefixOf({ searchParams, hash }: URL): string {
  const isUnknown = [...searchParams.keys()].some((name) => name !== 'prefix');
  if (isUnknown || hash !== '') refuse('has a parameter other than "prefix"');
  const prefix = searchParams.get('prefix') ?? DEFAULT_PREFIX;
  return PREFIX.test(prefix) ? prefix : refuse('has a prefix that is not 1 to 64 of A-Z a-z 0-9 . _ : -');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse('has a "%" in its user or password that is not written as "%25"');
  }
}

function refuse(problem: string): never {
  throw new RedisUrlProblem(problem);
}
