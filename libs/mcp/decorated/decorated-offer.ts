import { Injectable } from '@nestjs/common';
import { PROTOCOL_VERSION_META_KEY, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { map, type Observable } from 'rxjs';
import {
  isRequest,
  Offer,
  ToolRegistry,
  type OfferClient,
  type OpenOffer,
  type ToolListChange,
} from '#tools';
import { RequestTransport, SessionTransport } from '../sdk/offer-transports.ts';
import { ListNotices } from './list-notices.ts';
import { Listenings } from './listening/listenings.ts';
import { McpServers } from './mcp-servers.ts';
import { ResourceSubscriptions } from './surface/resources/resource-subscriptions.ts';
import { ToolSchemas } from './surface/tool-schemas.ts';

/** Offers the decorated methods of the application. Each client is served by its own server object of the SDK. */
@Injectable()
export class DecoratedOffer extends Offer {
  constructor(
    private readonly servers: McpServers,
    private readonly listenings: Listenings,
    private readonly notices: ListNotices,
    private readonly subscriptions: ResourceSubscriptions,
    private readonly tools: ToolRegistry,
    private readonly schemas: ToolSchemas,
  ) {
    super();
  }

  async open(client: OfferClient): Promise<OpenOffer> {
    return client.era === 'legacy' ? this.#openSession(client) : this.#openRequest(client);
  }

  inputSchema(tool: string): Record<string, unknown> | undefined {
    const { input } = this.tools.get(tool)?.options ?? {};
    return input && this.schemas.jsonOf(input);
  }

  override offersTool(tool: string): boolean {
    return this.tools.get(tool) !== undefined;
  }

  override get toolChanges(): Observable<ToolListChange> {
    return this.tools.changes.pipe(map(({ kind, definition }) => ({ kind, tool: definition.options.name })));
  }

  override requiredScopes(tool: string): readonly string[] {
    return this.tools.get(tool)?.options.scopes ?? [];
  }

  async close(): Promise<void> {
    await this.listenings.endAll();
  }

  async #openSession(client: OfferClient): Promise<OpenOffer> {
    const serving = this.servers.create(client);
    const transport = new SessionTransport(serving.server, client);
    await serving.server.connect(transport);
    this.notices.begin(serving);
    return {
      receive: ({ message }, origin) => transport.deliver(message, origin),
      close: () => {
        this.notices.end(serving);
        this.subscriptions.end(serving);
        void transport.close();
      },
    };
  }

  #openRequest(client: OfferClient): OpenOffer {
    let close = (): void => undefined;
    let transport: RequestTransport | undefined;
    return {
      receive: (raw, origin) => {
        const { message } = raw;
        if (isRequest(message) && origin && message.method === 'subscriptions/listen')
          close = this.listenings.begin(client, message, origin);
        else {
          transport ??= this.#transportFor(client, message as JSONRPCRequest);
          close = () => void transport?.close();
          transport.deliver(message, origin);
        }
      },
      close: () => close(),
    };
  }

  #transportFor(client: OfferClient, request: JSONRPCRequest): RequestTransport {
    const revision = String(request.params?._meta?.[PROTOCOL_VERSION_META_KEY]);
    const { server } = this.servers.create(client);
    const transport = new RequestTransport(server, client, revision);
    // The SDK binds the transport synchronously; it awaits only the start of the transport, which does nothing.
    void server.connect(transport);
    return transport;
  }
}
