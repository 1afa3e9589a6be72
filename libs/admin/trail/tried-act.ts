import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { AuditType } from '#contract';
import type { SubjectOf } from './act.ts';

/** What a command tries to do: the type of the act, and what it is about. */
export type TriedAct = { [T in AuditType]: { type: T; what: SubjectOf<T> } }[AuditType];

/** The parameters in the path of a request. */
export type PathParameters = Request['params'];

/**
 * Says what the command of a handler tries to do, by the parameters of its path. The guard records it if it does not let the
 * admin pass, so that the handler never sees the command.
 */
export const Tries = Reflector.createDecorator<(parameters: PathParameters) => TriedAct>();
