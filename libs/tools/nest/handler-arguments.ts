import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { ParamsFactory } from '@nestjs/core/helpers/external-context-creator.js';

/** Positions of a handler's parameters. */
export const INPUT = 0;
export const CONTEXT = 1;

/** The metadata key under which Nest finds the parameters of a decorated method. */
export const HANDLER_ARGUMENTS = 'crowsnest:handler-arguments';

/** Takes the parameters of a handler from its arguments, by position. */
export const argumentByPosition: ParamsFactory = {
  exchangeKeyForValue: (position, _data, args: unknown[]) => args[position],
};

/**
 * Describes the parameters of a decorated method to Nest, which applies pipes only to parameters that it knows. The
 * declared type of the first parameter lets a validation pipe find its class.
 */
export function describeArguments(type: Type, method: string): void {
  const describe = (index: number) => ({ index, data: undefined, pipes: [] });
  const parameters = { [`${INPUT}:0`]: describe(INPUT), [`${CONTEXT}:1`]: describe(CONTEXT) };
  Reflect.defineMetadata(HANDLER_ARGUMENTS, parameters, type, method);
}
