import type { Request, Response } from 'express';
import { z } from 'zod';
import { ROUTES } from '#contract';
import type { Edge } from '#edge';
import type { SessionCookie } from '../session-cookie.ts';
import type { Sealer } from './sealer.ts';

/** Browsers drop cookies with a longer name and value: in bytes, less some for the attributes. */
export const MAX_COOKIE_BYTES = 4_000;

/** How one kind of sealed cookie differs from the others. */
export interface SealedCookieKind<S extends z.ZodType> {
  /** The end of its name, after that of the session's cookie. */
  suffix: string;
  schema: S;
  maxAgeMs: number;
  /** `lax`: it also comes with a browser that another site sends here. */
  sameSite: 'lax' | 'strict';
}

/** A cookie for the routes of OpenID Connect alone, whose content only the server can read. */
export class SealedCookie<S extends z.ZodType<Record<string, unknown>>> {
  constructor(
    private readonly kind: SealedCookieKind<S>,
    private readonly sealer: Sealer,
    private readonly session: SessionCookie,
    private readonly edge: Edge,
  ) {}

  /**
   * Resolves with false if the content is too long for a cookie. Then none is set. Cookies with different ids stand beside
   * each other.
   */
  async set(request: Request, response: Response, content: z.output<S>, id = ''): Promise<boolean> {
    const { maxAgeMs } = this.kind;
    const value = await this.sealer.seal(content, Date.now() + maxAgeMs);
    if (value.length > MAX_COOKIE_BYTES) return false;
    response.cookie(this.#nameFor(request, id), value, { ...this.#optionsFor(request), maxAge: maxAgeMs });
    return true;
  }

  /** Reads it and removes it from the browser. Resolves with undefined if it is missing, forged or expired. */
  async take(request: Request, response: Response, id = ''): Promise<z.output<S> | undefined> {
    const name = this.#nameFor(request, id);
    const value = this.session.valueOf(request, name);
    if (value === undefined) return undefined;
    response.clearCookie(name, this.#optionsFor(request));
    return this.kind.schema.safeParse(await this.sealer.open(value)).data;
  }

  #nameFor(request: Request, id: string): string {
    return `${this.session.nameFor(request)}_${this.kind.suffix}${id}`;
  }

  #optionsFor(request: Request) {
    const { sameSite } = this.kind;
    return { ...this.session.optionsFor(request), sameSite, path: this.edge.base + ROUTES.authOidc };
  }
}
