import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  BadRequestException,
  Controller,
  Get,
  Module,
  NotFoundException,
  Req,
  ServiceUnavailableException,
  type INestApplication,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { Request } from 'express';
import { AccessPolicy, Edge, EdgeModule, type EdgeOptions, type AccessOptions } from './index.ts';

@Controller()
class ProbeController {
  constructor(private readonly policy: AccessPolicy) {}

  @Get('probe')
  probe(@Req() request: Request): unknown {
    return {
      origins: this.policy.ownOrigins(request),
      tls: this.policy.isBehindTls(request),
      ip: request.ip,
    };
  }

  @Get('broken')
  broken(): unknown {
    throw new Error('database password is hunter2');
  }

  @Get('coded')
  coded(): unknown {
    throw new BadRequestException({ error: 'BAD_EVENT_ID', message: 'no such id' });
  }

  @Get('items/:id')
  item(): unknown {
    return {};
  }

  @Get('plain')
  plain(): unknown {
    throw new NotFoundException('No session of that id');
  }

  @Get('down')
  down(): unknown {
    throw new ServiceUnavailableException('The log is closed');
  }
}

@Module({})
class ProbeModule {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    edge.mountRoutes({ moduleRef, controllers: [ProbeController], services: [AccessPolicy] });
  }
}

describe('EdgeModule', () => {
  let app: INestApplication;

  async function listen(
    access: AccessOptions = {},
    options: EdgeOptions = { standalone: true },
  ): Promise<void> {
    const testing = await Test.createTestingModule({
      imports: [EdgeModule.forRoot({ access, ...options }), ProbeModule],
    }).compile();
    app = testing.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
  }

  // Not fetch, because fetch writes the Host header itself.
  async function send(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: unknown }> {
    const sent = request({ host: '127.0.0.1', port: port(), path, headers });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: await json(response) };
  }

  function port(): number {
    return (app.getHttpServer().address() as AddressInfo).port;
  }

  afterEach(() => app.close());

  describe('on loopback', () => {
    beforeEach(() => listen());

    it.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000'])(
      'accepts the Host %s',
      async (host) => {
        expect((await send('/probe', { host })).status).toBe(200);
      },
    );

    it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:3000', '192.168.1.7', 'a b'])(
      'refuses the Host %s',
      async (host) => {
        const response = await send('/probe', { host });
        expect(response.status).toBe(403);
        expect(response.body).toEqual({ error: 'FOREIGN_HOST', message: expect.any(String) });
      },
    );

    it.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'nonsense'])(
      'refuses the Origin %s',
      async (origin) => {
        const response = await send('/probe', { origin });
        expect(response.status).toBe(403);
        expect(response.body).toEqual({ error: 'FOREIGN_ORIGIN', message: expect.any(String) });
      },
    );

    it('accepts the Origin of its own pages', async () => {
      expect((await send('/probe', { origin: 'http://localhost:4200' })).status).toBe(200);
    });

    it.each(['/', '/nowhere', '/probe', '/a/deep/path'])('refuses a foreign Host at %s', async (path) => {
      expect((await send(path, { host: 'evil.example' })).status).toBe(403);
    });

    it('ignores the forwarding headers of a client', async () => {
      const headers = {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-for': '9.9.9.9',
      };
      expect((await send('/probe', headers)).body).toEqual({
        origins: [`http://127.0.0.1:${port()}`],
        tls: false,
        ip: '127.0.0.1',
      });
    });

    it('does not reveal the framework in a header', async () => {
      expect((await send('/probe')).headers).not.toHaveProperty('x-powered-by');
    });
  });

  describe('behind a proxy', () => {
    beforeEach(() =>
      listen({
        publicUrl: 'https://watch.example/',
        allowedHosts: ['inner.example'],
        trustProxy: ['loopback'],
      }),
    );

    it('accepts the public and the allowed names', async () => {
      expect((await send('/probe', { host: 'watch.example' })).status).toBe(200);
      expect((await send('/probe', { host: 'inner.example:8080' })).status).toBe(200);
      expect((await send('/probe', { origin: 'https://watch.example' })).status).toBe(200);
    });

    it('treats the forwarded origin and the public one as its own', async () => {
      const headers = {
        host: '127.0.0.1:3000',
        'x-forwarded-host': 'inner.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '9.9.9.9',
      };
      expect((await send('/probe', headers)).body).toEqual({
        origins: ['https://inner.example', 'https://watch.example'],
        tls: true,
        ip: '9.9.9.9',
      });
    });

    it.each([
      ['HTTPS', 'https'],
      ['wss', 'http'],
      ['any thing', 'http'],
    ])('reads the forwarded scheme %s as %s', async (forwarded, scheme) => {
      const headers = { host: 'inner.example', 'x-forwarded-proto': forwarded };
      const { body } = await send('/probe', headers);
      expect((body as { origins: string[] }).origins[0]).toBe(`${scheme}://inner.example`);
    });

    it('refuses a foreign forwarded host', async () => {
      expect((await send('/probe', { 'x-forwarded-host': 'evil.example' })).status).toBe(403);
    });

    it('refuses a foreign Host even when the forwarded host is its own', async () => {
      expect(
        (await send('/probe', { host: 'evil.example', 'x-forwarded-host': 'watch.example' })).status,
      ).toBe(403);
    });
  });

  it('treats every request as TLS when the public URL is https', async () => {
    await listen({ publicUrl: 'https://watch.example' });
    expect((await send('/probe')).body).toMatchObject({ tls: true });
  });

  it('accepts only its own name when it listens on a name', async () => {
    await listen({ host: 'Tower.example' });
    expect((await send('/probe', { host: 'tower.example:3000' })).status).toBe(200);
    expect((await send('/probe', { host: 'localhost:3000' })).status).toBe(403);
  });

  it('accepts the addresses of the machine, and no foreign name, when it listens on all addresses', async () => {
    await listen({ host: '::' });
    expect((await send('/probe', { host: '127.0.0.1:3000' })).status).toBe(200);
    expect((await send('/probe', { host: 'evil.example' })).status).toBe(403);
  });

  describe('in case of an error', () => {
    beforeEach(() => listen());

    it.each([
      ['/coded', 400, { error: 'BAD_EVENT_ID', message: 'no such id' }],
      ['/plain', 404, { error: 'NOT_FOUND', message: 'No session of that id' }],
      ['/down', 503, { error: 'SERVICE_UNAVAILABLE', message: 'The log is closed' }],
      ['/broken', 500, { error: 'INTERNAL', message: 'Internal Server Error' }],
      ['/nowhere?token=secret', 404, { error: 'NOT_FOUND', message: 'There is nothing at GET /nowhere' }],
      ['/items/%E0%A4%A', 400, { error: 'BAD_REQUEST', message: expect.any(String) }],
    ])('answers %s with %i and a body of code and message', async (path, status, body) => {
      const response = await send(path);
      expect(response.status).toBe(status);
      expect(response.body).toEqual(body);
    });
  });
});
