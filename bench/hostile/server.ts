import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Tool, type ToolContext } from '#tools';
import { limitConnections } from '../../apps/server/limit-connections.ts';
import { startCrowsnest } from '../crowsnest-application.ts';
import { TrivialTools } from '../mcp/servers/crowsnest-tools.ts';
import { takeCommands } from '../processes/commands.ts';
import { AGENT_KEYS } from './agent-keys.ts';
import { LongestTurn } from '../processes/longest-turn.ts';

/** A tool that answers only when its call is aborted. */
@Injectable()
class HangingTools {
  @Tool({ name: 'hang' })
  hang(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Interrupted')), { once: true });
    });
  }
}

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools, HangingTools],
  environment: {
    AGENT_KEYS: Object.entries(AGENT_KEYS)
      .map(([tenant, key]) => `${tenant}=${key}`)
      .join(),
    // Payloads are on, so that the measurement includes their redaction.
    CROWSNEST_PAYLOADS: 'redacted',
  },
});
limitConnections(app.getHttpServer() as Server, 20_000);
const turns = new LongestTurn();

takeCommands({
  port: () => port,
  watchTurns: () => turns.watch(),
  longestTurnMs: () => turns.take(),
});
