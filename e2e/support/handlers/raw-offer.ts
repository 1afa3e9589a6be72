import { Injectable } from '@nestjs/common';
import type { RequestId } from '@modelcontextprotocol/server';
import { Offer, RawMessage, type MessageOrigin, type OfferClient, type OpenOffer } from '#tools';

/** The reaction of an upstream to a message: the texts to send, in which `ID` stands for the id of the request. */
export type Script = (text: string, id: RequestId) => string[];

/**
 * An upstream server behind the port, as a gateway would connect it. It handles only raw JSON, records what it
 * receives, and answers by script.
 */
@Injectable()
export class RawOffer extends Offer {
  readonly received: string[] = [];
  readonly clients: OfferClient[] = [];
  closed = 0;
  script: Script = () => [];

  async open(client: OfferClient): Promise<OpenOffer> {
    this.clients.push(client);
    return {
      receive: (message, origin) => this.#receive(client, message, origin),
      close: () => void (this.closed += 1),
    };
  }

  inputSchema(): undefined {
    return undefined;
  }

  async close(): Promise<void> {}

  #receive(client: OfferClient, { text, message }: RawMessage, _origin?: MessageOrigin): void {
    this.received.push(text);
    const id = 'id' in message && 'method' in message ? message.id : undefined;
    if (id === undefined) return;
    for (const sent of this.script(text, id))
      void client.send(RawMessage.parse(sent.replaceAll('ID', JSON.stringify(id))), id);
  }
}
