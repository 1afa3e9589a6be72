import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SESSION_COOKIE } from '#contract';
import { AccessPolicy, derivedSecret, Edge, EDGE_MODULE_OPTIONS, type EdgeOptions } from '#edge';
import type { CookieOptions, Request } from 'express';

/** Ports of an origin with which the cookie has its plain name: the server's own, and those of http and https. */
const DEFAULT_PORTS = ['3000', ''];

/** The cookie that keeps an admin signed in. */
@Injectable()
export class SessionCookie {
  /** Instances that share a log have one name, wherever each is reached. */
  readonly #sharedName: string | undefined;

  constructor(
    private readonly policy: AccessPolicy,
    private readonly edge: Edge,
    @Inject(EDGE_MODULE_OPTIONS) { clusterSecret }: EdgeOptions,
  ) {
    if (clusterSecret !== undefined) this.#sharedName = nameWith(derivedSecret(clusterSecret, 'cookie-name'));
  }

  /**
   * Its name. Browsers send a host's cookies to all of its ports, so a server on another port or below a path has a
   * name of its own: two of them on one host do not overwrite each other's.
   */
  nameFor(request: Request): string {
    if (this.#sharedName !== undefined) return this.#sharedName;
    const origin = this.policy.ownOrigins(request).at(-1) ?? '';
    const { base } = this.edge;
    if (base === '' && DEFAULT_PORTS.includes(new URL(origin).port)) return SESSION_COOKIE;
    return nameWith(origin + base);
  }

  /** Its value in the request; `undefined` when it is not there. */
  valueIn(request: Request): string | undefined {
    const name = `${this.nameFor(request)}=`;
    const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim());
    return pairs?.find((pair) => pair.startsWith(name))?.slice(name.length);
  }

  /** How it is set, and cleared: for our own routes on this site alone, and out of the reach of scripts. */
  optionsFor(request: Request): CookieOptions {
    const secure = this.policy.isBehindTls(request);
    return { httpOnly: true, sameSite: 'strict', path: this.edge.base || '/', secure };
  }
}

function nameWith(text: string): string {
  return `${SESSION_COOKIE}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
