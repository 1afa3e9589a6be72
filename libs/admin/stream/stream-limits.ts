import { HttpException, HttpStatus } from '@nestjs/common';
import type { Response } from 'express';
import type { ErrorBody } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { AdminModuleOptions } from '../admin.module-definition.ts';

const DEFAULT_MAX_STREAMS = 10_000;
const DEFAULT_MAX_STREAMS_PER_ADMIN = 5_000;
/** Seconds after which a client that was turned away may try again. */
const RETRY_AFTER_S = 10;

/** How many streams are open at a time: in all, and for one admin. */
export class StreamLimits {
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor(private readonly options: Pick<AdminModuleOptions, 'maxStreams' | 'maxStreamsPerAdmin'>) {}

  /** Counts a stream in, and returns how to count it out; throws 503 or 429 when there are too many. */
  take({ id, name }: AdminPrincipal, response: Response): () => void {
    const { maxStreams = DEFAULT_MAX_STREAMS, maxStreamsPerAdmin = DEFAULT_MAX_STREAMS_PER_ADMIN } =
      this.options;
    const own = this.#open.get(id) ?? 0;
    if (this.#total >= maxStreams)
      throw refusal(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        'TOO_MANY_STREAMS',
        `The server has ${maxStreams} streams open, its most`,
      );
    if (own >= maxStreamsPerAdmin)
      throw refusal(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        'TOO_MANY_STREAMS',
        `${name} has ${maxStreamsPerAdmin} streams open, the most for one admin`,
      );
    this.#total += 1;
    this.#open.set(id, own + 1);
    return () => this.#release(id);
  }

  #release(id: string): void {
    this.#total -= 1;
    const left = (this.#open.get(id) ?? 1) - 1;
    if (left > 0) this.#open.set(id, left);
    else this.#open.delete(id);
  }
}

function refusal(response: Response, status: HttpStatus, error: string, message: string): HttpException {
  response.setHeader('Retry-After', RETRY_AFTER_S);
  return new HttpException(
    { error, message: `${message}; try again in ${RETRY_AFTER_S} s` } satisfies ErrorBody,
    status,
  );
}
