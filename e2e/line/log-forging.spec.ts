import { Injectable, type INestApplication, type LoggerService } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import type { ToolStartData } from '#contract';
import { createCrowsnestTestingApp } from '#testing';
import { beginSession, callRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

const FORGED = 'x\r\n[Nest] 1  - LOG [Crowsnest] all is well\u001b[2J\u009b2J\u202ereverse';

/** A listener that throws what it received. Nest does not suppress its errors, so Crowsnest logs them. */
@Injectable()
class QuotingListener {
  @OnEvent('tool:start', { suppressErrors: false })
  quote({ data }: { data: ToolStartData }): void {
    throw new Error(`cannot handle ${data.tool} of ${FORGED}`);
  }
}

describe('input from strangers', () => {
  let app: INestApplication;

  afterEach(() => app.close());

  it('adds no line and no control character to the output of the server, at any log level', async () => {
    const lines: string[] = [];
    const add = (...parts: unknown[]): void => void lines.push(parts.map(String).join(' '));
    const logger: LoggerService = { log: add, error: add, warn: add, debug: add, verbose: add, fatal: add };
    app = await createCrowsnestTestingApp({
      providers: [ScriptedTools, QuotingListener],
      logger,
      options: {
        tools: {
          payloads: {
            mode: 'redacted',
            redact: () => {
              throw new Error(FORGED);
            },
          },
        },
      },
    });
    const origin = await app.getUrl();
    const headers = { 'mcp-session-id': await beginSession(origin) };
    await sendRaw(origin, callRequest(FORGED, { a: FORGED }), { headers });
    await sendRaw(origin, `{"a": "${FORGED}"`, { headers });
    await sendModern(origin, 'tools/call', { name: FORGED }, { headers: { 'mcp-name': 'other' } });
    await sendModern(origin, FORGED, {}, { headers: { 'mcp-method': 'other' } });
    await fetch(`${origin}/${encodeURIComponent(FORGED)}`);
    const quoted = (): string[] => lines.filter((line) => line.includes('all is well'));
    await waitUntil(() => quoted().length >= 2, { reason: 'the failures are logged', seen: () => lines });
    for (const line of quoted()) {
      for (const character of ['\r', '\u001b', '\u009b', '\u202e']) expect(line).not.toContain(character);
      // Only the lines of a stack may follow.
      expect(line.split('\n').slice(1)).toEqual(
        line
          .split('\n')
          .slice(1)
          .filter((next) => /^ {4}at /.test(next)),
      );
    }
  });
});
