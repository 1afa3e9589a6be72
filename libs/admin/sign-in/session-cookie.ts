import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SESSION_COOKIE } from '#contract';
import { AccessPolicy, derivedSecret, Edge, EDGE_MODULE_OPTIONS, type EdgeOptions, type SignIn } from '#edge';
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
    return this.valueOf(request, this.nameFor(request));
  }

  /** The value of the cookie with that name in the request; `undefined` when it is not there. */
  valueOf(request: Request, name: string): string | undefined {
    const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim());
    return pairs?.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  }

  /** Keeps a sign-in in the browser, until it expires. */
  set(request: Request, value: string, { expiresAt }: SignIn): void {
    const seconds = Math.ceil((expiresAt - Date.now()) / 1000);
    const options = { ...this.optionsFor(request), maxAge: seconds * 1000 };
    request.res?.cookie(this.nameFor(request), value, options);
  }

  /** Removes it from the browser. */
  clear(request: Request): void {
    request.res?.clearCookie(this.nameFor(request), this.optionsFor(request));
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
