import type { ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { initializeRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { TestIssuer } from '../../support/agents/test-issuer.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';

const METADATA = '/.well-known/openid-configuration';

function answerWith(response: ServerResponse, content: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', location: '/keys' });
  response.end(typeof content === 'string' ? content : JSON.stringify(content));
}

interface Fault {
  path: string;
  answer: (response: ServerResponse, issuer: TestIssuer) => void;
  /** What an agent with a token of the issuer is told. */
  told: string;
}

const FAULTS: Record<string, Fault> = {
  'names keys that anybody on the way could replace': {
    path: METADATA,
    answer: (response, { url }) => answerWith(response, { issuer: url, jwks_uri: 'http://keys.example/' }),
    told: 'neither https nor on loopback',
  },
  'names keys by a URL that is none': {
    path: METADATA,
    answer: (response, { url }) => answerWith(response, { issuer: url, jwks_uri: '/keys' }),
    told: 'has no jwks_uri',
  },
  'says that it is another one': {
    path: METADATA,
    answer: (response, { url }) => answerWith(response, { issuer: `${url}/`, jwks_uri: `${url}/keys` }),
    told: 'does not name the issuer',
  },
  'sends whoever asks for its keys elsewhere': {
    path: '/keys',
    answer: (response) => answerWith(response, {}, 302),
    told: 'does not answer',
  },
  'answers with more than its keys can be': {
    path: '/keys',
    answer: (response) => answerWith(response, { keys: [], more: 'x'.repeat(2 ** 20) }),
    told: 'answers with too much',
  },
  'answers with something else than keys': {
    path: '/keys',
    answer: (response) => answerWith(response, '<html>'),
    told: 'does not answer with JSON',
  },
  'does not end its answer': {
    path: '/keys',
    answer: (response) => void response.write('{"keys":'),
    told: 'within 5000 ms',
  },
};

describe('an agent whose issuer', () => {
  let app: INestApplication;
  let issuer: TestIssuer;

  afterEach(async () => {
    await app.close();
    await issuer.stop();
  });

  it.each(Object.keys(FAULTS))('%s gets 503, and is told why', async (name) => {
    const { path, answer, told } = FAULTS[name]!;
    issuer = await TestIssuer.start();
    issuer.answers.set(path, (response) => answer(response, issuer));
    const started = await startApplication([ScriptedTools], {
      access: { publicUrl: 'https://mcp.example' },
      mcp: { authorization: { issuers: [{ issuer: issuer.url, tenantClaim: 'org' }] } },
    });
    ({ app } = started);
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    const { status, body } = await sendRaw(started.origin, initializeRequest(), { headers });
    expect([status, body?.error?.message]).toEqual([503, expect.stringContaining(told)]);
  });
});
