import type { StreamFrame } from './stream-frame.ts';

/** Thrown for a frame that arrived but could not be applied. */
export class FrameFault extends Error {
  override readonly name = 'FrameFault';

  constructor(frame: StreamFrame, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The console could not apply ${nameOf(frame)}: ${reason}.`, { cause });
  }
}

function nameOf(frame: StreamFrame): string {
  switch (frame.kind) {
    case 'event':
      return `event ${frame.event.id} (${frame.event.type})`;
    case 'notice':
      return `a notice of the server (${frame.notice.type})`;
    case 'hello':
    case 'gap':
    case 'moment':
      return 'a snapshot of the server';
    default:
      return frame satisfies never;
  }
}
