import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { ParamsFactory } from '@nestjs/core/helpers/external-context-creator.js';

/** Positions of a handler's parameters. */
const INPUT = 0;
export const CONTEXT = 1;

/**
 * What a handler's parameters are to Nest. The input counts as a body, as that of a message handler does, because a
 * `ValidationPipe` looks at nothing but bodies, queries and path parameters. WHY: the indexes of NestJS 11 and 12 do not
 * export `RouteParamtypes`. `nest.spec.ts` fails when it changes.
 */
export const INPUT_KIND = 3;
export const CONTEXT_KIND = 1;

/** The metadata key under which Nest finds the parameters of a decorated method. */
export const HANDLER_ARGUMENTS = 'crowsnest:handler-arguments';

/** Takes the parameters of a handler from its arguments. */
export const argumentByKind: ParamsFactory = {
  exchangeKeyForValue: (kind, _data, args: unknown[]) => args[kind === INPUT_KIND ? INPUT : CONTEXT],
};

/**
 * Describes the parameters of a decorated method to Nest, which applies pipes only to parameters that it knows. The
 * declared type of the first parameter lets a validation pipe find its class.
 */
export function describeArguments(type: Type, method: string): void {
  const describe = (index: number) => ({ index, data: undefined, pipes: [] });
  const parameters = {
    [`${INPUT_KIND}:${INPUT}`]: describe(INPUT),
    [`${CONTEXT_KIND}:${CONTEXT}`]: describe(CONTEXT),
  };
  Reflect.defineMetadata(HANDLER_ARGUMENTS, parameters, type, method);
}
