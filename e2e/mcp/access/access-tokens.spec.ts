import { jest } from '@jest/globals';
import { Injectable, type INestApplication } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose';
import { Tool } from '#tools';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  ownerOf,
  sendRaw,
  type RawAnswer,
} from '../../support/agents/raw-mcp.ts';
import { TestIssuer } from '../../support/agents/test-issuer.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';

@Injectable()
class Vault {
  @Tool({ name: 'open_vault', scopes: ['vault:open'] })
  open(): string {
    return 'open';
  }
}

const METADATA = 'https://mcp.example/.well-known/oauth-protected-resource/mcp';
const KEY = 'a-key-of-globex';

describe('an agent with an access token', () => {
  let app: INestApplication;
  let origin: string;
  let issuer: TestIssuer;

  function initialize(token: string): Promise<RawAnswer> {
    return sendRaw(origin, initializeRequest(), { headers: bearer(token) });
  }

  async function call(token: string, sessionId: string): Promise<RawAnswer> {
    const headers = { ...bearer(token), 'mcp-session-id': sessionId };
    return sendRaw(origin, callRequest('whoami'), { headers });
  }

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const now = () => Math.floor(Date.now() / 1000);

  beforeEach(async () => {
    issuer = await TestIssuer.start();
    ({ app, origin } = await startApplication([ScriptedTools, Vault], {
      access: { publicUrl: 'https://mcp.example' },
      mcp: {
        agentKeys: [{ tenantId: 'globex', key: KEY }],
        authorization: {
          issuers: [{ issuer: issuer.url, tenantClaim: 'org' }],
          scopesSupported: ['tools'],
        },
      },
    }));
  });

  afterEach(async () => {
    await app.close();
    await issuer.stop();
  });

  it('is served as an agent of the tenant in it, beside agents with keys', async () => {
    const token = await issuer.sign();
    const sessionId = await beginSession(origin, bearer(token));
    expect(ownerOf((await call(token, sessionId)).body)).toMatchObject({ tenantId: 'acme' });
    expect((await initialize(await issuer.sign({ exp: now() - 30 }))).status).toBe(200);
    expect((await initialize(KEY)).status).toBe(200);
  });

  it('finds out without one where to get it, also as a page', async () => {
    const page = { origin: 'https://mcp.example' };
    const { status, headers } = await sendRaw(origin, initializeRequest(), { headers: page });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(`Bearer scope="tools", resource_metadata="${METADATA}"`);
    for (const path of [new URL(METADATA).pathname, '/.well-known/oauth-protected-resource']) {
      const response = await fetch(`${origin}${path}`, { headers: page });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://mcp.example');
      expect(await response.json()).toEqual({
        resource: 'https://mcp.example/mcp',
        authorization_servers: [issuer.url],
        bearer_methods_supported: ['header'],
        scopes_supported: ['tools'],
      });
    }
  });

  /** A token that somebody else has signed, with a head that tries to have their key used. */
  async function forged(head: (own: object) => Partial<JWTHeaderParameters>): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    return new SignJWT(issuer.claims())
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...head(await exportJWK(publicKey)) })
      .sign(privateKey, { crit: { 'of-nobody': true } });
  }

  const WRONG: Record<string, () => Promise<string> | string> = {
    'of another resource': () => issuer.sign({ aud: 'https://other.example/mcp' }),
    'that has expired': () => issuer.sign({ exp: now() - 90 }),
    'that never expires': () => issuer.sign({ exp: undefined }),
    'of the future': () => issuer.sign({ nbf: now() + 90 }),
    'without a tenant': () => issuer.sign({ org: undefined }),
    'that is bound to a key': () => issuer.sign({ cnf: { jkt: 'thumbprint' } }),
    'of another kind': () => issuer.sign({}, { typ: 'logout+jwt' }),
    'of an unknown issuer': () => issuer.sign({ iss: 'https://other.example' }),
    'without a signature': () => new UnsecuredJWT(issuer.claims()).encode(),
    'that is signed with the public key as a secret': () =>
      new SignJWT(issuer.claims())
        .setProtectedHeader({ alg: 'HS256', kid: issuer.publicKey.kid! })
        .sign(new TextEncoder().encode(JSON.stringify(issuer.publicKey))),
    'that brings the key of its signature': () => forged((jwk) => ({ kid: issuer.publicKey.kid!, jwk })),
    'that says where its key is': () => forged(() => ({ kid: 'own', jku: 'https://evil.example/keys' })),
    'whose key has a path for its name': () => forged(() => ({ kid: '../../../../dev/null' })),
    'with a head that must be understood': () => forged(() => ({ crit: ['of-nobody'], 'of-nobody': true })),
    'whose claims were changed': async () => {
      const [header, , signature] = (await issuer.sign()).split('.');
      const claims = Buffer.from(JSON.stringify({ ...issuer.claims(), org: 'globex' })).toString('base64url');
      return [header, claims, signature].join('.');
    },
  };

  it.each(Object.keys(WRONG))('is refused with 401 for one %s', async (kind) => {
    const token = await WRONG[kind]!();
    const { status, headers, body } = await initialize(token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('needs the scopes of a tool, which the refusal names', async () => {
    const token = await issuer.sign({ scope: 'tools' });
    const sessionId = await beginSession(origin, bearer(token));
    const headers = (own: string) => ({ ...bearer(own), 'mcp-session-id': sessionId });
    const refused = await sendRaw(origin, callRequest('open_vault'), { headers: headers(token) });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", scope="vault:open", resource_metadata="${METADATA}"`,
    );
    const wider = await issuer.sign({ scope: 'tools vault:open' });
    expect((await sendRaw(origin, callRequest('open_vault'), { headers: headers(wider) })).status).toBe(200);
  });

  it('is served with a new key of the issuer, and not with a withdrawn one', async () => {
    const old = await issuer.sign();
    expect((await initialize(old)).status).toBe(200);
    await issuer.rotate();
    const next = await issuer.sign();
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    try {
      expect((await initialize(next)).status).toBe(200);
      expect((await initialize(old)).status).toBe(401);
    } finally {
      later.mockRestore();
    }
  });

  it('gets 503 while the issuer is down, which is asked once for all', async () => {
    issuer.isDown = true;
    const token = await issuer.sign();
    const answers = await Promise.all([1, 2, 3].map(() => initialize(token)));
    for (const { status, headers, body } of answers) {
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('5');
      expect(body?.error?.message).toContain(issuer.url);
    }
    expect(new Set(issuer.requests).size).toBe(issuer.requests.length);
    expect((await initialize(KEY)).status).toBe(200);
  });

  it('goes on with its session with the next token, and its stream ends with the first', async () => {
    const sessionId = await beginSession(origin, bearer(await issuer.sign()));
    const first = await issuer.sign({ exp: now() + 3 });
    const headers = { ...bearer(first), 'mcp-session-id': sessionId, accept: 'text/event-stream' };
    const stream = await AgentStream.open(origin, { headers });
    expect(stream.status).toBe(200);
    await stream.ended();
    expect((await call(await issuer.sign(), sessionId)).status).toBe(200);
    for (const other of [{ sub: 'robot-8' }, { client_id: 'shop' }, { org: 'globex' }])
      expect((await call(await issuer.sign(other), sessionId)).status).toBe(404);
  });
});

