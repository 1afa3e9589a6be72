import type { Command } from 'commander';
import type { Reason } from '../steer/run-steer.ts';
import { watching } from './watching.ts';

const REASON = ['--reason <text>', 'why, for the audit trail'] as const;

/** `crowsnest end`: ends a session. */
export function end(): Command {
  return watching('end', 'end a session, after cancelling its calls', "SESSION --reason 'a loop'")
    .argument('<session>', 'the id of the session')
    .option(...REASON)
    .action(async (session: string, reason: Reason) => {
      const { withServer, endSession } = await load();
      await withServer((server) => endSession(server, session, reason));
    });
}

/** `crowsnest cancel`: cancels a call. */
export function cancel(): Command {
  return watching('cancel', 'cancel a call in flight', "CALL --reason 'it hangs'")
    .argument('<call>', 'the id of the call')
    .option(...REASON)
    .action(async (call: string, reason: Reason) => {
      const { withServer, cancelCall } = await load();
      await withServer((server) => cancelCall(server, call, reason));
    });
}

async function load() {
  const [{ withServer }, steer] = await Promise.all([
    import('../server/with-server.ts'),
    import('../steer/run-steer.ts'),
  ]);
  return { withServer, ...steer };
}
