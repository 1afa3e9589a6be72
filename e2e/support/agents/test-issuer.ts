import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** Seconds for which a token is valid. */
const LIFETIME_S = 300;

/** An authorization server that signs access tokens and publishes its keys. */
export class TestIssuer {
  /** The paths that were asked for. */
  readonly requests: string[] = [];
  isDown = false;
  /** Answers in place of the usual ones, by path. */
  readonly answers = new Map<string, (response: ServerResponse) => void>();
  #kid = 0;
  #privateKey: CryptoKey | undefined;
  #publicKey: JWK = {};

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TestIssuer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = new TestIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', ({ url = '' }, response) => {
      issuer.requests.push(url);
      const answer = issuer.answers.get(url);
      if (answer) return answer(response);
      const content = issuer.isDown ? undefined : issuer.#contentAt(url);
      response.writeHead(content ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(content ?? {}));
    });
    await issuer.rotate();
    return issuer;
  }

  /** Its public key, as it publishes it. */
  get publicKey(): JWK {
    return this.#publicKey;
  }

  /** Replaces the only key. */
  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    this.#kid += 1;
    this.#privateKey = privateKey;
    this.#publicKey = { ...(await exportJWK(publicKey)), kid: `key-${this.#kid}`, alg: 'RS256', use: 'sig' };
  }

  /** Signs a token for the server `https://mcp.example`, of an agent of the tenant `acme`. */
  sign(claims: Record<string, unknown> = {}, header: { typ?: string } = { typ: 'at+jwt' }): Promise<string> {
    if (!this.#privateKey) throw new Error('The issuer has no key');
    return new SignJWT({ ...this.claims(), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: `key-${this.#kid}`, ...header })
      .sign(this.#privateKey);
  }

  /** What a token says that is right in all. */
  claims(): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    const who = { sub: 'robot-7', client_id: 'desk', org: 'acme' };
    return { iss: this.url, aud: 'https://mcp.example/mcp', iat: now, exp: now + LIFETIME_S, ...who };
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  #contentAt(url: string): object | undefined {
    if (url === '/.well-known/openid-configuration')
      return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    return url === '/keys' ? { keys: [this.#publicKey] } : undefined;
  }
}