describe('an agent that knows the endpoint under another name than admins know the console', () => {
  const options = (resource: string, issuer: string) => ({
    access: { publicUrl: 'https://watch.example' },
    mcp: { authorization: { issuers: [{ issuer, tenantClaim: 'org' }], resource } },
  });

  it('finds out at that name where to get a token, and is served with one that names it', async () => {
    const issuer = await TestIssuer.start();
    const { app, origin } = await startApplication(
      [ScriptedTools],
      options('https://mcp.example/tools/mcp', issuer.url),
    );
    try {
      const { status, headers } = await sendRaw(origin, initializeRequest());
      expect(status).toBe(401);
      const metadata = 'https://mcp.example/.well-known/oauth-protected-resource/tools/mcp';
      expect(headers.get('www-authenticate')).toBe(`Bearer resource_metadata="${metadata}"`);
      for (const path of ['/tools/mcp', '/mcp', '']) {
        const response = await fetch(`${origin}/.well-known/oauth-protected-resource${path}`);
        expect(await response.json()).toMatchObject({ resource: 'https://mcp.example/tools/mcp' });
      }
      const initialize = async (aud: string) => {
        const authorization = `Bearer ${await issuer.sign({ aud })}`;
        return (await sendRaw(origin, initializeRequest(), { headers: { authorization } })).status;
      };
      expect(await initialize('https://mcp.example/tools/mcp')).toBe(200);
      expect(await initialize('https://watch.example/mcp')).toBe(401);
    } finally {
      await app.close();
      await issuer.stop();
    }
  });

  it('is told at the start of a name that is no URL', async () => {
    const start = startApplication([], options('mcp.example/mcp', 'https://login.example'));
    await expect(start).rejects.toThrow(/mcp\.authorization\.resource is not the URL of the endpoint/);
  });
});
