import type { ProgressUpdate } from '../definitions/handler-context.ts';

/** The valid part of a progress update; undefined when it has no number or cannot be read. */
export function progressStepOf(update: unknown): ProgressUpdate | undefined {
  try {
    const { progress, total, message } = (update ?? {}) as Partial<Record<keyof ProgressUpdate, unknown>>;
    if (!isNumber(progress)) return undefined;
    return {
      progress,
      ...(isNumber(total) && { total }),
      ...(typeof message === 'string' && { message }),
    };
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
