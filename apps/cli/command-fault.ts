import { FAULT } from './exit-codes.ts';

/** Why a command cannot do its work. The message says what to do. */
export class CommandFault extends Error {
  override readonly name: string = 'CommandFault';

  constructor(
    message: string,
    /** The exit code of the command. */
    readonly exitCode: number = FAULT,
  ) {
    super(message);
  }
}
