import type { INestApplication } from '@nestjs/common';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { connectLegacyClient, connectModernClient } from '#testing';

/** An agent that subscribes to resources. */
export interface ResourceListener {
  /** The URIs of the updates that it received. */
  heard: string[];
  /** Subscribes to the updates of a resource; rejects if the server refuses. */
  subscribe(uri: string): Promise<unknown>;
  read(uri: string): Promise<unknown>;
}

async function legacyListener(app: INestApplication, name: string): Promise<ResourceListener> {
  const client = await connectLegacyClient(app, { name });
  const heard: string[] = [];
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void heard.push(params.uri),
  );
  return {
    heard,
    subscribe: (uri) => client.subscribeResource({ uri }),
    read: (uri) => client.readResource({ uri }),
  };
}

async function modernListener(app: INestApplication, name: string): Promise<ResourceListener> {
  const client = await connectModernClient(app, { name });
  const heard: string[] = [];
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void heard.push(params.uri),
  );
  return {
    heard,
    subscribe: (uri) => client.listen({ resourceSubscriptions: [uri] }),
    read: (uri) => client.readResource({ uri }),
  };
}

export const LISTENERS = [
  { era: 'legacy', listen: legacyListener },
  { era: 'modern', listen: modernListener },
] as const;
