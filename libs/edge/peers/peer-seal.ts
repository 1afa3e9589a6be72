import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PeerSender } from '../identity/principal.ts';
import { derivedSecret } from './derived-secret.ts';

/** Carries the signature of the instance that hands a request over. */
const FORWARDED = 'crowsnest-forwarded';
/** Carries the principal that this instance has identified. */
const PRINCIPAL = 'crowsnest-principal';

/** What a signature covers, besides the principal. */
export interface SealedRequest {
  method: string;
  /** The path with the query, as it is sent. */
  url: string;
  headers: IncomingHttpHeaders;
}

/**
 * Signs requests that one instance sends to another, and knows them again. A signature holds for one principal,
 * method, URL, protocol session and stated digest of the body. It has no time, because clocks of instances may differ,
 * so the network between instances must be private.
 */
export class PeerSeal {
  readonly #key: string | undefined;

  /** Without a secret, it recognizes no request. */
  constructor(clusterSecret: string | undefined) {
    this.#key = clusterSecret === undefined ? undefined : derivedSecret(clusterSecret, 'peers');
  }

  /** Whether this instance can hand requests over. */
  get isUsable(): boolean {
    return this.#key !== undefined;
  }

  /** The headers that prove to another instance that this one has identified the principal of the request. */
  seal(request: SealedRequest, principal: PeerSender): Record<string, string> {
    const carried = Buffer.from(JSON.stringify(principal)).toString('base64url');
    return { [FORWARDED]: this.#signatureOf(request, carried).toString('base64url'), [PRINCIPAL]: carried };
  }

  /**
   * The principal of a request that another instance has signed; undefined for every other request. Removes the headers
   * in any case, so that nothing of a stranger's passes for them later.
   */
  open(request: SealedRequest): PeerSender | undefined {
    const { [FORWARDED]: stated, [PRINCIPAL]: carried } = request.headers;
    if (stated === undefined && carried === undefined) return undefined;
    delete request.headers[FORWARDED];
    delete request.headers[PRINCIPAL];
    if (this.#key === undefined || typeof stated !== 'string' || typeof carried !== 'string')
      return undefined;
    const signature = Buffer.from(stated, 'base64url');
    const expected = this.#signatureOf(request, carried);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
    return JSON.parse(Buffer.from(carried, 'base64url').toString()) as PeerSender;
  }

  #signatureOf({ method, url, headers }: SealedRequest, principal: string): Buffer {
    const covered = [headers['mcp-session-id'] ?? '', headers['content-digest'] ?? ''];
    const text = JSON.stringify([method, url, ...covered, principal]);
    return createHmac('sha256', this.#key ?? '')
      .update(text)
      .digest();
  }
}
