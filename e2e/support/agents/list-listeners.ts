import type { INestApplication } from '@nestjs/common';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { connectLegacyClient, connectModernClient } from '#testing';
import type { EraAgent } from './either-era.ts';

/** An agent that hears of changes of the list of tools. */
export interface ListListener {
  /** Number of changes that it has heard of. */
  readonly heard: number;
  /** The names of the tools now. */
  toolNames(): Promise<string[]>;
  call(name: string): ReturnType<EraAgent['call']>;
}

async function legacyListener(app: INestApplication): Promise<ListListener> {
  const client = await connectLegacyClient(app);
  let heard = 0;
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void (heard += 1));
  return {
    get heard() {
      return heard;
    },
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name) => client.callTool({ name, arguments: {} }),
  };
}

async function modernListener(app: INestApplication): Promise<ListListener> {
  const client = await connectModernClient(app);
  let heard = 0;
  client.setNotificationHandler('notifications/tools/list_changed', () => void (heard += 1));
  await client.listen({ toolsListChanged: true });
  return {
    get heard() {
      return heard;
    },
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name) => client.callTool({ name, arguments: {} }),
  };
}

export const LIST_LISTENERS = [
  { era: 'legacy', listen: legacyListener },
  { era: 'modern', listen: modernListener },
] as const;
