import { Injectable } from '@nestjs/common';
import type { Transport } from '@modelcontextprotocol/server';
import { CallObserver } from '#tools';

/**
 * The observer with a switch, for the bench alone: while it is off, messages pass as if nobody had observed their
 * transport. Throw it while no call is in flight.
 */
@Injectable()
export class SwitchedObserver extends CallObserver {
  isOn = true;

  override observe(
    transport: Transport,
    ...others: Parameters<CallObserver['observe']> extends [unknown, ...infer Rest] ? Rest : never
  ): ReturnType<CallObserver['observe']> {
    const send = transport.send.bind(transport);
    const connection = super.observe(transport, ...others);
    const { onmessage: received } = transport;
    const sent = transport.send.bind(transport);
    transport.onmessage = (message, extra) => {
      if (this.isOn) received?.(message, extra);
    };
    transport.send = (message, options) => (this.isOn ? sent : send)(message, options);
    return connection;
  }
}
