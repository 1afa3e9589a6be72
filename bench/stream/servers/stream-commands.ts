import { takeCommands } from '../../processes/commands.ts';
import { Acknowledgements } from '../acknowledgements.ts';
import { Publisher } from '../publisher.ts';

/** A server of events: where it listens, how it publishes the event with a number, and its further commands. */
export interface StreamServer {
  port: number;
  publish: (number: number) => void;
  further?: Record<string, (argument: never) => unknown>;
}

/** Answers the commands that every server of events has. */
export async function takeStreamCommands({ port, publish, further }: StreamServer): Promise<void> {
  const { acknowledged, controlPort } = await Acknowledgements.listen();
  const publisher = new Publisher(publish, acknowledged);
  takeCommands({
    ports: () => ({ port, controlPort }),
    position: () => publisher.position,
    paced: publisher.paced.bind(publisher),
    bursts: publisher.bursts.bind(publisher),
    all: publisher.all.bind(publisher),
    ...further,
  });
}
